# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The states of an official answer and which follows which: a literal table. Pure.

That an answer is late is a flag, found by comparing `due_at` with the time, and never a state.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

from deliberation.clock import from_rome, in_rome
from deliberation.errors import CivicError, Conflict


class AnswerState(StrEnum):
    """`NONE` is not stored: nobody has taken the proposal in charge."""

    NONE = "none"
    TAKEN = "taken"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    NOT_COMPETENT = "not_competent"


GIVEN = (AnswerState.ACCEPTED, AnswerState.PARTLY, AnswerState.REJECTED, AnswerState.NOT_COMPETENT)
# From which state to which. TAKEN → TAKEN: another office goes on with it, by the same day. NOT_COMPETENT → TAKEN:
# the office whose matter it is takes it in charge, with a day of its own.
TRANSITIONS: dict[AnswerState, frozenset[AnswerState]] = {
    AnswerState.NONE: frozenset({AnswerState.TAKEN}),
    AnswerState.TAKEN: frozenset({AnswerState.TAKEN, *GIVEN}),
    AnswerState.ACCEPTED: frozenset(),
    AnswerState.PARTLY: frozenset(),
    AnswerState.REJECTED: frozenset(),
    AnswerState.NOT_COMPETENT: frozenset({AnswerState.TAKEN}),
}
# What says what happens now must be written where something does.
NEEDS_NEXT_STEPS = (AnswerState.ACCEPTED, AnswerState.PARTLY)


def may_move(state: AnswerState, to: AnswerState) -> CivicError | None:
    """The table speaks."""
    if to in TRANSITIONS[state]:
        return None
    return Conflict("answer.not_taken" if state is AnswerState.NONE else "answer.is_given")


def due_at(taken: datetime, days: int) -> datetime:
    """The last second of the last day, by the clock in Rome; the day on which it was taken in charge is day 0."""
    last = in_rome(taken).date() + timedelta(days=days)
    return from_rome(datetime.combine(last, time(23, 59, 59)))


def is_late(state: AnswerState, due: datetime, at: datetime) -> bool:
    """Whether an answer that is not given should have been."""
    return state is AnswerState.TAKEN and at > due
