# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Zones that end: people, roles, doors and figures go to others by an act with a reason; nothing is dropped."""

import pytest

from deliberation.actor import COMMAND_LINE, VISITOR, Role
from deliberation.boundaries import endings
from deliberation.database import rows
from deliberation.errors import Conflict, Invalid, NotAllowed, NotFound
from deliberation.places import streets as finder
from deliberation.places.cities import found_city
from deliberation.places.loads import loading
from deliberation.places.loads.differences import Kind
from deliberation.places.queries import neighbourhood, neighbourhoods, place_names
from deliberation.places.tables import Neighbourhood
from deliberation.records import journal
from tests.places import files
from tests.world import NOON, World, a_consultation, a_person

REASON = "Delibera 12 del 3 novembre 2026"
NORTH = files.square(12.00, 44.01, 12.04, 44.02)
SOUTH = files.square(12.00, 44.00, 12.04, 44.01)


@pytest.fixture
async def world(database: None) -> World:
    city = await found_city(COMMAND_LINE, "Comune di Provamare", at=NOON)
    content = {Kind.ZONES: files.geojson(), Kind.STREETS: files.streets(), Kind.NUMBERS: files.doors()}
    for kind, options in ((Kind.ZONES, files.ZONES), (Kind.STREETS, files.STREETS), (Kind.NUMBERS, files.NUMBERS)):
        await loading.apply(COMMAND_LINE, kind, content[kind], options, at=NOON)
    await loading.apply(COMMAND_LINE, Kind.RESIDENTS, files.residents(), files.RESIDENTS, at=NOON)
    borgo, marina = await neighbourhoods()
    return World(city, borgo.id, marina.id)


async def end(slug: str, *heirs: str, reason: str = REASON) -> endings.Ended:
    seen = (await endings.outlook(slug)).seen
    return await endings.end(COMMAND_LINE, slug, heirs, reason, at=NOON, seen=seen)


async def where(street: str, number: int) -> list[str]:
    (found,) = await finder.search(street)
    return [place.name for place in await finder.neighbourhoods_of(found.id, number)]


async def test_a_zone_is_merged_and_its_people_roles_doors_and_residents_go_along(world: World) -> None:
    person = await a_person(world.savena)
    moderator = await a_person(world.navile, Role.MODERATOR, over=world.savena)
    assert (await end("marina", "borgo")).moved == {"borgo": 1}
    assert [place.name for place in await place_names()] == ["Borgo"]
    account = (await rows("SELECT neighbourhood, verified_at FROM account WHERE id = {}", person.id))[0]
    assert account["neighbourhood"] == world.navile
    assert account["verified_at"] is not None
    grants = await rows("SELECT neighbourhood FROM role_grant WHERE account = {} AND revoked_at IS NULL", moderator.id)
    assert [grant["neighbourhood"] for grant in grants] == [world.navile]
    assert await where("via roma", 30) == ["Borgo"]
    assert await where("via del mare", 9) == ["Borgo"]
    (borgo,) = await neighbourhoods()
    assert borgo.residents == 2000
    history = await neighbourhood("marina")
    assert (history.closed_at, history.merged_into, history.residents) == (NOON, ("borgo",), 800)
    last = (await rows("SELECT act, detail FROM journal_entry ORDER BY sequence DESC LIMIT 1"))[0]
    assert last["act"] == "neighbourhood.closed"
    assert REASON in last["detail"]
    assert (await journal.check()).fault is None


async def test_the_ground_of_a_merged_zone_is_its_heirs(world: World) -> None:
    before = (await neighbourhood("borgo")).area_m2
    await end("marina", "borgo")
    assert (await neighbourhood("borgo")).area_m2 == pytest.approx(2 * (before or 0), rel=0.001)


async def test_a_zone_is_split_by_new_outlines_and_each_person_goes_where_the_address_lies(world: World) -> None:
    (street,) = await finder.search("via roma")
    north, south, elsewhere = [await a_person(world.navile) for _ in range(3)]
    door = "X;1;VIA ROMA;{};;12,005;{}"
    doors = files.doors((door.format(2, "44,015"), door.format(4, "44,005")))
    await loading.apply(COMMAND_LINE, Kind.NUMBERS, doors, files.NUMBERS, at=NOON)
    for person, number in ((north, 2), (south, 4)):
        await rows("UPDATE account SET street = {}, civic_number = {} WHERE id = {}", street.id, number, person.id)
    halves = files.geojson([("Monte", "1", NORTH), ("Piano", "2", SOUTH)])
    await loading.apply(COMMAND_LINE, Kind.ZONES, halves, files.ZONES, at=NOON)
    assert (await endings.outlook("borgo")).suggested == ("monte", "piano")
    assert (await end("borgo", "monte", "piano")).moved == {"monte": 2, "piano": 1}
    homes = {
        row["id"]: row["name"]
        for row in await rows("SELECT a.id, n.name FROM account a JOIN neighbourhood n ON n.id = a.neighbourhood")
    }
    assert [homes[person.id] for person in (north, south, elsewhere)] == ["Monte", "Piano", "Monte"]


async def test_a_split_needs_the_new_outlines_first(world: World) -> None:
    await rows("UPDATE neighbourhood SET missing_since = NULL")
    colle = files.geojson([*files.TWO, ("Colle", "C", files.square(12.04, 44.0, 12.06, 44.02))])
    await loading.apply(COMMAND_LINE, Kind.ZONES, colle, files.ZONES, at=NOON)
    with pytest.raises(Conflict, match=r"boundaries\.no_new_outlines"):
        await end("borgo", "marina", "colle")


@pytest.mark.parametrize(
    ("heirs", "reason", "field"),
    [
        ((), REASON, "heirs"),
        (("borgo",), REASON, "heirs"),
        (("atlantide",), REASON, "heirs"),
        (("marina",), "no", "reason"),
    ],
)
async def test_an_act_needs_an_heir_and_a_reason(world: World, heirs: tuple[str, ...], reason: str, field: str) -> None:
    await a_person(world.navile)
    with pytest.raises(Invalid) as refused:
        await end("borgo", *heirs, reason=reason)
    assert list(refused.value.fields) == [field]
    assert len(await neighbourhoods()) == 2


async def test_a_zone_without_people_ends_for_itself(world: World) -> None:
    await end("borgo")
    assert [place.name for place in await place_names()] == ["Marina"]
    with pytest.raises(NotFound):
        await endings.outlook("borgo")


async def test_a_zone_waits_for_its_consultation_to_end(world: World) -> None:
    await a_consultation(world, neighbourhoods=(world.navile,))
    with pytest.raises(Conflict, match=r"boundaries\.unfinished"):
        await end("borgo", "marina")
    assert await Neighbourhood.count().where(Neighbourhood.closed_at.is_not_null()) == 0


async def test_what_changed_meanwhile_is_said(world: World) -> None:
    seen = (await endings.outlook("borgo")).seen
    await loading.apply(
        COMMAND_LINE, Kind.RESIDENTS, files.residents(("Borgo;5", "Marina;6")), files.RESIDENTS, at=NOON
    )
    with pytest.raises(Conflict, match=r"territory\.changed"):
        await endings.end(COMMAND_LINE, "borgo", ("marina",), REASON, at=NOON, seen=seen)


async def test_only_the_office_ends_a_zone(world: World) -> None:
    with pytest.raises(NotAllowed):
        await endings.end(VISITOR, "borgo", ("marina",), REASON, at=NOON, seen=0)
