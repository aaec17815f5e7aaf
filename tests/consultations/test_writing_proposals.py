# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drafts become proposals; their authors revise and withdraw them."""

import asyncio
from datetime import timedelta

import pytest

from deliberation.actor import VISITOR, Actor
from deliberation.consultations import queries
from deliberation.errors import Conflict, Invalid, NotAllowed, NotFound, TooLate
from deliberation.proposals import drafts, proposals
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.contents import Step
from deliberation.proposals.tables import Proposal
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal

TEXT = {"title": "Panchine in piazza", "body": "Servono panchine all'ombra, per gli anziani.", "category": "ambiente"}
PLACE = {"neighbourhood": "navile", "place_label": "Piazza dell'Unità", "latitude": "44.45", "longitude": "11.32"}
SLUG = "bilancio-2026"


async def the_draft(person: Actor, version: int = 0) -> drafts.Draft:
    await drafts.save(person, SLUG, Step.TEXT, TEXT, version=version, at=NOON)
    return await drafts.save(person, SLUG, Step.PLACE, PLACE, version=1, at=NOON)


@pytest.fixture
async def world(database: None) -> World:
    world = await a_city()
    await a_consultation(world)
    return world


async def test_a_resident_writes_in_steps_and_sends(world: World) -> None:
    resident = await a_person(world.navile)
    draft = await the_draft(resident)
    draft = await drafts.save(resident, SLUG, Step.COST, {"cost": "48.000"}, version=draft.version, at=NOON)
    assert draft.is_complete
    assert draft.asked_cents == 4_800_000
    sent = await drafts.send(resident, SLUG, draft.public_id, version=draft.version, at=NOON)
    seen = await proposal_queries.proposal(sent.public_id, VISITOR)
    assert (seen.title, seen.state, seen.asked_cents) == ("Panchine in piazza", "published", 4_800_000)
    assert seen.place is not None
    assert (seen.place.slug, seen.latitude, seen.longitude) == ("navile", 44.45, 11.32)
    assert await proposal_queries.my_drafts(resident) == ()


async def test_a_draft_is_seen_by_its_author_only(world: World) -> None:
    resident, neighbour = await a_person(world.navile), await a_person(world.navile)
    draft = await the_draft(resident)
    assert (await proposal_queries.proposal(draft.public_id, resident)).state == "draft"
    with pytest.raises(NotFound):
        await proposal_queries.proposal(draft.public_id, neighbour)
    assert (await proposal_queries.proposals(resident, at=NOON)).total == 0


async def test_what_can_be_read_is_kept_when_the_rest_is_refused(world: World) -> None:
    resident = await a_person(world.navile)
    with pytest.raises(Invalid) as refused:
        await drafts.save(resident, SLUG, Step.TEXT, TEXT | {"body": "poco"}, version=0, at=NOON)
    assert refused.value.fields == {"body": "proposal.body_short"}
    held = await queries.consultation(SLUG, resident)
    draft = await drafts.mine(resident, held, await drafts.frame_of(held))
    assert draft is not None
    assert (draft.title, draft.body) == ("Panchine in piazza", "poco")


async def test_a_phase_that_closes_while_somebody_writes_leaves_the_draft(world: World) -> None:
    resident = await a_person(world.navile)
    draft = await the_draft(resident)
    late = NOON + timedelta(hours=24)
    draft = await drafts.save(resident, SLUG, Step.COST, {"cost": "10"}, version=draft.version, at=late)
    with pytest.raises(TooLate) as refused:
        await drafts.send(resident, SLUG, draft.public_id, version=draft.version, at=late)
    assert refused.value.code == "propose.closed_while_writing"
    assert [d.title for d in await proposal_queries.my_drafts(resident)] == ["Panchine in piazza"]


async def test_a_phase_is_open_up_to_its_last_microsecond(world: World) -> None:
    resident = await a_person(world.navile)
    draft = await the_draft(resident)
    last = NOON + timedelta(hours=24) - timedelta(microseconds=1)
    assert await drafts.send(resident, SLUG, draft.public_id, version=draft.version, at=last)


async def test_two_tabs_that_change_the_same_step_conflict(world: World) -> None:
    resident = await a_person(world.navile)
    await drafts.save(resident, SLUG, Step.TEXT, TEXT, version=0, at=NOON)
    await drafts.save(resident, SLUG, Step.TEXT, TEXT | {"title": "Dalla prima scheda"}, version=1, at=NOON)
    with pytest.raises(Conflict):
        await drafts.save(resident, SLUG, Step.TEXT, TEXT | {"title": "Dalla seconda"}, version=1, at=NOON)
    same = await drafts.save(resident, SLUG, Step.TEXT, TEXT | {"title": "Dalla prima scheda"}, version=1, at=NOON)
    assert same.title == "Dalla prima scheda"


