# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A consultation's life, boundary by boundary."""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deliberation.actor import SYSTEM, Role
from deliberation.ballots import lifecycle, lists, roll
from deliberation.consultations import editing
from deliberation.consultations.consultation import stored
from deliberation.consultations.office_rules import TRANSITIONS
from deliberation.consultations.phases import Act, allows
from deliberation.consultations.schedules import TypedPhase
from deliberation.errors import Conflict, Invalid, NotAllowed, TooLate
from deliberation.notices.tables import Notice
from deliberation.people.tables import Account
from deliberation.records.tables import Job, JournalEntry
from tests.ballots.votes import a_vote
from tests.consultations_office.stories import (
    DAY,
    SECRET,
    a_draft,
    a_frozen_vote,
    a_proposal,
    published,
    state_of,
    typed,
)
from tests.world import NOON, a_city, a_person
from web import jobs

TICK = timedelta(microseconds=1)


def draw() -> str:
    return SECRET


def test_the_transition_table_ends_and_knows_every_state() -> None:
    assert {to for ends in TRANSITIONS.values() for to in ends} <= set(TRANSITIONS)
    assert not TRANSITIONS["results"]
    assert not TRANSITIONS["cancelled"]


async def acts(slug: str) -> list[str]:
    found = (
        await JournalEntry.select(JournalEntry.act).where(JournalEntry.subject == slug).order_by(JournalEntry.sequence)
    )
    return [row["act"] for row in found]


