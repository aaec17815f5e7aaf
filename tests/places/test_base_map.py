# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The layers of the base map: what a file may hold, and what stays when one is replaced."""

import io
import json
import zipfile
from typing import Any

import pytest
import shapefile

from deliberation.actor import COMMAND_LINE, Actor, Grant, Role, Tier
from deliberation.errors import Invalid, NotAllowed, NotFound
from deliberation.places import base_map
from deliberation.places.base_files import Columns, Layer
from deliberation.records.tables import JournalEntry
from tests.world import NOON

LINE = {"type": "LineString", "coordinates": [[11.34, 44.49], [11.341234567, 44.491, 54.0], [11.35, 44.5]]}
SQUARE = {"type": "Polygon", "coordinates": [[[11.3, 44.4], [11.4, 44.4], [11.4, 44.5], [11.3, 44.5], [11.3, 44.4]]]}
BOW = {"type": "Polygon", "coordinates": [[[11.3, 44.4], [11.4, 44.5], [11.4, 44.4], [11.3, 44.5], [11.3, 44.4]]]}


def file_of(*features: tuple[Any, dict[str, Any]]) -> bytes:
    held = [{"type": "Feature", "properties": facts, "geometry": shape} for shape, facts in features]
    return json.dumps({"type": "FeatureCollection", "features": held}).encode()


async def stored(layer: Layer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(await base_map.content(layer))["features"]
    return found


async def test_a_street_keeps_its_name_and_gets_a_class_that_is_drawn(database: None) -> None:
    file = file_of((LINE, {"via": "Via Emilia ", "classe": "Principale", "mq": 3}), (LINE, {"via": None}))
    view = await base_map.load_layer(COMMAND_LINE, Layer.STREETS, file, at=NOON, attribution="Comune, CC BY 4.0")
    assert await base_map.layers() == [view]
    assert (view.features, view.attribution) == (2, "Comune, CC BY 4.0")
    first, second = await stored(Layer.STREETS)
    assert first["properties"] == {"name": "Via Emilia", "class": "main"}
    assert second["properties"] == {"class": "local"}
    assert first["geometry"]["coordinates"] == [[11.34, 44.49], [11.34123, 44.491], [11.35, 44.5]]


async def test_columns_may_be_chosen(database: None) -> None:
    file = file_of((LINE, {"nome": "falso", "odonimo": "Via Vera", "rango": "autostrada"}))
    await base_map.load_layer(COMMAND_LINE, Layer.STREETS, file, at=NOON, columns=Columns("odonimo", "rango"))
    assert (await stored(Layer.STREETS))[0]["properties"] == {"name": "Via Vera", "class": "motorway"}
    with pytest.raises(Invalid, match="no_column") as refusal:
        await base_map.load_layer(COMMAND_LINE, Layer.STREETS, file, at=NOON, columns=Columns("toponimo"))
    assert refusal.value.parameters["found"] == "nome, odonimo, rango"


async def test_metres_become_degrees_where_the_file_or_somebody_says_which(database: None) -> None:
    metres = {"type": "LineString", "coordinates": [[686000, 4929000], [686100, 4929100]]}
    said = file_of((metres, {})).replace(b"{", b'{"crs": {"properties": {"name": "EPSG:32632"}}, ', 1)
    await base_map.load_layer(COMMAND_LINE, Layer.STREETS, said, at=NOON)
    first = (await stored(Layer.STREETS))[0]["geometry"]["coordinates"]
    assert first[0] == [pytest.approx(11.34, abs=0.01), pytest.approx(44.49, abs=0.01)]
    await base_map.load_layer(COMMAND_LINE, Layer.STREETS, file_of((metres, {})), at=NOON, system="EPSG:32632")
    assert (await stored(Layer.STREETS))[0]["geometry"]["coordinates"] == first
    with pytest.raises(Invalid, match="not_degrees"):
        await base_map.load_layer(COMMAND_LINE, Layer.STREETS, file_of((metres, {})), at=NOON)


async def test_a_zipped_shapefile_is_a_layer_too(database: None) -> None:
    parts = {ending: io.BytesIO() for ending in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts) as writer:
        writer.field("DESVIA", "C", 40)
        writer.line([[[11.34, 44.49], [11.35, 44.5]]])
        writer.record("VIA EMILIA")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for ending, part in parts.items():
            archive.writestr(f"strade.{ending}", part.getvalue())
    await base_map.load_layer(COMMAND_LINE, Layer.STREETS, packed.getvalue(), at=NOON)
    assert (await stored(Layer.STREETS))[0]["properties"] == {"name": "VIA EMILIA", "class": "local"}


async def test_a_polygon_that_crosses_itself_is_mended(database: None) -> None:
    await base_map.load_layer(COMMAND_LINE, Layer.PARKS, file_of((BOW, {})), at=NOON)
    assert (await stored(Layer.PARKS))[0]["geometry"]["type"] == "MultiPolygon"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"{", "base_map.unreadable"),
        (b"\xff\xfe", "base_map.unreadable"),
        (b"[]", "base_map.no_features"),
        (b'{"features": []}', "base_map.no_features"),
        (b'{"features": [3]}', "base_map.bad_feature"),
        (file_of((None, {})), "base_map.bad_feature"),
        (b"PK\x03\x04 broken", "base_map.bad_zip"),
        (file_of((SQUARE, {})), "base_map.wrong_shape"),
        (
            file_of(({"type": "LineString", "coordinates": [[686000, 4929000], [686100, 4929000]]}, {})),
            "base_map.not_degrees",
        ),
        (file_of(({"type": "LineString", "coordinates": [[11.3, 44.4], [float("nan"), 44.4]]}, {})), "base_map."),
        (file_of(({"type": "LineString", "coordinates": [[11.3, 44.4]]}, {})), "base_map.bad_feature"),
    ],
)
async def test_what_cannot_be_drawn_is_said_and_the_earlier_layer_stays(database: None, file: bytes, code: str) -> None:
    before = await base_map.load_layer(COMMAND_LINE, Layer.STREETS, file_of((LINE, {})), at=NOON)
    with pytest.raises(Invalid, match=code):
        await base_map.load_layer(COMMAND_LINE, Layer.STREETS, file, at=NOON)
    assert await base_map.layers() == [before]


