# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may vote, who may publish: pure predicates that draw the buttons and guard the use cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor, Role
from deliberation.ballots.questions import Question
from deliberation.consultations.pots.values import Pot, open_to
from deliberation.consultations.states import State
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed, TooLate


@dataclass(frozen=True, slots=True)
class Entry:
    """A person's line on the roll. `suspended_for` is a rights.Reason; '' while the right stands.

    `account_stands`: the account is verified and neither suspended nor deleted, at this moment.
    """

    id: int
    neighbourhood: int | None
    suspended_for: str
    account_stands: bool


def may_vote(actor: Actor, question: Question, entry: Entry | None, at: datetime) -> CivicError | None:
    """Why this person may not vote now, or None.

    Codes: vote.closed, vote.too_early, sign_in.needed, vote.suspended, vote.not_ready (no roll yet),
    vote.not_verified, vote.not_on_roll. The order is that of the way out: what nothing can change comes first.
    """
    if question.is_over(at):
        return TooLate("vote.closed", closed_at=question.closes_at)
    if not question.is_open(at):
        return TooLate("vote.too_early", opens_at=question.opens_at)
    if not actor.is_signed_in:
        return NotAllowed("sign_in.needed")
    if entry is not None:
        stands = entry.account_stands and not entry.suspended_for
        return None if stands else NotAllowed("vote.suspended", reason=entry.suspended_for)
    if question.roll_frozen_at is None:
        return Conflict("vote.not_ready")
    if not actor.is_verified:
        return NotAllowed("vote.not_verified", frozen_at=question.roll_frozen_at)
    return NotAllowed("vote.not_on_roll", frozen_at=question.roll_frozen_at)


def pots_of(question: Question, entry: Entry | None) -> tuple[Pot, ...]:
    """The pots in which a voter has a ballot: the city's; their own neighbourhood's, or one of all where voters choose.

    Pots without any project are none of them: there is nothing to vote on.
    """
    if entry is None:
        return ()
    filled = {choice.pot for choice in question.choices}
    found = open_to(question.pots, entry.neighbourhood, chosen=question.pots_are_chosen)
    return tuple(pot for pot in found if pot.id in filled)


def pot_asked(question: Question, entry: Entry | None, key: str) -> Pot:
    """The pot of that key, if this voter may vote in it; '' where there is only one.

    Raises Invalid vote.pot_unknown, vote.pot_missing (it must be said which), NotAllowed vote.not_your_pot or
    vote.no_pot (there is nothing to vote on for this voter).
    """
    mine = pots_of(question, entry)
    if not key and len(mine) == 1:
        return mine[0]
    if not mine:
        raise NotAllowed("vote.no_pot")
    if not key:
        raise Invalid("vote.pot_missing", fields={"per": "vote.pot_missing"})
    asked = next((pot for pot in question.pots if pot.key == key), None)
    if asked is None:
        raise Invalid("vote.pot_unknown", fields={"per": "vote.pot_unknown"})
    if asked not in mine:
        raise NotAllowed("vote.not_your_pot", pot=asked.name)
    return asked


def may_count(actor: Actor, question: Question) -> CivicError | None:
    """The office counts a closed vote. Codes: role.needed, tally.not_closed."""
    if not actor.has(Role.OFFICE):
        return NotAllowed("role.needed")
    if question.state not in (State.CLOSED, State.TALLIED, State.RESULTS):
        return TooLate("tally.not_closed")
    return None


def may_publish(actor: Actor, question: Question) -> CivicError | None:
    """The office publishes a counted result, once. Codes: role.needed, result.published_already, result.not_counted."""
    if not actor.has(Role.OFFICE):
        return NotAllowed("role.needed")
    if question.state == State.RESULTS:
        return Conflict("result.published_already")
    if question.state != State.TALLIED:
        return TooLate("result.not_counted")
    return None


def may_see_result(actor: Actor, question: Question) -> bool:
    """Everybody once it is published or annulled; the office as soon as it is counted."""
    is_public = question.state in (State.RESULTS, State.ANNULLED)
    return is_public or (question.state == State.TALLIED and actor.has(Role.OFFICE))
