# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Time: instants are aware and in UTC, the comune lives in Europe/Rome. Only doors call `now`."""

from __future__ import annotations

from datetime import UTC, datetime
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