async def test_the_version_changes_with_a_file_or_its_attribution_and_only_then(database: None) -> None:
    async def load(*facts: dict[str, Any], attribution: str = "") -> str:
        file = file_of(*((LINE, f) for f in facts))
        await base_map.load_layer(COMMAND_LINE, Layer.STREETS, file, at=NOON, attribution=attribution)
        return await base_map.version()

    assert await base_map.version() == base_map.NO_VERSION
    first = await load({"name": "Via A"})
    assert await load({"name": "Via A"}) == first
    assert len({first, await load({"name": "Via B"}), await load({"name": "Via A"}, attribution="Comune")}) == 3
    assert len(await base_map.layers()) == 1


async def test_a_layer_is_taken_away_once(database: None) -> None:
    await base_map.load_layer(COMMAND_LINE, Layer.WATER, file_of((SQUARE, {}), (LINE, {})), at=NOON)
    await base_map.remove_layer(COMMAND_LINE, Layer.WATER, at=NOON)
    assert await base_map.layers() == []
    with pytest.raises(NotFound, match="no_layer"):
        await base_map.remove_layer(COMMAND_LINE, Layer.WATER, at=NOON)
    with pytest.raises(NotFound, match="no_layer"):
        await base_map.content(Layer.WATER)
    noted = await JournalEntry.select(JournalEntry.act).order_by(JournalEntry.sequence)
    assert [row["act"] for row in noted] == ["base_layer.loaded", "base_layer.removed"]


async def test_only_the_office_of_the_whole_city_changes_it(database: None) -> None:
    clerk = Actor(7, "x", "Gelso", Tier.ACCOUNT, grants=(Grant(Role.OFFICE, 3),))
    with pytest.raises(NotAllowed, match="not_yours"):
        await base_map.load_layer(clerk, Layer.STREETS, file_of((LINE, {})), at=NOON)
    with pytest.raises(NotAllowed, match="not_yours"):
        await base_map.remove_layer(clerk, Layer.STREETS, at=NOON)
