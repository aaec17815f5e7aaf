# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Time: instants are aware and in UTC, the comune lives in Europe/Rome; ages. Only doors call `now`."""

from __future__ import annotations

from calendar import isleap
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")


class NoSuchTime(ValueError):
    """The clocks skip this local time (last Sunday of March)."""


class TwoSuchTimes(ValueError):
    """This local time happens twice (last Sunday of October)."""


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def from_rome(local: datetime, fold: int | None = None) -> datetime:
    """The UTC instant of a wall-clock time in Rome.

    Raises NoSuchTime in the hour that the spring change skips, and TwoSuchTimes in the hour that the autumn change
    repeats unless `fold` says which: 0 the first (summer time), 1 the second.
    """
    naive = local.replace(tzinfo=None)
    first, second = (naive.replace(tzinfo=ROME, fold=n).astimezone(UTC) for n in (0, 1))
    if first.astimezone(ROME).replace(tzinfo=None) != naive:
        raise NoSuchTime(naive.isoformat())
    if first != second:
        if fold is None:
            raise TwoSuchTimes(naive.isoformat())
        return first if fold == 0 else second
    return first


def in_rome(instant: datetime) -> datetime:
    """The same instant on a clock in Rome."""
    return instant.astimezone(ROME)


def age_on(born: date, day: date) -> int:
    """Whole years; who is born on 29 February turns a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def born_by(day: date, age: int) -> date:
    """The latest birth date of who has turned that age on a day."""
    year = day.year - age
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) and not isleap(year) else day.replace(year=year)
