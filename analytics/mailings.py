# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the telling of a vote stands, for the office: numbers only, small ones hidden, none of a reminder's fate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from analytics.disclosure import HIDDEN, THRESHOLD, Count
from deliberation.announcements.queries import Standing, standings
from deliberation.announcements.rules import is_over
from deliberation.consultations.consultation import Consultation
from deliberation.notices.choices import Event


class Stage(StrEnum):
    """Where an event stands."""

    OFF = "off"
    NEVER = "never"  # there is no moment for it
    MISSED = "missed"  # its time is over and it has not gone
    COMING = "coming"
    GOING = "going"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Line:
    """One event. `handled` letters have left or were given up; of them `failed` and `bounced` are shown from five up.

    What has failed is part of `handled`, so that no difference of two shown numbers is a hidden one. Of a reminder only
    `total` is told, which does not depend on who has voted: not how far it is, and not what became of it.
    """

    event: Event
    stage: Stage
    goes_at: datetime | None
    total: int
    waiting: int | None
    handled: int | None
    failed: Count | None
    bounced: Count | None


async def lines(held: Consultation, *, at: datetime) -> tuple[Line, ...]:
    """The three events of a vote."""
    return tuple(line(found, is_over(found.event, held, at)) for found in await standings(held))


def line(found: Standing, over: bool) -> Line:
    """What is shown of one event; `over`: its time has gone by."""
    stage, total = _stage(found, over), found.total
    if found.event is Event.REMINDER:
        return Line(found.event, stage, found.goes_at, total, None, None, None, None)
    waiting = found.waiting + found.retried
    return Line(
        found.event,
        stage,
        found.goes_at,
        total,
        waiting,
        found.sent + found.failed,
        _shown(found.failed),
        _shown(found.bounced),
    )


def _stage(found: Standing, over: bool) -> Stage:
    if found.is_off:
        return Stage.OFF
    if found.begun_at is None and over:
        return Stage.MISSED
    if found.begun_at is None:
        return Stage.COMING if found.goes_at or found.event is Event.RESULT else Stage.NEVER
    retried = 0 if found.event is Event.REMINDER else found.retried
    return Stage.GONE if found.is_spread and not found.waiting + retried else Stage.GOING


def _shown(count: int) -> Count:
    return HIDDEN if 0 < count < THRESHOLD else count
