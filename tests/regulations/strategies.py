# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Any conditions, and anything that may be known of a person."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from deliberation.regulations.eligibility import Citizenship, Facts, Sometime
from deliberation.regulations.profile import WRITTEN_RULES, Basis, Conditions, CountedOn, YearsFor

DAY = date(2026, 11, 29)
DATES = st.dates(date(1990, 1, 1), date(2026, 12, 31))
ARTICLES = st.dictionaries(st.sampled_from(WRITTEN_RULES), st.just("art. 4"))


@st.composite
def conditions(draw: st.DrawFn) -> Conditions:
    years_for = draw(st.sampled_from(YearsFor))
    chosen = draw(st.sets(st.sampled_from(Basis), min_size=1))
    return Conditions(
        min_age=draw(st.integers(14, 30)),
        counted_on=draw(st.sampled_from(CountedOn)),
        bases=tuple(basis for basis in Basis if basis in chosen),
        residence_days=draw(st.sampled_from((0, 1, 15, 90))),
        residence_years=draw(st.integers(1, 10)) if years_for else 0,
        years_for=years_for,
        articles=draw(ARTICLES),
    )


@st.composite
def whole_facts(draw: st.DrawFn) -> Facts:
    """Somebody of whom everything is known."""
    has = draw(st.frozensets(st.sampled_from(Basis)))
    return Facts(
        born=Sometime.on(draw(DATES)),
        has=has,
        lacks=frozenset(Basis) - has,
        citizenship=draw(st.sampled_from(Citizenship)),
        resident_since=Sometime.on(draw(DATES)),
        zone=draw(st.integers(1, 3)),
        is_checked=True,
    )


@st.composite
def forgotten(draw: st.DrawFn, whole: Facts) -> Facts:
    """Less of the same person."""
    return replace(
        whole,
        born=draw(wider(whole.born)),
        has=frozenset(basis for basis in whole.has if draw(st.booleans())),
        lacks=frozenset(basis for basis in whole.lacks if draw(st.booleans())),
        citizenship=draw(st.sampled_from((whole.citizenship, None))),
        resident_since=draw(wider(whole.resident_since)),
        zone=draw(st.sampled_from((whole.zone, None))),
        is_checked=draw(st.booleans()),
    )


@st.composite
def wider(draw: st.DrawFn, held: Sometime) -> Sometime:
    assert held.earliest
    assert held.latest
    days = st.integers(0, 3000).map(timedelta)
    return Sometime(
        draw(st.one_of(st.none(), days.map(lambda gap: held.earliest - gap))),  # type: ignore[operator]
        draw(st.one_of(st.none(), days.map(lambda gap: held.latest + gap))),  # type: ignore[operator]
    )
