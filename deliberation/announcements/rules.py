# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When an event of a vote is told, and whether its time has come. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from deliberation.clock import from_rome, in_rome
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.states import NOT_ENDED, STOPPED, State
from deliberation.notices.choices import Event

MORNING, EVENING = time(8), time(21)  # nobody is written to at night; on no night of the year do clocks skip these
REMINDED_AT = time(9)
DAYS_BEFORE = 3
SOONEST_REMINDER = timedelta(days=1)  # after the opening: before that it would only say the same again
LATEST = timedelta(days=3)  # an event that was missed for longer, by a program that did not run, is let go


def daytime(instant: datetime) -> datetime:
    """The instant itself by day; else eight o'clock, in Rome, of the morning that comes."""
    local = in_rome(instant)
    if MORNING <= local.time() < EVENING:
        return instant
    day = local.date() + timedelta(days=1 if local.time() >= EVENING else 0)
    return from_rome(datetime.combine(day, MORNING))


def goes_at(event: Event, held: Consultation) -> datetime | None:
    """When the event is told if nothing changes; None when it is not, or when that is not known yet."""
    if held.imported_from or not held.has_vote or held.voting is None:
        return None
    opens, closes = held.voting.opens_at, held.voting.closes_at
    if event is Event.OPENING:
        begins = max(opens, held.roll_frozen_at or opens)
        return daytime(begins) if daytime(begins) < closes else begins
    if event is Event.REMINDER:
        last = in_rome(closes - timedelta(microseconds=1)).date()
        reminded = from_rome(datetime.combine(last - timedelta(days=DAYS_BEFORE), REMINDED_AT))
        return reminded if reminded >= opens + SOONEST_REMINDER else None
    return daytime(held.result_published_at) if held.result_published_at else None


def is_due(event: Event, held: Consultation, at: datetime) -> bool:
    """Its time has come and has not been missed; people can do now what it says."""
    goes = goes_at(event, held)
    if goes is None or not goes <= at < goes + LATEST:
        return False
    if event is Event.RESULT:
        return held.state == State.RESULTS
    return is_open(held, at)


def is_over(event: Event, held: Consultation, at: datetime) -> bool:
    """Its time has gone by: what has not begun will not begin any more."""
    if held.state in STOPPED or (event is not Event.RESULT and held.state not in NOT_ENDED):
        return True
    goes = goes_at(event, held)
    ends = held.voting.closes_at if held.voting and event is not Event.RESULT else None
    return goes is not None and (at >= goes + LATEST or (ends is not None and at >= ends))


def is_open(held: Consultation, at: datetime) -> bool:
    """People can vote: list and roll are fixed."""
    frozen = held.ballot_frozen_at is not None and held.roll_frozen_at is not None
    phase = held.voting
    return frozen and held.state == State.PUBLISHED and phase is not None and phase.opens_at <= at < phase.closes_at
