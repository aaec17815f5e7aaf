# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demonstration city holds what the comune published, and its streets are found as people write them."""

import csv
import json
from collections import defaultdict
from collections.abc import AsyncIterator

import pytest

from deliberation.actor import COMMAND_LINE
from deliberation.committees.queries import committee_of
from deliberation.database import opened, rows
from deliberation.errors import Conflict, Invalid
from deliberation.places import base_map, queries, streets
from deliberation.places.addresses import register
from deliberation.places.base_files import Layer
from deliberation.places.cities import found_city
from deliberation.places.loads import loading
from deliberation.places.loads.differences import Kind
from deliberation.places.loads.options import StreetOptions
from deliberation.places.tables import Street, StreetRange
from tests import databases
from tests.world import NOON
from web.comune import folder
from web.demo.city import DATA, found_bologna

HEADER = b"codvia,via,zona,pari_da,pari_a,dispari_da,dispari_a\n"
COLUMNS = StreetOptions("via", "zona", "codvia", "pari_da", "pari_a", "dispari_da", "dispari_a")


_kept: list[int] = []


@pytest.fixture
async def bologna() -> AsyncIterator[int]:
    """The city, founded by the first of these tests and brought back for the others."""
    queries.forget_city()
    if not _kept:
        databases.empty()
        async with opened():
            city = await found_bologna(NOON)
        await databases.keep("bologna")
        _kept.append(city)
    await databases.bring_back("bologna")
    async with opened():
        yield _kept[0]


async def test_zone_totals_equal_the_citys_own_table(bologna: int) -> None:
    published = {
        feature["properties"]["zona"]: (feature["properties"]["residenti_2010"], feature["properties"]["mq"])
        for feature in json.loads((DATA / "zone.geojson").read_text(encoding="utf-8"))["features"]
    }
    stored = {place.name: place for place in await queries.neighbourhoods()}
    assert {name: place.residents for name, place in stored.items()} == {
        n: people for n, (people, _) in published.items()
    }
    assert sum(place.residents or 0 for place in stored.values()) == 380_181 - 102
    for name, (_, square_metres) in published.items():
        assert stored[name].area_m2 == pytest.approx(square_metres, rel=0.002)


async def test_the_pyramid_adds_up_to_the_residents(bologna: int) -> None:
    place = await queries.neighbourhood("corticella")
    ages = await queries.pyramid(place.id)
    assert sum(row.women + row.men for row in ages) == place.residents
    assert len(ages) == 23
    assert ages[-1].age_to is None


