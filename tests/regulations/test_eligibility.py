# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Yes, no with its rule, or not known: the answer is sound whatever is known, and exact where everything is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.clock import age_on
from deliberation.regulations.eligibility import (
    Citizenship,
    Days,
    Fact,
    Facts,
    No,
    Sometime,
    Unknown,
    Yes,
    answer,
    limits,
)
from deliberation.regulations.profile import Basis, Conditions, CountedOn, Rule, YearsFor
from tests.regulations.strategies import DAY, conditions, forgotten, whole_facts

ZONES = st.one_of(st.none(), st.frozensets(st.integers(1, 3), min_size=1))
BRESCIA = Conditions(
    counted_on=CountedOn.VOTE,
    bases=(Basis.RESIDENT,),
    residence_days=15,
    residence_years=5,
    years_for=YearsFor.NON_EU,
    articles={Rule.RESIDENCE_YEARS: "art. 3, c. 2"},
)
OTHERS = frozenset(Basis) - {Basis.RESIDENT}


def asked(held: Conditions, facts: Facts, zones: frozenset[int] | None = None, day: date = DAY) -> Yes | No | Unknown:
    return answer(held, facts, limits(held, Days.all_on(day)), zones)


def resident(
    since: Sometime, citizenship: Citizenship | None = Citizenship.ITALIAN, born: date = date(1990, 1, 1)
) -> Facts:
    return Facts(Sometime.on(born), {Basis.RESIDENT}, OTHERS, citizenship, since, 1, is_checked=True)


def by_hand(held: Conditions, facts: Facts, zones: frozenset[int] | None) -> bool:
    """A person of whom everything is known, told in years and days instead of latest dates."""
    assert facts.born.latest
    assert facts.resident_since.latest
    old_enough = age_on(facts.born.latest, DAY) >= held.min_age
    there = zones is None or facts.zone in zones
    looked_at = DAY - timedelta(days=held.residence_days)
    lives_here = Basis.RESIDENT in facts.has and Basis.RESIDENT in held.bases
    if held.residence_days:
        lives_here = lives_here and facts.resident_since.latest <= looked_at
    strangers = {
        YearsFor.NOBODY: set[Citizenship](),
        YearsFor.NON_EU: {Citizenship.OTHER},
        YearsFor.FOREIGNERS: {Citizenship.EU, Citizenship.OTHER},
        YearsFor.EVERYBODY: set(Citizenship),
    }[held.years_for]
    if facts.citizenship in strangers:
        lives_here = lives_here and age_on(facts.resident_since.latest, looked_at) >= held.residence_years
    tied = any(basis in held.bases for basis in facts.has if basis is not Basis.RESIDENT)
    return old_enough and there and (lives_here or tied)


@given(conditions(), whole_facts(), ZONES)
def test_of_whom_everything_is_known_the_answer_is_yes_or_no_and_right(
    held: Conditions, facts: Facts, zones: frozenset[int] | None
) -> None:
    found = asked(held, facts, zones)
    assert isinstance(found, Yes if by_hand(held, facts, zones) else No)


@given(st.data(), conditions(), whole_facts(), ZONES)
def test_what_is_answered_with_little_known_stays_true_when_all_is_known(
    data: st.DataObject, held: Conditions, whole: Facts, zones: frozenset[int] | None
) -> None:
    part = data.draw(forgotten(whole))
    found = asked(held, part, zones)
    if not isinstance(found, Unknown):
        assert isinstance(found, Yes) is by_hand(held, whole, zones)


@given(conditions(), ZONES)
def test_of_whom_nothing_is_known_nothing_is_said(held: Conditions, zones: frozenset[int] | None) -> None:
    assert isinstance(asked(held, Facts(), zones), Unknown)


@given(conditions(), whole_facts())
def test_a_no_names_a_rule_that_is_asked_and_its_article(held: Conditions, facts: Facts) -> None:
    found = asked(held, facts)
    if isinstance(found, No):
        assert found.article == held.articles.get(found.rule, "")
        assert found.rule is not Rule.ZONE
        assert found.rule is not Rule.RESIDENCE_YEARS or held.residence_years
        assert found.rule is not Rule.RESIDENCE_DAYS or held.residence_days