async def test_an_incomplete_draft_is_not_published_and_says_what_lacks(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    from deliberation.consultations import editing

    slug = await editing.start(office, "choice-of-projects", "Il giardino", world.city, at=NOON)
    held = await stored(slug)
    with pytest.raises(Invalid) as refusal:
        await lifecycle.publish(office, slug, held.version, at=NOON)
    assert set(refusal.value.fields) == {"summary", "neighbourhoods", "phases"}


async def test_only_the_office_publishes(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    resident = await a_person(world.navile)
    held = await a_draft(office, world)
    with pytest.raises(NotAllowed):
        await lifecycle.publish(resident, held.slug, held.version, at=NOON)


async def test_boundaries_are_noted_at_their_instant_and_not_a_microsecond_before(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    held = await published(office, world)
    first = held.phases[0]
    assert await lifecycle.note_phase_boundaries(first.opens_at - TICK, draw=draw) == ()
    opened = await lifecycle.note_phase_boundaries(first.opens_at, draw=draw)
    assert [(b.phase, b.opens) for b in opened] == [("informing", True)]
    assert await lifecycle.note_phase_boundaries(first.opens_at, draw=draw) == ()
    assert await lifecycle.note_phase_boundaries(first.closes_at - TICK, draw=draw) == ()
    passed = await lifecycle.note_phase_boundaries(first.closes_at, draw=draw)
    assert [(b.phase, b.opens) for b in passed] == [("informing", False), ("proposing", True)]


@pytest.mark.parametrize(
    "night", [datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)], ids=["March", "October"]
)
async def test_the_vote_opens_and_closes_exactly_on_the_nights_when_the_clocks_change(
    database: None, night: datetime
) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    held = await a_frozen_vote(office, world, start=night - 40 * DAY)
    voting = held.voting
    assert voting is not None
    assert voting.closes_at == night
    assert allows(held.phases, Act.VOTE, night - TICK)
    assert not allows(held.phases, Act.VOTE, night)
    await lifecycle.note_phase_boundaries(night - TICK, draw=draw)
    assert await state_of(held.slug) == "published"
    await lifecycle.note_phase_boundaries(night, draw=draw)
    closed = await stored(held.slug)
    assert (closed.state, closed.closed_at) == ("closed", night)


async def test_a_late_worker_still_writes_the_exact_closing_and_everything_once(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    author = await a_person(world.navile)
    held = await a_frozen_vote(office, world, author=author)
    voting = held.voting
    assert voting is not None
    late = voting.closes_at + timedelta(hours=3)
    both = await asyncio.gather(*(lifecycle.note_phase_boundaries(late, draw=draw) for _ in range(4)))
    assert sum(len(found) for found in both) == 9
    assert (await stored(held.slug)).closed_at == voting.closes_at
    assert (await acts(held.slug)).count("phase.closed") == 4
    assert await Notice.count().where((Notice.account == author.id) & (Notice.kind == "consultation.closed")) == 1


async def test_one_consultation_that_cannot_be_noted_does_not_hold_up_the_others(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    broken, sound = [await published(office, world) for _ in range(2)]
    note = lifecycle._note

    async def noted(boundary: lifecycle.Boundary, *rest: Any, **options: Any) -> bool:
        if boundary.slug == broken.slug:
            raise ZeroDivisionError
        return await note(boundary, *rest, **options)

    monkeypatch.setattr(lifecycle, "_note", noted)
    with pytest.raises(ExceptionGroup):
        await lifecycle.note_phase_boundaries(sound.phases[0].opens_at, draw=draw)
    assert (await acts(sound.slug)).count("phase.opened") == 1


async def test_dates_that_the_office_moves_while_the_worker_looks_are_noted_when_they_are_reached(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    held = await a_frozen_vote(office, world)
    assert held.voting is not None
    closes = held.voting.closes_at
    await lifecycle.note_phase_boundaries(closes - TICK, draw=draw)
    seen = await lifecycle.due(closes)
    later = [
        TypedPhase(p.kind, typed(p.opens_at + shift), typed(p.closes_at + DAY * (p.closes_at >= closes)), "1", "1")
        for p in held.phases
        for shift in [DAY * (p.opens_at >= closes)]
    ]
    held = await stored(held.slug)
    await editing.write_schedule(
        office, held.slug, later, city_wide=False, neighbourhoods=[], version=held.version, at=closes - TICK
    )

    async def seen_before(_: datetime) -> tuple[lifecycle.Boundary, ...]:
        return seen

    with monkeypatch.context() as stale:
        stale.setattr(lifecycle, "due", seen_before)
        assert await lifecycle.note_phase_boundaries(closes, draw=draw) == ()
    assert await state_of(held.slug) == "published"
    await lifecycle.note_phase_boundaries(closes + DAY, draw=draw)
    assert await state_of(held.slug) == "closed"


async def test_a_boundary_that_is_noted_does_not_move_any_more_for_a_form_sent_just_before(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    held = await published(office, world)
    first = held.phases[0]
    await lifecycle.note_phase_boundaries(first.closes_at, draw=draw)
    later = [
        TypedPhase(p.kind, typed(p.opens_at + DAY * (p is not first)), typed(p.closes_at + DAY), "1", "1")
        for p in held.phases
    ]
    held = await stored(held.slug)
    with pytest.raises(Conflict):
        await editing.write_schedule(
            office,
            held.slug,
            later,
            city_wide=False,
            neighbourhoods=[],
            version=held.version,
            at=first.closes_at - TICK,
        )


async def test_a_list_that_nobody_froze_freezes_itself_at_the_opening(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    voter = await a_person(world.navile)
    held = await published(office, world)
    for title, cost in (("Alberi", 100), ("Panchine", 200)):
        await a_proposal(held, voter, title, state="admissible", cost=cost)
    voting = held.voting
    assert voting is not None
    await lifecycle.note_phase_boundaries(voting.opens_at - TICK, draw=draw)
    assert (await stored(held.slug)).ballot_frozen_at is None
    await lifecycle.note_phase_boundaries(voting.opens_at, draw=draw)
    assert (await stored(held.slug)).ballot_frozen_at == voting.opens_at
    waiting = await lifecycle.rolls_to_freeze(voting.opens_at)
    assert waiting == (held.id,)
    assert (await roll.freeze(office, held.id, at=voting.opens_at)).size == 1
    assert await lifecycle.rolls_to_freeze(voting.opens_at) == ()


async def test_the_worker_freezes_the_rolls_and_one_that_another_froze_first_holds_up_no_other(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await a_city()
    await a_person(world.navile)
    first, second = [await a_vote(world, slug=slug, freeze=False) for slug in ("a", "b")]

    async def both(at: datetime) -> tuple[int, ...]:
        return first.id, second.id

    monkeypatch.setattr(lifecycle, "rolls_to_freeze", both)
    await roll.freeze(SYSTEM, first.id, at=NOON - TICK)
    await jobs.keep_phases(NOON)
    assert [(await stored(vote.slug)).roll_frozen_at for vote in (first, second)] == [NOON - TICK, NOON]


async def test_a_list_that_cannot_freeze_leaves_the_vote_closed_and_a_line_in_the_journal(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    held = await published(office, world)
    await a_proposal(held, None, state="admissible", cost=100)
    voting = held.voting
    assert voting is not None
    await lifecycle.note_phase_boundaries(voting.opens_at, draw=draw)
    assert (await stored(held.slug)).ballot_frozen_at is None
    assert "ballot.not_frozen" in await acts(held.slug)
    assert await lifecycle.rolls_to_freeze(voting.opens_at) == ()


async def test_the_frozen_list_holds_the_admissible_proposals_and_the_promise_of_a_lot(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    held = await published(office, world)
    one = await a_proposal(held, None, "Alberi", state="admissible", cost=100)
    two = await a_proposal(held, None, "Panchine", state="admissible", cost=200)
    await a_proposal(held, None, "Non esaminata")
    voting = held.voting
    assert voting is not None
    frozen = await lists.freeze(office, held.slug, SECRET, at=voting.opens_at - DAY)
    assert frozen.option_ids == (one, two)
    assert frozen.lot_commitment == hashlib.sha256(bytes.fromhex(SECRET)).hexdigest()
    with pytest.raises(Conflict):
        await lists.freeze(office, held.slug, SECRET, at=voting.opens_at - DAY)


async def test_a_list_is_not_frozen_while_people_propose_nor_with_one_option_nor_without_costs(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    held = await published(office, world)
    voting = held.voting
    assert voting is not None
    with pytest.raises(TooLate) as early:
        await lists.freeze(office, held.slug, SECRET, at=held.phases[1].closes_at - TICK)
    assert early.value.code == "ballot.proposals_still_open"
    await a_proposal(held, None, state="admissible", cost=100)
    with pytest.raises(Invalid) as few:
        await lists.freeze(office, held.slug, SECRET, at=voting.opens_at - DAY)
    assert few.value.code == "ballot.too_few_options"
    await a_proposal(held, None, state="admissible", cost=None)
    with pytest.raises(Invalid) as costless:
        await lists.freeze(office, held.slug, SECRET, at=voting.opens_at - DAY)
    assert costless.value.code == "ballot.cost_unknown"


async def test_only_authors_of_what_was_published_hear_that_the_vote_opens_closes_or_is_cancelled(
    database: None,
) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    held = await a_frozen_vote(office, world, author=await a_person(world.navile))
    told, untold = [], []
    for state in ("published", "inadmissible", "draft", "withdrawn"):
        author = await a_person(world.navile)
        await a_proposal(held, author, state=state)
        (untold if state in ("draft", "withdrawn") else told).append(author.id)
    assert held.voting is not None
    await lifecycle.note_phase_boundaries(held.voting.opens_at, draw=draw)
    now = await stored(held.slug)
    await lifecycle.cancel(office, held.slug, "Manca il bilancio.", now.version, at=held.voting.opens_at)
    for author_id in told:
        kinds = [row["kind"] for row in await Notice.select().where(Notice.account == author_id).order_by(Notice.id)]
        assert kinds == ["consultation.voting", "consultation.cancelled"]
    assert await Notice.count().where(Notice.account.is_in(untold)) == 0
    mails = [row["payload"] for row in await Job.select(Job.payload).where(Job.kind == "mail")]
    people = await Account.select(Account.id, Account.email).where(Account.id.is_in(told + untold))
    assert {row["id"] for row in people if any(row["email"] in mail for mail in mails)} == set(told)


async def test_a_cancelled_consultation_says_why_and_stays_cancelled(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    author = await a_person(world.navile)
    held = await published(office, world)
    await a_proposal(held, author)
    with pytest.raises(Invalid):
        await lifecycle.cancel(office, held.slug, "  ", held.version, at=NOON)
    await lifecycle.cancel(office, held.slug, "Manca il bilancio.", held.version, at=NOON)
    cancelled = await stored(held.slug)
    assert (cancelled.state, cancelled.cancel_reason) == ("cancelled", "Manca il bilancio.")
    assert await Notice.count().where(Notice.account == author.id) == 1
    with pytest.raises(Conflict):
        await lifecycle.cancel(office, held.slug, "Di nuovo", cancelled.version, at=NOON)
    assert await lifecycle.due(NOON + 100 * DAY) == ()


async def test_publishing_the_result_marks_the_proposals_and_tells_their_authors(database: None) -> None:
    from deliberation.consultations.tables import Consultation
    from deliberation.proposals.tables import Proposal

    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    author = await a_person(world.navile)
    held = await a_frozen_vote(office, world, author=author)
    with pytest.raises(Conflict):
        await lifecycle.publish_result(office, held.slug, [], "00", at=NOON)
    for state in ("closed", "tallied"):
        await Consultation.update({Consultation.state: state}).where(Consultation.slug == held.slug)
    listed = (
        await Proposal.select(Proposal.option_id)
        .where(Proposal.state == "on_ballot")
        .order_by(Proposal.ballot_position)
    )
    winner = listed[0]["option_id"]
    await lifecycle.publish_result(office, held.slug, [winner], "00", at=NOON + 60 * DAY)
    states = await Proposal.select(Proposal.option_id, Proposal.state).order_by(Proposal.ballot_position)
    assert [row["state"] for row in states] == ["selected", "not_selected", "not_selected"]
    told = await Notice.select(Notice.kind).where(Notice.account == author.id)
    assert sorted(row["kind"] for row in told) == ["proposal.not_selected"] * 2 + ["proposal.selected"]
    mails = await Job.count().where(Job.kind == "mail")
    assert mails == 3
