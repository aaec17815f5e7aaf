# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may vote, who may publish: pure predicates that draw the buttons and guard the use cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor, Role
from deliberation.ballots.questions import Question
from deliberation.consultations.states import State
from deliberation.errors import CivicError, Conflict, NotAllowed, TooLate


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