@given(conditions(), whole_facts(), st.integers(0, 4000))
def test_who_may_on_a_day_may_on_a_later_one(held: Conditions, facts: Facts, later: int) -> None:
    if isinstance(asked(held, facts), Yes):
        assert isinstance(asked(held, facts, day=DAY + timedelta(days=later)), Yes)


def test_a_year_of_birth_leaves_open_the_year_in_which_somebody_comes_of_age() -> None:
    def born_in(year: int) -> Yes | No | Unknown:
        facts = Facts(Sometime(date(year, 1, 1), date(year, 12, 31)), {Basis.RESIDENT}, OTHERS, is_checked=True)
        return asked(Conditions(articles={Rule.AGE: "art. 2"}), facts)

    assert born_in(2009) == Yes()
    assert born_in(2010) == Unknown(Fact.BIRTH_DATE, Rule.AGE, "art. 2")
    assert born_in(2011) == No(Rule.AGE, "art. 2")


@pytest.mark.parametrize(
    ("citizenship", "since", "expected"),
    [
        (Citizenship.ITALIAN, Sometime.on(date(2026, 11, 14)), Yes()),
        (Citizenship.ITALIAN, Sometime.on(date(2026, 11, 15)), No(Rule.RESIDENCE_DAYS)),
        (Citizenship.EU, Sometime(latest=date(2026, 11, 1)), Yes()),
        (Citizenship.EU, Sometime(latest=date(2026, 11, 20)), Unknown(Fact.RESIDENT_SINCE, Rule.RESIDENCE_DAYS)),
        (Citizenship.OTHER, Sometime.on(date(2021, 11, 14)), Yes()),
        (Citizenship.OTHER, Sometime.on(date(2021, 11, 15)), No(Rule.RESIDENCE_YEARS, "art. 3, c. 2")),
        (
            Citizenship.OTHER,
            Sometime(date(2022, 1, 1), date(2026, 11, 20)),  # the days are not known, the years are too few
            No(Rule.RESIDENCE_YEARS, "art. 3, c. 2"),
        ),
        (
            Citizenship.OTHER,
            Sometime(latest=date(2026, 1, 1)),
            Unknown(Fact.RESIDENT_SINCE, Rule.RESIDENCE_YEARS, "art. 3, c. 2"),
        ),
        (None, Sometime(latest=date(2020, 1, 1)), Yes()),
        (None, Sometime(latest=date(2026, 1, 1)), Unknown(Fact.CITIZENSHIP, Rule.RESIDENCE_YEARS, "art. 3, c. 2")),
    ],
)
def test_five_years_are_asked_of_citizens_of_other_countries_alone(
    citizenship: Citizenship | None, since: Sometime, expected: Yes | No | Unknown
) -> None:
    assert asked(BRESCIA, resident(since, citizenship)) == expected


def test_citizenship_is_never_asked_where_no_rule_needs_it() -> None:
    of_everybody = replace(BRESCIA, years_for=YearsFor.EVERYBODY)
    found = asked(of_everybody, resident(Sometime(latest=date(2026, 1, 1)), None))
    assert found == Unknown(Fact.RESIDENT_SINCE, Rule.RESIDENCE_YEARS, "art. 3, c. 2")
    assert asked(Conditions(bases=(Basis.RESIDENT,)), resident(Sometime(), None)) == Yes()


def test_who_has_not_been_seen_is_told_no_before_being_sent_to_the_desk() -> None:
    facts = Facts(Sometime.on(date(2015, 1, 1)), {Basis.RESIDENT}, OTHERS)
    assert asked(Conditions(), facts) == No(Rule.AGE)
    facts = Facts(Sometime.on(date(1980, 1, 1)), {Basis.RESIDENT}, OTHERS)
    assert asked(Conditions(), facts) == Unknown(Fact.IDENTITY)


def test_an_age_of_its_own_is_said_by_no_article() -> None:
    held = Conditions(articles={Rule.AGE: "art. 2", Rule.BASIS: "art. 1"})
    assert held.from_age(16) is held
    assert held.from_age(18) == Conditions(min_age=18, articles={Rule.BASIS: "art. 1"})


def test_each_rule_looks_at_its_day() -> None:
    days = Days(roll=date(2026, 3, 1), vote=date(2026, 3, 10), notice=date(2026, 1, 1))
    born_by = [limits(Conditions(counted_on=which), days).born_by for which in CountedOn]
    assert born_by == [date(2010, 3, 1), date(2010, 3, 10), date(2010, 1, 1)]
