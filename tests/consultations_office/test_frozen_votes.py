# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the rules refuse once a vote is frozen: each by its own name, before the database has to."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from deliberation.actor import Actor, Role
from deliberation.ballots import lifecycle
from deliberation.consultations import editing, tables
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.marks import move
from deliberation.consultations.schedules import TypedPhase
from deliberation.database import rows
from deliberation.errors import CivicError, Conflict, Invalid, TooLate
from deliberation.proposals import proposals
from deliberation.proposals.tables import Proposal
from deliberation.records.tables import JournalEntry
from tests.consultations_office.stories import (
    DAY,
    SECRET,
    a_frozen_vote,
    a_proposal,
    a_vote,
    published,
    state_of,
    typed,
)
from tests.world import World, a_city, a_person


async def a_story() -> tuple[World, Actor, Actor, Consultation]:
    """The city, the office, an author, and a vote whose list is frozen."""
    world = await a_city()
    office, author = await a_person(None, Role.OFFICE), await a_person(world.navile)
    return world, office, author, await a_frozen_vote(office, world, author=author)


def opening(held: Consultation) -> datetime:
    assert held.voting is not None
    return held.voting.opens_at


async def closed(held: Consultation) -> datetime:
    """The vote closes by the clock; when."""
    assert held.voting is not None
    await lifecycle.note_phase_boundaries(held.voting.closes_at, draw=lambda: SECRET)
    assert await state_of(held.slug) == "closed"
    return held.voting.closes_at


async def lot_value(held: Consultation) -> str:
    return (await stored(held.slug)).lot_value


async def test_the_lots_value_is_not_written_before_the_vote_has_closed(database: None) -> None:
    _, office, _, held = await a_story()
    for at in (opening(held) - DAY, opening(held), opening(held) + DAY):
        with pytest.raises(Conflict) as refusal:
            await lifecycle.write_lot_value(office, held.slug, "Bari 1 2 3", at=at)
        assert refusal.value.code == "lot.not_now"
    assert await lot_value(held) == ""


async def test_the_lots_value_is_written_once_and_the_journal_has_it(database: None) -> None:
    _, office, author, held = await a_story()
    at = await closed(held)
    with pytest.raises(CivicError):
        await lifecycle.write_lot_value(author, held.slug, "Bari 1 2 3", at=at)
    with pytest.raises(Invalid):
        await lifecycle.write_lot_value(office, held.slug, "  ", at=at)
    await lifecycle.write_lot_value(office, held.slug, " Bari  1 2 3 ", at=at)
    for again in ("Bari 1 2 3", "Bari 9 9 9"):
        with pytest.raises(Conflict) as refusal:
            await lifecycle.write_lot_value(office, held.slug, again, at=at)
        assert refusal.value.code == "lot.value_written"
    assert await lot_value(held) == "Bari 1 2 3"
    assert await JournalEntry.count().where(JournalEntry.act == "lot.drawn") == 1


async def test_the_lots_value_is_not_written_after_the_count(database: None) -> None:
    _, office, _, held = await a_story()
    at = await closed(held)
    await tables.Consultation.update({tables.Consultation.state: "tallied"}).where(
        tables.Consultation.slug == held.slug
    )
    with pytest.raises(Conflict) as refusal:
        await lifecycle.write_lot_value(office, held.slug, "Bari 1 2 3", at=at)
    assert refusal.value.code == "lot.not_now"


async def test_two_draws_at_once_leave_the_first(database: None) -> None:
    _, office, _, held = await a_story()
    at = await closed(held)
    values = [f"Bari {n}" for n in range(6)]
    done = await asyncio.gather(
        *(lifecycle.write_lot_value(office, held.slug, value, at=at) for value in values), return_exceptions=True
    )
    assert [result for result in done if result is None] == [None]
    written = await rows("SELECT detail FROM journal_entry WHERE act = 'lot.drawn'")
    assert [row["detail"] for row in written] == [f'{{"value":"{await lot_value(held)}"}}']


