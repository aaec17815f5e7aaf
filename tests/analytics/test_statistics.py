# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The statistics, against numbers worked out elsewhere and against scipy."""

from datetime import date
from itertools import pairwise
from math import isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.consensus import average_ranks, controversy, kendall_w, served, tau_b
from analytics.participation import Voted, differ, turnout, wilson
from analytics.trends import along, steps


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(3, 10, 0.10779, 0.60322), (50, 100, 0.40383, 0.59617), (0, 10, 0.0, 0.27753)]
)
def test_wilson_intervals_are_the_published_ones(part: int, whole: int, low: float, high: float) -> None:
    share = wilson(part, whole)
    assert isclose(share.low, low, abs_tol=1e-5)
    assert isclose(share.high, high, abs_tol=1e-5)


@given(st.integers(1, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_a_wilson_interval_holds_its_share_and_stays_in_bounds(pair: tuple[int, int]) -> None:
    share = wilson(*pair)
    assert 0 <= share.low <= share.value <= share.high <= 1


def test_wilson_agrees_with_scipy() -> None:
    from scipy.stats import binomtest

    for part, whole in ((1, 7), (20, 60), (999, 1000), (5, 5)):
        expected = binomtest(part, whole).proportion_ci(method="wilson")
        found = wilson(part, whole)
        assert isclose(found.low, expected.low, abs_tol=1e-9)
        assert isclose(found.high, expected.high, abs_tol=1e-9)


def test_there_is_no_turnout_without_a_roll() -> None:
    assert turnout([Voted(40, None)]).share is None
    assert turnout([Voted(40, 100), Voted(10, None)]).share is None
    with pytest.raises(ValueError, match="no vote"):
        turnout([])


def test_turnout_is_of_the_roll_and_the_rate_is_of_the_residents() -> None:
    found = turnout([Voted(40, 100, 2000)])
    assert found.share is not None
    assert (found.share.value, found.per_thousand) == (0.4, 20.0)


def test_a_place_asked_twice_is_no_livelier_than_a_place_asked_once() -> None:
    once, twice = turnout([Voted(40, 100, 2000)]), turnout([Voted(40, 100, 2000), Voted(40, 100, 2000)])
    assert once.share is not None
    assert twice.share is not None
    assert (twice.ballots, twice.share.value, twice.per_thousand) == (80, once.share.value, once.per_thousand)


def test_a_register_older_and_smaller_than_its_vote_gives_no_rate() -> None:
    assert turnout([Voted(101, None, 100)]).per_thousand is None


def test_two_shares_differ_only_if_their_intervals_are_apart() -> None:
    assert differ(wilson(10, 100), wilson(60, 100))
    assert not differ(wilson(3, 10), wilson(5, 10))


def test_four_judges_of_four_options_agree_at_0_725() -> None:
    ranks = [[1, 2, 3, 4], [2, 1, 3, 4], [1, 3, 2, 4], [1, 2, 4, 3]]
    assert isclose(kendall_w(ranks), 0.725)


@given(st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4), min_size=3, max_size=6))
def test_kendall_w_is_friedmans_statistic_rescaled(scores: list[list[int]]) -> None:
    from scipy.stats import friedmanchisquare

    ranks = [average_ranks([float(x) for x in row]) for row in scores]
    if all(len(set(row)) == 1 for row in ranks):
        return
    expected = friedmanchisquare(*zip(*ranks, strict=True)).statistic / (len(ranks) * 3)
    assert isclose(kendall_w(ranks), expected, abs_tol=1e-9)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=9))
def test_tau_b_agrees_with_scipy(pairs: list[tuple[int, int]]) -> None:
    from scipy.stats import kendalltau

    one, other = [float(a) for a, _ in pairs], [float(b) for _, b in pairs]
    found = tau_b(one, other)
    if found is None:
        assert len(set(one)) == 1 or len(set(other)) == 1
    else:
        assert isclose(found, kendalltau(one, other).statistic, abs_tol=1e-9)


def test_tau_of_one_swap_in_four_is_two_thirds() -> None:
    assert isclose(tau_b([1, 2, 3, 4], [1, 3, 2, 4]) or 0, 2 / 3)


def test_equal_values_share_their_ranks() -> None:
    assert average_ranks([5, 9, 9, 1]) == [3.0, 1.5, 1.5, 4.0]


def test_controversy_is_whole_at_halves_and_none_on_one_side() -> None:
    assert controversy(7, 7) == 1
    assert controversy(9, 0) == 0
    assert controversy(0, 0, 5) == 0
    assert isclose(controversy(5, 5, 10), 0.5)


def test_who_is_served_is_counted_by_voters_and_blank_ballots_do_not_count() -> None:
    assert served([(("a", "b"), 3), (("c",), 2), ((), 4)], ["a"]) == (3, 5)


@settings(deadline=None)
@given(st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(1, 50)), min_size=1, max_size=30))
def test_no_act_is_lost_along_time(acts: list[tuple[date, int]]) -> None:
    axis = steps(day for day, _ in acts)
    assert sum(map(sum, along(axis, acts))) == sum(count for _, count in acts)
    assert all((later.first - earlier.last).days == 1 for earlier, later in pairwise(axis))