async def test_two_tabs_that_begin_at_once_conflict_and_do_not_overwrite(world: World) -> None:
    resident = await a_person(world.navile)
    await drafts.save(resident, SLUG, Step.TEXT, TEXT, version=0, at=NOON)
    with pytest.raises(Conflict):
        await drafts.save(resident, SLUG, Step.TEXT, TEXT | {"title": "Un'altra idea"}, version=0, at=NOON)


async def test_saving_while_typing_does_not_make_the_form_old(world: World) -> None:
    resident = await a_person(world.navile)
    draft = await drafts.save(resident, SLUG, Step.TEXT, {"title": "Pan"}, version=0, at=NOON, quietly=True)
    assert draft.title == "Pan"
    again = await drafts.save(
        resident, SLUG, Step.TEXT, TEXT | {"title": "Panch"}, version=draft.version, at=NOON, quietly=True
    )
    assert again.version == draft.version
    first = await drafts.save(resident, SLUG, Step.TEXT, TEXT, version=0, at=NOON)
    assert first.title == "Panchine in piazza"


async def test_a_hundred_clicks_on_send_are_one_proposal(world: World) -> None:
    resident = await a_person(world.navile)
    draft = await the_draft(resident)
    sent = await asyncio.gather(
        *(drafts.send(resident, SLUG, draft.public_id, version=draft.version, at=NOON) for _ in range(100))
    )
    assert {s.public_id for s in sent} == {draft.public_id}
    assert sum(not s.again for s in sent) == 1
    assert await Proposal.count() == 1


async def test_a_hundred_first_saves_are_one_draft(world: World) -> None:
    resident = await a_person(world.navile)
    await asyncio.gather(*(drafts.save(resident, SLUG, Step.TEXT, TEXT, version=0, at=NOON) for _ in range(100)))
    assert await Proposal.count() == 1


async def test_nobody_sends_or_discards_the_draft_of_another(world: World) -> None:
    resident, neighbour = await a_person(world.navile), await a_person(world.navile)
    draft = await the_draft(resident)
    with pytest.raises(NotFound):
        await drafts.send(neighbour, SLUG, draft.public_id, version=draft.version, at=NOON)
    with pytest.raises(NotFound):
        await drafts.discard(neighbour, draft.public_id, at=NOON)
    with pytest.raises(NotAllowed):
        await drafts.send(VISITOR, SLUG, draft.public_id, version=draft.version, at=NOON)
    await drafts.discard(resident, draft.public_id, at=NOON)
    assert await Proposal.count() == 0


async def test_a_budget_asks_for_a_cost_that_fits(database: None) -> None:
    world = await a_city()
    await a_consultation(world, ballot_kind="budget", budget_cents=10_000_000)
    resident = await a_person(world.navile)
    draft = await the_draft(resident)
    assert draft.errors[Step.COST] == {"cost": "proposal.cost_missing"}
    for typed, code in (("100.000,01", "proposal.cost_over_budget"), ("tanti", "cost.unreadable")):
        with pytest.raises(Invalid) as refused:
            await drafts.save(resident, SLUG, Step.COST, {"cost": typed}, version=draft.version, at=NOON)
        assert refused.value.fields == {"cost": code}
        held = await queries.consultation(SLUG, resident)
        again = await drafts.mine(resident, held, await drafts.frame_of(held))
        assert again is not None
        draft = again
    with pytest.raises(Invalid):
        await drafts.send(resident, SLUG, draft.public_id, version=draft.version, at=NOON)


async def test_an_author_revises_and_nobody_else(world: World) -> None:
    author, neighbour = await a_person(world.navile), await a_person(world.navile)
    held = await queries.consultation(SLUG, VISITOR)
    id = await a_proposal(held.id, author, neighbourhood=world.navile)
    typed = TEXT | PLACE | {"title": "Panchine e un tiglio", "cost": "1200,50"}
    await proposals.revise(author, id, typed, version=1, at=NOON)
    with pytest.raises(Conflict) as old:
        await proposals.revise(author, id, typed, version=1, at=NOON)
    assert old.value.code == "proposal.conflict"
    assert (await proposal_queries.proposals(VISITOR, at=NOON, query="tigli")).items[0].asked_cents == 120_050
    with pytest.raises(NotAllowed):
        await proposals.revise(neighbour, id, typed, version=2, at=NOON)


async def test_an_author_withdraws_and_the_proposal_is_gone_for_others(world: World) -> None:
    author = await a_person(world.navile)
    held = await queries.consultation(SLUG, VISITOR)
    id = await a_proposal(held.id, author, neighbourhood=world.navile)
    await proposals.withdraw(author, id, at=NOON)
    assert (await proposal_queries.proposal(id, author)).state == "withdrawn"
    with pytest.raises(NotFound):
        await proposal_queries.proposal(id, VISITOR)
    with pytest.raises(Conflict):
        await proposals.withdraw(author, id, at=NOON)
