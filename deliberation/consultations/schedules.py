# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates typed by the office, on Rome's clock, become the instants of phases. Pure: text in, instants or codes out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from deliberation.clock import NoSuchTime, TwoSuchTimes, from_rome
from deliberation.errors import Invalid

_SHAPE = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?")


@dataclass(frozen=True, slots=True)
class TypedPhase:
    """What was typed for one phase. A fold is "0" (first, summer time), "1" (second) or "" (not said)."""

    kind: str
    opens: str
    closes: str
    opens_fold: str = ""
    closes_fold: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A phase with its instants, [opens_at, closes_at), UTC."""

    kind: str
    opens_at: datetime
    closes_at: datetime


def instant(text: str, fold: str = "") -> datetime | str:
    """The UTC instant of a typed Roman time, or the code of what is wrong with it."""
    if not text.strip():
        return "date.missing"
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        return "date.unreadable"
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        local = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return "date.no_such_day"
    if not 2000 <= year <= 2100:
        return "date.far"
    try:
        return from_rome(local, int(fold) if fold in ("0", "1") else None)
    except NoSuchTime:
        return "date.skipped_hour"
    except TwoSuchTimes:
        return "date.repeated_hour"


def spans(typed: Sequence[TypedPhase], *, not_before: datetime | None) -> tuple[Span, ...]:
    """The phases typed, in order, none overlapping, none that ends before `not_before` (None: any time).

    Raises Invalid("phases.wrong") with a code for each field: "<kind>-opens" or "<kind>-closes".
    """
    wrong: dict[str, str] = {}
    found: list[Span] = []
    before: datetime | None = None
    for phase in typed:
        opens, closes = instant(phase.opens, phase.opens_fold), instant(phase.closes, phase.closes_fold)
        for end, value in (("opens", opens), ("closes", closes)):
            if isinstance(value, str):
                wrong[f"{phase.kind}-{end}"] = value
        if isinstance(opens, datetime) and before is not None and opens < before:
            wrong[f"{phase.kind}-opens"] = "phase.overlaps"
        if isinstance(opens, datetime) and isinstance(closes, datetime) and closes <= opens:
            wrong[f"{phase.kind}-closes"] = "phase.ends_before_it_opens"
        elif isinstance(closes, datetime) and not_before is not None and closes <= not_before:
            wrong[f"{phase.kind}-closes"] = "phase.past"
        if isinstance(closes, datetime):
            before = max(before, closes) if before else closes
        if isinstance(opens, datetime) and isinstance(closes, datetime):
            found.append(Span(phase.kind, opens, closes))
    if wrong:
        raise Invalid("phases.wrong", fields=wrong)
    return tuple(found)


def extended(held: Mapping[str, tuple[datetime, datetime]], wanted: Sequence[Span], *, at: datetime) -> dict[str, str]:
    """What is wrong with new dates of a published consultation: field → code; nothing when they may stand.

    A phase that has ended or begun keeps its opening; a closing that has passed stays, one to come may only move later.
    An opening to come may move (a longer phase pushes the next), never earlier.
    """
    wrong: dict[str, str] = {}
    for span in wanted:
        opens_at, closes_at = held[span.kind]
        if span.opens_at != opens_at and (opens_at <= at or span.opens_at < opens_at):
            wrong[f"{span.kind}-opens"] = "phase.already_open" if opens_at <= at else "phase.only_later"
        if span.closes_at != closes_at and (closes_at <= at or span.closes_at < closes_at):
            wrong[f"{span.kind}-closes"] = "phase.already_closed" if closes_at <= at else "phase.only_later"
    return wrong