async def test_a_proposal_is_not_withdrawn_once_the_list_is_frozen(database: None) -> None:
    world, office, author, _ = await a_story()
    del world
    listed = await Proposal.select(Proposal.public_id).where(Proposal.state == "on_ballot").first()
    assert listed is not None
    held = await stored((await tables.Consultation.select(tables.Consultation.slug).first() or {})["slug"])
    left_out = await a_proposal(held, author, "Rimasta fuori")
    for name in (listed["public_id"], left_out):
        with pytest.raises(TooLate) as refusal:
            await proposals.withdraw(author, name, at=opening(held) - timedelta(seconds=1))
        assert refusal.value.code == "proposal.on_the_ballot"
    assert await Proposal.count().where(Proposal.state == "withdrawn") == 0
    assert office.has(Role.OFFICE)


async def test_a_proposal_is_withdrawn_until_the_list_is_frozen(database: None) -> None:
    world = await a_city()
    office, author = await a_person(None, Role.OFFICE), await a_person(world.navile)
    held = await published(office, world)
    name = await a_proposal(held, author, state="admissible", cost=100)
    await proposals.withdraw(author, name, at=opening(held) - DAY)
    assert await Proposal.count().where(Proposal.state == "withdrawn") == 1


async def test_rule_and_limits_are_kept_once_the_list_is_frozen(database: None) -> None:
    _, office, _, held = await a_story()
    for change in ({"rule": "greedy"}, {"max_picks": 1}, {"budget_cents": 1}, {"min_age": 18}):
        with pytest.raises(TooLate) as refusal:
            await editing.write_vote(office, held.slug, a_vote(**change), held.version, at=opening(held) - DAY)  # type: ignore[arg-type]
        assert refusal.value.code == "ballot.already_frozen"
    assert replace(await stored(held.slug)) == held


async def moved(office: Actor, held: Consultation, by: timedelta, at: datetime) -> None:
    """The office moves the closing of the vote, and what comes after it."""
    phases = [
        TypedPhase(
            p.kind,
            typed(p.opens_at + (by if p.kind == "publishing" else timedelta())),
            typed(p.closes_at + (by if p.kind in ("voting", "publishing") else timedelta())),
            "1",
            "1",
        )
        for p in held.phases
    ]
    await editing.write_schedule(
        office, held.slug, phases, city_wide=False, neighbourhoods=[], version=held.version, at=at
    )


async def test_the_closing_of_an_open_vote_moves_later_only(database: None) -> None:
    _, office, _, held = await a_story()
    await lifecycle.note_phase_boundaries(opening(held), draw=lambda: SECRET)
    with pytest.raises(Invalid) as refusal:
        await moved(office, held, -DAY, opening(held) + DAY)
    assert refusal.value.fields["voting-closes"] == "phase.only_later"
    await moved(office, held, DAY, opening(held) + DAY)
    later = await stored(held.slug)
    assert later.voting is not None
    assert held.voting is not None
    assert later.voting.closes_at == held.voting.closes_at + DAY


async def test_after_the_closing_no_date_moves(database: None) -> None:
    _, office, _, held = await a_story()
    await closed(held)
    with pytest.raises(TooLate) as refusal:
        await moved(office, await stored(held.slug), DAY, opening(held) + 30 * DAY)
    assert refusal.value.code == "consultation.over"


async def test_a_step_that_somebody_else_took_meanwhile_is_not_taken_again(database: None) -> None:
    """`move` looks at the row, not only at what the caller had read."""
    _, _, _, held = await a_story()
    await move(held, "closed")
    for to in ("closed", "cancelled"):
        with pytest.raises(Conflict) as refusal:
            await move(held, to)
        assert refusal.value.code == "consultation.changed_meanwhile"
    assert await state_of(held.slug) == "closed"
