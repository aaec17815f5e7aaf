# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts over time, in weeks or months of Rome. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

WEEKS_AT_MOST = 26
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of the time axis: its first and last day."""

    first: date
    last: date


def steps(days: Iterable[date]) -> tuple[Step, ...]:
    """The axis that holds these days without a gap: weeks (Monday to Sunday) up to half a year, else months."""
    known = sorted(days)
    if not known:
        return ()
    first, last = known[0], known[-1]
    if (last - first).days <= 7 * WEEKS_AT_MOST:
        monday = week_of(first)
        count = (last - monday).days // 7 + 1
        return tuple(Step(monday + timedelta(weeks=n), monday + timedelta(weeks=n, days=6)) for n in range(count))
    found, month = [], first.replace(day=1)
    while month <= last:
        following = (month + timedelta(days=32)).replace(day=1)
        found.append(Step(month, following - timedelta(days=1)))
        month = following
    return tuple(found)


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def along(axis: Sequence[Step], counts: Iterable[tuple[date, Item]]) -> list[list[Item]]:
    """The counts in the steps of the axis, not yet added up; days outside are left out."""
    found: list[list[Item]] = [[] for _ in axis]
    starts = {step.first: at for at, step in enumerate(axis)}
    weekly = len(axis) > 0 and (axis[0].last - axis[0].first).days == 6
    for day, count in counts:
        start = week_of(day) if weekly else day.replace(day=1)
        if start in starts:
            found[starts[start]].append(count)
    return found


def busiest(counts: Sequence[int]) -> int:
    """The place of the largest count, the earliest of equals."""
    return max(range(len(counts)), key=lambda at: (counts[at], -at))
