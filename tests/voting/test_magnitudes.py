# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Only exact numbers come in, of sizes that every sum can hold."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tests.laws.profiles import lot, profile_of
from voting import Ballot, BallotKind, CountError, Option, Profile, count
from voting.canonical import canonical_json
from voting.evidence.properties import audit

OPTIONS = [Option("a", cost=7), Option("b", cost=5)]
PICKS = [["a"], ["a", "b"], ["b"]]


@pytest.mark.parametrize("budget", [10.0, 0.1, float("nan"), True, np.float64(10), "10", 10**30, Fraction(1, 10**61)])
def test_a_budget_is_exact_and_of_this_world(budget: Any) -> None:
    with pytest.raises(CountError) as refused:
        count("greedy", profile_of("approval", OPTIONS, PICKS), budget=budget)
    assert refused.value.code == "bad_budget"
    assert "never a float" in refused.value.params["expected"]


@pytest.mark.parametrize("cost", [7.0, 0.5, False, 10**25, Fraction(1, 10**61)])
def test_a_cost_is_exact_and_of_this_world(cost: Any) -> None:
    with pytest.raises(CountError) as refused:
        profile_of("approval", [Option("a", cost=cost)], [["a"]])
    assert (refused.value.code, refused.value.params["option"]) == ("bad_cost", "a")


def test_seats_are_text_and_no_float() -> None:
    seats: Any = {"seats": 2.0}
    with pytest.raises(CountError, match="bad_parameter"):
        count("phragmen", profile_of("approval", OPTIONS, PICKS), seats)


@pytest.mark.parametrize("weight", [1.0, 2**53, 10**30, -1, True])
def test_a_weight_is_a_number_of_voters(weight: Any) -> None:
    ballot = Ballot(BallotKind.APPROVAL, (("a", 1),))
    with pytest.raises(CountError, match="bad_weight"):
        Profile.of("approval", OPTIONS, [(ballot, weight)])


@pytest.mark.parametrize(
    ("marks", "weights"),
    [
        ([["a"], ["b"]], [2**52, 2**52]),
        ([["a"], []], [2**52, 2**52]),
        ([["a", "b"]], [2**52]),
    ],
)
def test_votes_beyond_what_sums_can_hold_are_refused(marks: list[list[str]], weights: list[int]) -> None:
    with pytest.raises(CountError, match="bad_weight"):
        profile_of("approval", OPTIONS, marks, weights)


def test_weights_given_as_an_array_are_whole_numbers() -> None:
    ones: Any = np.array([1.0])
    with pytest.raises(CountError, match="bad_weight"):
        Profile.packed(BallotKind.APPROVAL, OPTIONS, np.array([1]), np.array([0]), None, ones)


@pytest.mark.parametrize("rule", ["approval", "greedy", "equal-shares", "phragmen", "knapsack"])
def test_the_heaviest_profile_is_counted_to_the_vote(rule: str) -> None:
    profile = profile_of("approval", OPTIONS, [["a"], ["b"]], [2**52, 2**52 - 1])
    params = {"increment": str(10**16)} if rule == "equal-shares" else {}
    outcome = count(rule, profile, params, ties=lot(), budget=10**24)
    assert outcome.totals == {"a": str(2**52), "b": str(2**52 - 1)}
    canonical_json(outcome.as_json())


def test_what_is_lacking_beyond_the_integers_of_json_is_written_as_text() -> None:
    options = [Option("a", cost=10**24), Option("b", cost=1)]
    outcome = count("greedy", profile_of("approval", options, PICKS), {"support": "1"}, lot(), budget=1)
    assert outcome.margins["a"] == {"missing_votes": str(3 * 10**24 - 2), "because": "below_threshold"}
    outcome.as_json()


def test_an_audit_takes_costs_in_fractions() -> None:
    primes = [10007, 10009, 10037, 10039, 10061, 10067, 10069]
    options = [Option(f"p{n}", cost=Fraction(n + 1, n)) for n in primes]
    profile = profile_of("approval", options, [[option.id for option in options], [options[0].id]])
    told = audit(profile, [options[0].id], Fraction(20, 3))
    assert {"p10009", "p10069"} <= {str(found["option"]) for found in told["ejr_plus_violations"]}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("grade", "parameters"), [(10**9, {}), (2, {"grades": "999999999999"})])
def test_more_grades_than_a_ballot_could_name_are_refused(grade: int, parameters: dict[str, str]) -> None:
    """A file may claim any number of them, and each would take a column of memory."""
    ballot = Ballot(BallotKind.GRADES, (("a", grade),))
    with pytest.raises(CountError, match="bad_profile"):
        count("majority-judgment", Profile.of(BallotKind.GRADES, [Option("a")], [(ballot, 1)]), parameters)


@pytest.mark.parametrize("seats", ["9007199254740992", "9" * 39, "1e999999999", "-1", "", "0x10", "٣"])
def test_a_number_of_seats_that_no_city_has_is_refused(seats: str) -> None:
    """One with an exponent is not even computed."""
    with pytest.raises(CountError, match="bad_parameter"):
        count("approval", profile_of("approval", OPTIONS, PICKS), {"seats": seats})


def test_a_cap_with_an_exponent_is_refused_unread() -> None:
    with pytest.raises(CountError, match="bad_parameter"):
        count("greedy", profile_of("approval", OPTIONS, PICKS), {"category_caps": "Sport=1e999999999"}, budget=10)
