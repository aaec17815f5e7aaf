# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tiles of the moving map are cut from the comune's own layers, whole or not at all, and served as they are."""

import asyncio
import gzip
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from deliberation.actor import COMMAND_LINE
from deliberation.places import base_map
from deliberation.places.base_files import Layer
from tests.world import NOON, a_city
from web import settings
from web.tiles import building
from web.tiles.features import lines, number_lines

BIG = [[[11.30, 44.40], [11.34, 44.40], [11.34, 44.44], [11.30, 44.44], [11.30, 44.40]]]
SMALL = [[[11.3000, 44.4000], [11.3004, 44.4000], [11.3004, 44.4004], [11.3000, 44.4004], [11.3000, 44.4000]]]
LINE = [[11.30, 44.40], [11.34, 44.44]]


def layer_file(*features: tuple[str, Any, dict[str, str]]) -> bytes:
    held = [
        {"type": "Feature", "properties": facts, "geometry": {"type": kind, "coordinates": coordinates}}
        for kind, coordinates, facts in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": held}).encode()


def cut_from(layer: Layer, *features: tuple[str, Any, dict[str, str]]) -> list[tuple[str, int, dict[str, Any]]]:
    """Layer, least zoom and properties of what goes into the tiles."""
    read = [json.loads(line) for line in lines(layer, layer_file(*features))]
    return [(one["tippecanoe"]["layer"], one["tippecanoe"]["minzoom"], one["properties"]) for one in read]


def test_small_things_come_at_close_zooms() -> None:
    main, minor = {"name": "Via Emilia", "class": "main"}, {"class": "minor"}
    assert cut_from(Layer.STREETS, ("LineString", LINE, main), ("LineString", LINE, minor)) == [
        ("streets", 9, {"n": "Via Emilia", "c": "main"}),
        ("streets", 14, {"c": "minor"}),
    ]
    assert [zoom for _, zoom, _ in cut_from(Layer.WOODS, ("Polygon", BIG, {}), ("Polygon", SMALL, {}))] == [9, 11]


def test_a_park_has_its_name_where_there_is_room_and_a_verge_has_none() -> None:
    park, verge = {"name": "Parco Nord", "class": "park"}, {"name": "aiuola", "class": "green"}
    found = cut_from(Layer.PARKS, ("Polygon", BIG, park), ("Polygon", SMALL, verge))
    assert [(layer, zoom) for layer, zoom, _ in found] == [("park_names", 12), ("parks", 10), ("parks", 13)]
    assert found[0][2]["n"] == "Parco Nord"
    assert found[1][2] == {"c": "park"}


def test_numbers_with_a_letter_are_left_out() -> None:
    found = [json.loads(line) for line in number_lines([(1, 12, "", 11.3, 44.4), (1, 12, "A", 11.3, 44.4)])]
    assert [one["properties"]["n"] for one in found] == ["12"]


async def _load(layer: Layer, *features: tuple[str, Any, dict[str, str]]) -> None:
    await base_map.load_layer(COMMAND_LINE, layer, layer_file(*features), at=NOON)


async def test_without_layers_nothing_is_cut_and_the_map_has_outlines(
    browser: httpx.AsyncClient, tmp_path: Path
) -> None:
    await a_city()
    assert await building.cut(tmp_path) == ""
    assert not building.folder(tmp_path).exists()
    facts = (await browser.get("/mappa/dati")).json()
    assert (facts["tiles"], facts["bounds"]) == ("", [11.3, 44.4, 11.4, 44.5])
    assert facts["outlines"] == "/api/v1/neighbourhoods"


async def test_two_processes_cut_one_version_and_another_layer_is_another(database: None, tmp_path: Path) -> None:
    await a_city()
    await _load(Layer.STREETS, ("LineString", LINE, {"class": "main"}))
    first, same = await asyncio.gather(building.cut(tmp_path), building.cut(tmp_path))
    assert first == same
    versions: list[str] = []
    for name in ("Via Emilia", "Via Saffi"):
        await _load(Layer.STREETS, ("LineString", LINE, {"class": "main", "name": name}))
        versions.append(await building.cut(tmp_path))
    held = sorted(path.name for path in (tmp_path / "tiles").iterdir() if not path.name.startswith("."))
    assert held == sorted(versions)
    assert building.latest(tmp_path) == versions[-1]
    assert list((tmp_path / "tiles").rglob("metadata.json")) == []


async def test_a_cutting_that_fails_leaves_nothing(
    database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _load(Layer.STREETS, ("LineString", LINE, {"class": "main"}))
    monkeypatch.setattr(building, "LEAST_ZOOM", 99)
    with pytest.raises(building.NoTiles):
        await building.cut(tmp_path)
    assert [path.name for path in (tmp_path / "tiles").iterdir()] == [".lock"]


async def test_a_tile_is_served_as_it_was_cut_for_ever(browser: httpx.AsyncClient) -> None:
    await a_city()
    await _load(Layer.STREETS, ("LineString", LINE, {"class": "main", "name": "Via Emilia"}))
    data_dir = settings.load().data_dir
    version = await building.cut(data_dir)
    facts = (await browser.get("/mappa/dati")).json()
    assert facts["tiles"] == f"/mappa/{version}/{{z}}/{{x}}/{{y}}"
    answer = await browser.get(f"/mappa/{version}/9/272/185")
    cut = (data_dir / "tiles" / version / "9" / "272" / "185.pbf").read_bytes()
    assert answer.status_code == 200
    assert (answer.headers["content-encoding"], answer.content) == ("gzip", gzip.decompress(cut))
    assert "immutable" in answer.headers["cache-control"]
    assert b"Via Emilia" in answer.content
    assert "set-cookie" not in answer.headers
    assert (await browser.get(f"/mappa/{version}/9/1/1")).status_code == 204
    for wrong in (f"/mappa/{'0' * 16}/9/272/185", "/mappa/..%2f..%2f/9/1/1", f"/mappa/{version}/9/1/x"):
        assert (await browser.get(wrong)).status_code == 404