async def test_residents_of_voting_age_are_four_fifths_of_15_to_19_and_all_older(bologna: int) -> None:
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with (DATA / "popolazione_2010_area_eta_sesso.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            age = int(row["fascia_eta"][:3])
            if age >= 15:
                counted[row["zona"]][age > 15] += int(row["residenti"])
    assert {place.name for place in await queries.neighbourhoods()} <= set(counted)
    assert len(await queries.neighbourhoods()) == 18
    for place in await queries.neighbourhoods():
        youths, older = counted[place.name]
        assert place.residents_of_voting_age == older + (8 * youths + 5) // 10
        assert place.voting_age_is_estimated


async def test_all_streets_are_loaded(bologna: int) -> None:
    assert await Street.count() == 1742
    assert await StreetRange.count() == 2089


async def test_all_house_numbers_are_loaded_and_hardly_any_is_in_doubt(bologna: int) -> None:
    found = await rows(
        "SELECT count(*) AS doors, count(also) AS doubts, count(neighbourhood) AS placed FROM house_number"
    )
    assert found[0] == {"doors": 74_153, "doubts": 5, "placed": 74_153}


async def test_an_address_answers_with_its_point_and_its_zone(bologna: int) -> None:
    for typed in ("via Emilia Levante 3", "emilia levante, 3", "levante emilia via 3"):
        address = (await register.search(typed))[0]
        assert (address.text, address.longitude, address.latitude) == ("Via Emilia Levante 3", 11.37337, 44.48388)
        assert [p.name for p in await streets.neighbourhoods_of(address.street, 3)] == ["Murri"]


async def test_a_number_that_the_street_lacks_answers_with_the_closest_and_with_its_own_zone(bologna: int) -> None:
    (address,) = await register.search("via Emilia Levante 12")
    assert (address.text, address.instead_of) == ("Via Emilia Levante 10", "12")
    assert [p.name for p in await streets.neighbourhoods_of(address.street, 12)] == ["San Vitale"]


STREETS = [
    ("D'Azeglio", "Via D'Azeglio"),
    ("via d azeglio", "Via D'Azeglio"),
    ("dazeglio", "Via D'Azeglio"),
    ("VIA  D’AZEGLIO", "Via D'Azeglio"),
    ("v. san felice", "Via S. Felice"),
    ("Via Santo Stefano", "Via S. Stefano"),
    ("piazza unita", "Piazza dell'Unità"),
    ("P.zza Carducci", "Piazza Giosuè Carducci"),
    ("v.le carducci", "Viale Giosuè Carducci"),
    ("nicolo abate", "Via Nicolò dell'Abate"),
    ("xxi aprile", "Via XXI Aprile 1945"),
]


async def test_a_street_is_found_as_people_write_it(bologna: int) -> None:
    assert [(typed, (await streets.search(typed))[0].name) for typed, _ in STREETS] == STREETS


async def test_nonsense_finds_nothing_or_little(bologna: int) -> None:
    for typed in ("", "   ", "%", "'; DROP TABLE street; --", "qwertyuiop", "\u0000"):
        assert await streets.search(typed) == []
    assert len(await streets.search("via")) <= 20


async def _places(street: str, number: int) -> list[str]:
    return [p.name for p in await streets.neighbourhoods_of((await streets.search(street))[0].id, number)]


async def test_the_two_sides_of_a_street_lie_in_different_neighbourhoods(bologna: int) -> None:
    assert await _places("via d'azeglio", 30) == ["Galvani"]
    assert await _places("via d'azeglio", 31) == ["Malpighi"]


async def test_a_number_beyond_the_street_lies_nowhere(bologna: int) -> None:
    assert await _places("via d'azeglio", 9998) == []


async def test_a_number_that_two_neighbourhoods_claim_shows_both(bologna: int) -> None:
    table = HEADER + b"9,VIA DOPPIA,Barca,2,20,,\n9,VIA DOPPIA,Saffi,20,40,,\n"
    await loading.apply(COMMAND_LINE, Kind.STREETS, table, COLUMNS, at=NOON)
    assert await _places("via doppia", 20) == ["Barca", "Saffi"]
    assert await _places("via doppia", 18) == ["Barca"]


async def test_a_register_loaded_again_keeps_the_ids_of_its_streets(bologna: int) -> None:
    before = (await streets.search("via d'azeglio"))[0]
    again = (DATA / "vie_aree.csv").read_bytes().replace(b"VIA GIUSEPPE CESARE ABBA", b"VIA CESARE ABBA")
    await loading.apply(COMMAND_LINE, Kind.STREETS, again, COLUMNS, at=NOON)
    assert (await streets.search("via cesare abba"))[0].name == "Via Cesare Abba"
    assert (await streets.search("via d'azeglio"))[0] == before
    assert await StreetRange.count() == 2089


async def test_each_zone_has_a_committee_with_a_spokesperson(bologna: int) -> None:
    places = await queries.neighbourhoods()
    assert len(places) == 18
    for place in places:
        held = await committee_of(place.id)
        assert held is not None
        assert [member.seat for member in held.sitting(NOON.date())][:2] == ["spokesperson", "moderator"]
        assert len(held.members) == 7


async def test_a_second_city_is_refused(bologna: int) -> None:
    with pytest.raises(Conflict):
        await found_city(COMMAND_LINE, "Modena", at=NOON)


@pytest.mark.parametrize(
    ("text", "number", "suffix"),
    [("12", 12, ""), ("12/A", 12, "A"), ("12 a", 12, "A"), ("12bis", 12, "BIS"), ("7-2", 7, "2")],
)
def test_a_house_number_is_read(text: str, number: int, suffix: str) -> None:
    assert streets.read_number(text) == streets.CivicNumber(number, suffix)


@pytest.mark.parametrize("text", ["", "a", "0", "12 / a b", "١٢x", "123456", "-4"])
def test_what_is_no_house_number_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        streets.read_number(text)


async def test_the_base_map_holds_the_citys_streets_and_says_whose_they_are(bologna: int) -> None:
    held = {view.layer: view for view in await base_map.layers()}
    assert list(held) == list(Layer)
    assert held[Layer.STREETS].features == 2469
    assert {view.attribution for view in held.values()} == {folder.read(DATA).layers[0].attribution}
