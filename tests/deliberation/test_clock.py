# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Wall-clock times in Rome, on ordinary days and in the two nights when the clocks change; how old somebody is."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deliberation.clock import NoSuchTime, TwoSuchTimes, age_on, born_by, from_rome, in_rome


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


def test_a_birthday_counts_from_its_day() -> None:
    assert age_on(date(2010, 2, 28), date(2026, 2, 27)) == 15
    assert age_on(date(2010, 2, 28), date(2026, 2, 28)) == 16
    assert age_on(date(2008, 2, 29), date(2027, 2, 28)) == 18


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 40_000))
def test_years_grow_by_one_at_each_birthday_and_never_else(born: date, days: int) -> None:
    day = date.fromordinal(born.toordinal() + days)
    birthdays = sum(
        1
        for year in range(born.year + 1, day.year + 1)
        if (year, born.month, born.day) <= (day.year, day.month, day.day)
    )
    assert age_on(born, day) == birthdays


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 110), st.integers(-3, 3))
@example(date(2028, 2, 29), 18, 0)
@example(date(2028, 2, 29), 18, 1)
@example(date(2028, 2, 29), 20, 0)
@example(date(2028, 2, 29), 20, 1)
@example(date(2027, 2, 28), 16, 1)
def test_who_is_born_by_the_day_has_the_age(day: date, age: int, off: int) -> None:
    latest = born_by(day, age)
    born = date.fromordinal(latest.toordinal() + off)
    assert (age_on(born, day) >= age) is (born <= latest)


@pytest.mark.parametrize(
    ("age", "latest"), [(18, date(2010, 2, 28)), (20, date(2008, 2, 29)), (128, date(1900, 2, 28))]
)
def test_on_29_february_the_latest_birthday_is_the_29th_or_in_a_year_without_one_the_28th(
    age: int, latest: date
) -> None:
    assert born_by(date(2028, 2, 29), age) == latest
