# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person supports a proposal once, whatever happens at the same time."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from deliberation.actor import VISITOR
from deliberation.errors import CivicError, NotFound
from deliberation.proposals import queries, supports
from deliberation.proposals.tables import Support
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal


@pytest.fixture
async def world(database: None) -> World:
    return await a_city()


async def test_a_hundred_submits_at_once_are_one_support(world: World) -> None:
    resident = await a_person(world.navile)
    id = await a_proposal(await a_consultation(world), neighbourhood=world.navile)
    await asyncio.gather(*(supports.support(resident, id, at=NOON) for _ in range(100)))
    assert await Support.count() == 1
    seen = await queries.proposal(id, resident)
    assert (seen.supports, seen.i_support, seen.others_support) == (1, True, 1)


async def test_a_support_is_taken_back_and_given_again(world: World) -> None:
    resident = await a_person(world.navile)
    id = await a_proposal(await a_consultation(world), neighbourhood=world.navile)
    await supports.support(resident, id, at=NOON)
    await supports.take_back(resident, id, at=NOON)
    await supports.take_back(resident, id, at=NOON)
    assert (await queries.proposal(id, resident)).supports == 0
    await supports.support(resident, id, at=NOON)
    assert (await queries.proposal(id, resident)).supports == 1


async def test_every_refusal_has_its_reason(world: World) -> None:
    consultation = await a_consultation(world, ("proposing", -24, 24), ("reviewing", 24, 48))
    id = await a_proposal(consultation, neighbourhood=world.navile)
    hidden = await a_proposal(consultation, await a_person(world.navile), neighbourhood=world.navile, hidden_at=NOON)
    resident = await a_person(world.navile)
    cases = (
        (VISITOR, NOON, "sign_in.needed"),
        (await a_person(), NOON, "participation.residence_needed"),
        (await a_person(world.savena), NOON, "participation.other_neighbourhood"),
        (await a_person(world.navile, born=date(2010, 11, 11)), NOON, "participation.too_young"),
        (resident, NOON - timedelta(days=2), "support.not_yet"),
        (resident, NOON + timedelta(hours=24), "support.closed"),
    )
    for person, at, code in cases:
        with pytest.raises(CivicError) as refused:
            await supports.support(person, id, at=at)
        assert refused.value.code == code
    with pytest.raises(NotFound):
        await supports.support(resident, hidden, at=NOON)
    sixteen_today = await a_person(world.navile, born=date(2010, 11, 10))
    await supports.support(sixteen_today, id, at=NOON)
    assert await Support.count() == 1


async def test_the_whole_city_supports_in_a_city_wide_consultation(world: World) -> None:
    id = await a_proposal(await a_consultation(world, neighbourhoods=()))
    for place in (world.navile, world.savena):
        await supports.support(await a_person(place, verified=False), id, at=NOON)
    assert (await queries.proposal(id, VISITOR)).supports == 2


async def test_who_turns_sixteen_takes_part_from_midnight_in_rome(world: World) -> None:
    id = await a_proposal(await a_consultation(world), neighbourhood=world.navile)
    person = await a_person(world.navile, born=date(2010, 11, 11))
    midnight = datetime(2026, 11, 10, 23, tzinfo=UTC)
    with pytest.raises(CivicError, match=r"participation\.too_young"):
        await supports.support(person, id, at=midnight - timedelta(seconds=1))
    await supports.support(person, id, at=midnight)
