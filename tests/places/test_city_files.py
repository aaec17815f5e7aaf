# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that found a city: what is wrong with one is said, and nothing is half loaded."""

import json
from typing import Any

import pytest

from deliberation.actor import COMMAND_LINE
from deliberation.errors import Invalid
from deliberation.places.cities import Properties, found_city, load_neighbourhoods, load_population
from deliberation.places.queries import neighbourhoods
from tests.world import NOON

SQUARE = [[[11.3, 44.4], [11.4, 44.4], [11.4, 44.5], [11.3, 44.5], [11.3, 44.4]]]


def _collection(*features: tuple[str, Any], kind: str = "Polygon") -> str:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"properties": {"nome": name}, "geometry": {"type": kind, "coordinates": shape}}
                for name, shape in features
            ],
        }
    )


@pytest.fixture
async def city(database: None) -> int:
    return await found_city(COMMAND_LINE, "Prova", at=NOON)


async def test_polygons_become_neighbourhoods_in_the_files_order(city: int) -> None:
    loaded = await load_neighbourhoods(
        COMMAND_LINE, city, _collection(("Sant'Anna", SQUARE), ("Borgo è", SQUARE)), Properties("nome"), at=NOON
    )
    assert list(loaded) == ["Sant'Anna", "Borgo è"]
    assert [place.slug for place in await neighbourhoods()] == ["sant-anna", "borgo-e"]
    assert all(place.residents is None for place in await neighbourhoods())


async def test_two_names_with_one_slug_get_two_addresses(city: int) -> None:
    text = _collection(("San Donato", SQUARE), ("San-Donato", SQUARE))
    await load_neighbourhoods(COMMAND_LINE, city, text, Properties("nome"), at=NOON)
    assert [place.slug for place in await neighbourhoods()] == ["san-donato", "san-donato-2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "geojson.unreadable"),
        ("[]", "geojson.no_features"),
        ('{"features": []}', "geojson.no_features"),
        ('{"features": [3]}', "geojson.bad_feature"),
        (_collection(("", SQUARE)), "geojson.bad_feature"),
        (_collection(("A", SQUARE), ("A", SQUARE)), "geojson.bad_feature"),
        (_collection(("A", [[[11.3, 44.4], [11.4, 44.4], [11.3, 44.4]]])), "geojson.bad_feature"),
        (_collection(("A", [[[11.3, 44.4], [11.4, 44.4], [11.4, 44.5], [11.3, 44.5]]])), "geojson.bad_feature"),
        (_collection(("A", [[[x * 1000, y] for x, y in SQUARE[0]]])), "geojson.bad_feature"),
        (_collection(("A", "linea")), "geojson.bad_feature"),
        (_collection(("A", SQUARE)).replace('{"nome": "A"}', "[1]"), "geojson.bad_feature"),
        (_collection(("A", [11.3, 44.4]), kind="Point"), "geojson.bad_feature"),
    ],
)
async def test_a_file_of_outlines_that_is_wrong_is_refused_whole(city: int, text: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        await load_neighbourhoods(COMMAND_LINE, city, text, Properties("nome"), at=NOON)
    assert caught.value.code == code
    assert await neighbourhoods() == []


async def test_people_without_a_place_are_counted_and_left_out(city: int) -> None:
    await load_neighbourhoods(COMMAND_LINE, city, _collection(("A", SQUARE)), Properties("nome"), at=NOON)
    table = "zona,sesso,fascia_eta,residenti\nA,F,15-19,10\nA,F,15-19,5\n,M,20-24,3\n"
    loaded = await load_population(COMMAND_LINE, table, year=2020, at=NOON)
    (place,) = await neighbourhoods()
    assert (loaded.residents, loaded.without_place) == (15, 3)
    assert (place.residents, place.residents_of_voting_age, place.residents_year) == (15, 12, 2020)


async def test_a_table_with_an_unknown_place_says_its_line_and_changes_nothing(city: int) -> None:
    await load_neighbourhoods(COMMAND_LINE, city, _collection(("A", SQUARE)), Properties("nome"), at=NOON)
    table = "zona,sesso,fascia_eta,residenti\nA,F,15-19,10\nB,M,20-24,3\n"
    with pytest.raises(Invalid) as caught:
        await load_population(COMMAND_LINE, table, year=2020, at=NOON)
    assert caught.value.parameters["line"] == 3
    assert (await neighbourhoods())[0].residents is None
