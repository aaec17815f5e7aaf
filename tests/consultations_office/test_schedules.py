# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates typed on Rome's clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.clock import in_rome
from deliberation.consultations.schedules import Span, TypedPhase, extended, instant, spans
from deliberation.errors import Invalid

T = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "fold", "expected"),
    [
        ("2026-11-30T23:59", "", datetime(2026, 11, 30, 22, 59, tzinfo=UTC)),
        ("2026-07-01 12:00", "", datetime(2026, 7, 1, 10, 0, tzinfo=UTC)),
        ("2026-02-30T12:00", "", "date.no_such_day"),
        ("2026-11-31T12:00", "", "date.no_such_day"),
        ("2026-11-30T24:00", "", "date.no_such_day"),
        ("2026-03-29T02:30", "", "date.skipped_hour"),
        ("2026-10-25T02:30", "", "date.repeated_hour"),
        ("2026-10-25T02:30", "0", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30", "1", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("30/11/2026 12:00", "", "date.unreadable"),
        ("", "", "date.missing"),
        ("9999-01-01T00:00", "", "date.far"),
    ],
)
def test_a_typed_time_is_an_instant_or_says_what_is_wrong(text: str, fold: str, expected: object) -> None:
    assert instant(text, fold) == expected


@given(st.datetimes(datetime(2001, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))
def test_every_instant_survives_being_shown_and_typed_again(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    local = in_rome(moment)
    assert instant(local.strftime("%Y-%m-%dT%H:%M:%S"), str(local.fold)) == moment


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader_of_dates(text: str) -> None:
    assert isinstance(instant(text), (datetime, str))


def refused(*phases: TypedPhase, at: datetime | None = None) -> dict[str, str]:
    with pytest.raises(Invalid) as found:
        spans(phases, not_before=at)
    return found.value.fields


def test_phases_that_overlap_or_end_before_they_open_are_refused_at_their_fields() -> None:
    first = TypedPhase("proposing", "2026-11-01T12:00", "2026-11-10T12:00")
    assert refused(first, TypedPhase("reviewing", "2026-11-10T11:59", "2026-11-20T12:00")) == {
        "reviewing-opens": "phase.overlaps"
    }
    assert refused(TypedPhase("proposing", "2026-11-10T12:00", "2026-11-10T12:00")) == {
        "proposing-closes": "phase.ends_before_it_opens"
    }


def test_a_phase_in_the_past_is_refused() -> None:
    past = TypedPhase("proposing", "2026-01-01T12:00", "2026-01-02T12:00")
    assert refused(past, at=T) == {"proposing-closes": "phase.past"}


def test_every_wrong_date_is_told_at_once() -> None:
    wrong = refused(
        TypedPhase("proposing", "2026-02-30T12:00", "2026-03-29T02:30"),
        TypedPhase("voting", "2026-10-25T02:30", ""),
    )
    assert wrong == {
        "proposing-opens": "date.no_such_day",
        "proposing-closes": "date.skipped_hour",
        "voting-opens": "date.repeated_hour",
        "voting-closes": "date.missing",
    }


def test_published_dates_only_move_later() -> None:
    held = {"proposing": (T, T + 10 * DAY), "voting": (T + 10 * DAY, T + 20 * DAY)}
    now = T + DAY
    longer = [Span("proposing", T, T + 12 * DAY), Span("voting", T + 12 * DAY, T + 22 * DAY)]
    assert extended(held, longer, at=now) == {}
    shorter = [Span("proposing", T, T + 9 * DAY), Span("voting", T + 10 * DAY, T + 19 * DAY)]
    assert extended(held, shorter, at=now) == {
        "proposing-closes": "phase.only_later",
        "voting-closes": "phase.only_later",
    }
    moved = [Span("proposing", T + DAY, T + 10 * DAY), Span("voting", T + 10 * DAY, T + 20 * DAY)]
    assert extended(held, moved, at=now) == {"proposing-opens": "phase.already_open"}
    late = [Span("proposing", T, T + 30 * DAY), Span("voting", T + 30 * DAY, T + 40 * DAY)]
    assert extended(held, late, at=T + 10 * DAY) == {
        "proposing-closes": "phase.already_closed",
        "voting-opens": "phase.already_open",
    }
