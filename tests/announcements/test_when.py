# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When the events of a vote are told: by day, three days before the last one, and not after they were missed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deliberation.announcements.rules import DAYS_BEFORE, LATEST, daytime, goes_at, is_due, is_over
from deliberation.clock import in_rome
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.phases import PhaseKind, PhaseView
from deliberation.consultations.states import State
from deliberation.notices.choices import Event

OPENS = datetime.fromisoformat("2026-11-10T10:00:00+01:00")
CLOSES = datetime.fromisoformat("2026-11-30T00:00:00+01:00")
EMPTY: dict[str, Any] = dict.fromkeys(Consultation.__dataclass_fields__, "")


def vote(opens: datetime = OPENS, closes: datetime = CLOSES, **changes: Any) -> Consultation:
    values = {
        **EMPTY,
        "state": State.PUBLISHED,
        "ballot_kind": "approval",
        "phases": (PhaseView(PhaseKind.VOTING, 1, opens, closes),),
        "ballot_frozen_at": opens,
        "roll_frozen_at": opens,
        "result_published_at": None,
    }
    return Consultation(**{**values, **changes})


@pytest.mark.parametrize(
    ("instant", "told"),
    [
        ("2026-11-10T10:00:00+01:00", "2026-11-10T10:00:00+01:00"),
        ("2026-11-10T00:00:00+01:00", "2026-11-10T08:00:00+01:00"),
        ("2026-11-10T21:00:00+01:00", "2026-11-11T08:00:00+01:00"),
        ("2026-03-29T01:30:00+01:00", "2026-03-29T08:00:00+02:00"),  # the clocks skip an hour
        ("2026-10-24T23:30:00+02:00", "2026-10-25T08:00:00+01:00"),  # the clocks repeat an hour
    ],
)
def test_nobody_is_written_to_at_night(instant: str, told: str) -> None:
    assert daytime(datetime.fromisoformat(instant)) == datetime.fromisoformat(told)


@pytest.mark.parametrize(
    ("closes", "told"),
    [
        ("2026-11-30T00:00:00+01:00", "2026-11-26T09:00:00+01:00"),  # the last day is the 29th
        ("2026-11-30T23:59:00+01:00", "2026-11-27T09:00:00+01:00"),
        ("2026-11-30T12:00:00+01:00", "2026-11-27T09:00:00+01:00"),
        ("2026-10-27T18:00:00+01:00", "2026-10-24T09:00:00+02:00"),  # the clocks change in between
        ("2026-04-01T00:00:00+02:00", "2026-03-28T09:00:00+01:00"),
    ],
)
def test_the_reminder_goes_at_nine_in_the_morning_three_days_before_the_last(closes: str, told: str) -> None:
    end = datetime.fromisoformat(closes)
    found = goes_at(Event.REMINDER, vote(end - timedelta(days=30), end))
    assert found == datetime.fromisoformat(told)
    assert in_rome(end - timedelta(seconds=1)).date() - in_rome(found).date() == timedelta(days=DAYS_BEFORE)


def test_a_vote_of_four_days_has_no_reminder_since_it_would_say_the_opening_again() -> None:
    assert goes_at(Event.REMINDER, vote(CLOSES - timedelta(days=4), CLOSES)) is None
    assert goes_at(Event.REMINDER, vote(CLOSES - timedelta(days=6), CLOSES)) is not None


def test_a_vote_that_opens_late_in_the_evening_and_ends_before_morning_is_told_at_once() -> None:
    opens = datetime.fromisoformat("2026-11-10T22:00:00+01:00")
    assert goes_at(Event.OPENING, vote(opens, opens + timedelta(hours=3))) == opens


def test_the_opening_waits_for_a_roll_that_is_frozen_later() -> None:
    late = OPENS + timedelta(days=5)
    assert goes_at(Event.OPENING, vote(roll_frozen_at=late)) == late
    assert not is_due(Event.OPENING, vote(roll_frozen_at=None), OPENS)


def test_an_event_is_due_from_its_instant_on_until_it_has_been_missed_for_three_days() -> None:
    second = timedelta(seconds=1)
    assert not is_due(Event.OPENING, vote(), OPENS - second)
    assert is_due(Event.OPENING, vote(), OPENS)
    assert is_due(Event.OPENING, vote(), OPENS + LATEST - second)
    assert not is_due(Event.OPENING, vote(), OPENS + LATEST)


def test_nothing_is_told_of_a_vote_that_has_closed_or_was_cancelled_but_its_result() -> None:
    near = CLOSES - timedelta(hours=1)
    short = vote(CLOSES - timedelta(hours=30), CLOSES)
    assert is_due(Event.OPENING, short, near)
    assert not is_due(Event.OPENING, short, CLOSES)
    assert not is_due(Event.OPENING, replace(short, state=State.CANCELLED), near)
    noon = datetime(2026, 12, 3, 11, tzinfo=UTC)
    told = vote(state=State.RESULTS, result_published_at=noon)
    assert is_due(Event.RESULT, told, noon)
    assert not is_due(Event.RESULT, replace(told, state=State.TALLIED), noon)
    assert not is_due(Event.RESULT, told, noon + LATEST)


def test_of_an_imported_vote_and_of_one_without_a_vote_nothing_is_told() -> None:
    for held in (vote(imported_from="x.pb"), vote(ballot_kind="")):
        assert [goes_at(event, held) for event in Event] == [None, None, None]


def test_what_was_not_told_in_its_time_is_over_and_what_is_to_come_is_not() -> None:
    second = timedelta(seconds=1)
    assert not is_over(Event.OPENING, vote(), OPENS + LATEST - second)
    assert is_over(Event.OPENING, vote(), OPENS + LATEST)
    assert not is_over(Event.RESULT, vote(state=State.CLOSED), CLOSES)
    for event in (Event.OPENING, Event.REMINDER):
        assert is_over(event, vote(state=State.CLOSED), CLOSES - LATEST)
        assert is_over(event, vote(), CLOSES)
    assert all(is_over(event, vote(state=State.CANCELLED), OPENS) for event in Event)
