# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Wall-clock times in Rome, on ordinary days and in the two nights when the clocks change."""

from datetime import UTC, datetime

import pytest

from deliberation.clock import NoSuchTime, TwoSuchTimes, from_rome, in_rome


def test_a_summer_deadline_is_two_hours_earlier_in_utc() -> None:
    assert from_rome(datetime(2026, 7, 1, 23, 59)) == datetime(2026, 7, 1, 21, 59, tzinfo=UTC)


def test_a_winter_deadline_is_one_hour_earlier_in_utc() -> None:
    assert from_rome(datetime(2026, 11, 30, 23, 59)) == datetime(2026, 11, 30, 22, 59, tzinfo=UTC)


def test_half_past_two_does_not_exist_on_the_last_sunday_of_march() -> None:
    with pytest.raises(NoSuchTime):
        from_rome(datetime(2027, 3, 28, 2, 30))


def test_half_past_two_happens_twice_on_the_last_sunday_of_october() -> None:
    with pytest.raises(TwoSuchTimes):
        from_rome(datetime(2027, 10, 31, 2, 30))
    first = from_rome(datetime(2027, 10, 31, 2, 30), fold=0)
    second = from_rome(datetime(2027, 10, 31, 2, 30), fold=1)
    assert (second - first).total_seconds() == 3600
    assert in_rome(first).hour == in_rome(second).hour == 2
