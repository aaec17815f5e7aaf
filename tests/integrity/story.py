# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A vote lived through the use cases only, so that the journal knows of everything in the tables."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from analytics.tallies import count_consultation
from deliberation.actor import COMMAND_LINE, Actor, Role
from deliberation.ballots import casting, lifecycle, rights, roll, tallies
from deliberation.ballots.tables import RollEntry
from deliberation.people import roles
from deliberation.people.enrolments import Enrolment, enrol
from deliberation.people.verifications import WithdrawalReason
from deliberation.proposals.tables import Proposal
from tests.consultations_office.stories import DAY, SECRET, a_frozen_vote
from tests.world import NOON, World, a_city

MORNING = NOON - 3 * DAY


@dataclass(frozen=True, slots=True)
class Story:
    """A counted and published vote, or one that is still open; everybody on the roll."""

    world: World
    slug: str
    voters: tuple[Actor, ...]
    options: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime


async def an_open_vote() -> Story:
    """Six people on the roll, five have voted, one of them twice; the ballot of the fifth is set aside."""
    world = await a_city()
    people = [
        Enrolment(f"p{n}@example.org", date(1980, 1, 1 + n), world.navile, "Navile", is_verified=n < 6)
        for n in range(7)
    ]
    people_there = await enrol(COMMAND_LINE, people, at=MORNING)
    await roles.appoint(COMMAND_LINE, "p0@example.org", Role.OFFICE, (), at=MORNING)
    await roles.appoint(COMMAND_LINE, "p1@example.org", Role.MODERATOR, [(world.navile, "navile")], at=MORNING)
    held = await a_frozen_vote(COMMAND_LINE, world)
    assert held.voting is not None
    opens = held.voting.opens_at
    await roll.freeze(COMMAND_LINE, held.id, at=opens - timedelta(seconds=1))
    options = [
        row["option_id"]
        for row in await Proposal.select(Proposal.option_id)
        .where(Proposal.state == "on_ballot")
        .order_by(Proposal.ballot_position)
    ]
    await lifecycle.note_phase_boundaries(opens, draw=lambda: SECRET)
    for n, person in enumerate(people_there[:5]):
        await casting.cast(person, held.slug, [options[n % 3]], at=opens + timedelta(hours=n))
    await casting.cast(people_there[0], held.slug, options[:2], at=opens + DAY)
    await rights.withdraw(COMMAND_LINE, people_there[4].public_id, WithdrawalReason.MISTAKE, at=opens + DAY)
    assert await RollEntry.count() == 6
    return Story(world, held.slug, tuple(people_there[:6]), tuple(options), opens, held.voting.closes_at)


async def a_published_result() -> Story:
    """The same vote, closed, counted, its result published."""
    story = await an_open_vote()
    await lifecycle.note_phase_boundaries(story.closes_at, draw=lambda: SECRET)
    await lifecycle.write_lot_value(COMMAND_LINE, story.slug, "Bari 1 2 3", at=story.closes_at + DAY)
    await count_consultation(story.slug, at=story.closes_at + DAY, actor=COMMAND_LINE)
    await tallies.publish(COMMAND_LINE, story.slug, at=story.closes_at + DAY)
    return story
