# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consultations are read whole by one SELECT: their lists and themselves in an order that is said, instants in UTC."""

from datetime import UTC, datetime, timedelta

from deliberation.actor import VISITOR
from deliberation.consultations import queries
from deliberation.consultations.consultation import EVERY, read, stored
from deliberation.consultations.tables import Phase
from deliberation.database import rows
from deliberation.places.tables import Neighbourhood
from tests.guards import by_hand
from tests.world import NOON, a_city, a_consultation, another_place


async def test_phases_come_in_their_order_whichever_was_written_first(database: None) -> None:
    id = await a_consultation(await a_city(), ("voting", 48, 72))
    await by_hand(f"UPDATE phase SET position = 3 WHERE consultation = {id}")
    for kind, position, opens in (("reviewing", 2, 24), ("proposing", 1, 0)):
        opens_at = NOON + timedelta(hours=opens)
        closes_at = opens_at + timedelta(hours=24)
        await Phase(consultation=id, kind=kind, position=position, opens_at=opens_at, closes_at=closes_at).save()
    held = await stored("bilancio-2026")
    assert [(phase.kind, phase.position) for phase in held.phases] == [
        ("proposing", 1),
        ("reviewing", 2),
        ("voting", 3),
    ]


async def test_places_come_in_the_citys_order_and_then_by_name(database: None) -> None:
    world = await a_city()
    colli, borgo = await another_place(world, "colli"), await another_place(world, "borgo")
    await Neighbourhood.update({Neighbourhood.position: 8}).where(Neighbourhood.slug == "savena")
    await Neighbourhood.update({Neighbourhood.position: 9}).where(Neighbourhood.slug == "navile")
    await a_consultation(world, neighbourhoods=(world.navile, colli, world.savena, borgo))
    held = await stored("bilancio-2026")
    assert [place.slug for place in held.neighbourhoods] == ["savena", "borgo", "colli", "navile"]


async def test_the_newest_is_read_first_and_a_list_follows_the_order_of_writing(database: None) -> None:
    world = await a_city()
    for slug, age in (("b", 2), ("c", 1), ("a", 3)):
        id = await a_consultation(world, slug=slug)
        await by_hand(f"UPDATE consultation SET created_at = '{NOON - timedelta(days=age)}' WHERE id = {id}")
    assert [held.slug for held in await read(EVERY)] == ["c", "b", "a"]
    assert [card.slug for card in await queries.consultations(VISITOR)] == ["a", "c", "b"]


async def test_instants_are_in_utc_with_whatever_offset_they_are_stored(database: None) -> None:
    await a_consultation(await a_city())
    await by_hand("UPDATE phase SET opens_at = '2026-11-10 13:00:00+01:00', closes_at = '2026-11-11 12:00:00+00:00'")
    assert len(await rows("SELECT id FROM phase")) == 1
    [phase] = (await stored("bilancio-2026")).phases
    assert [phase.opens_at.isoformat(), phase.closes_at.isoformat()] == [
        "2026-11-10T12:00:00+00:00",
        datetime(2026, 11, 11, 12, tzinfo=UTC).isoformat(),
    ]
