# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Equal Shares: the float engine with its exact checks equals one fraction a voter."""

from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.laws import adversarial, naive
from tests.laws.conftest import LEAST
from tests.laws.profiles import Vote, approvals, lot
from voting import BallotKind, Option, Profile, ballots, count
from voting.engines.shares import completions

POLICY = ("lower_cost", "more_votes")
SAMPLE = 6


@given(
    vote=approvals(),
    completion=st.sampled_from(["none", "add1", "add1u", "utilitarian"]),
    stop=st.sampled_from(["overspend", "exhaustive"]),
    start=st.sampled_from(["exact", "floor"]),
    satisfaction=st.sampled_from(["cost", "cardinality"]),
    increment=st.integers(1, 3),
)
@settings(max_examples=400, deadline=None)
def test_the_engine_equals_the_obvious_version(
    vote: Vote, completion: str, stop: str, start: str, satisfaction: str, increment: int
) -> None:
    params = {
        "completion": completion,
        "stop": stop,
        "start": start,
        "satisfaction": satisfaction,
        "increment": str(increment),
    }
    outcome = count("equal-shares", vote.profile(), params, lot(*POLICY), budget=vote.budget)
    expected = naive.equal_shares(
        vote.marks,
        vote.costs,
        vote.budget,
        vote.lots,
        cardinality=satisfaction == "cardinality",
        completion=completion,
        exhaustive=stop == "exhaustive",
        floor=start == "floor",
        increment=increment,
    )
    assert set(outcome.winners) == set(expected)


@given(vote=approvals(most_voters=20))
@settings(max_examples=200, deadline=None)
def test_the_published_payments_add_up_to_the_costs(vote: Vote) -> None:
    outcome = count("equal-shares", vote.profile(), {"completion": "add1"}, lot(*POLICY), budget=vote.budget)
    budgets = [Fraction(str(outcome.evidence["endowment"]))] * len(vote.marks)
    for step in outcome.rounds:
        if step["act"] != "bought":
            continue
        price, option = Fraction(str(step["price"])), str(step["option"])
        paid = [min(b, price) if option in m else 0 for b, m in zip(budgets, vote.marks, strict=True)]
        assert sum(paid) == vote.costs[option]
        assert step["drained"] == sum(0 <= b < price and option in m for b, m in zip(budgets, vote.marks, strict=True))
        budgets = [b - p for b, p in zip(budgets, paid, strict=True)]
    assert Fraction(str(outcome.evidence["spent"])) <= vote.budget
    for step in outcome.rounds:
        if step["act"] == "dropped":
            assert Fraction(str(step["money"])) < vote.costs[str(step["option"])]


@given(vote=approvals(most_voters=20))
@settings(max_examples=200, deadline=None)
def test_groups_that_could_pay_get_their_share(vote: Vote) -> None:
    """EJR+ up to one option (Brill and Peters 2023), for cost satisfaction, at the plain endowment."""
    outcome = count("equal-shares", vote.profile(), {"completion": "none"}, lot(*POLICY), budget=vote.budget)
    won = set(outcome.winners)
    share = Fraction(vote.budget, len(vote.marks))
    able = []
    for option in set(vote.costs) - won:
        spent = sorted(sum(vote.costs[o] for o in m if o in won) for m in vote.marks if option in m)
        able += [(vote.costs[option], size, most) for size, most in enumerate(spent, 1)]
    able = [(cost, size, most) for cost, size, most in able if size * share >= cost]
    assume(able)
    assert all(most + cost > size * share for cost, size, most in able)


@given(vote=approvals(most_voters=7), scale=st.integers(20, 60), stop=st.sampled_from(["overspend", "exhaustive"]))
@settings(max_examples=80, deadline=None)
def test_leaping_over_equal_runs_changes_nothing(vote: Vote, scale: int, stop: str) -> None:
    costs = {name: cost * scale for name, cost in vote.costs.items()}
    large = Vote(vote.kind, vote.marks, costs, vote.budget * scale)
    params = {"completion": "add1", "stop": stop}
    outcome = count("equal-shares", large.profile(), params, lot(*POLICY), budget=large.budget)
    expected = naive.equal_shares(large.marks, costs, large.budget, large.lots, exhaustive=stop == "exhaustive")
    assert set(outcome.winners) == set(expected)


def many_ballots(*, unpopular: bool) -> Profile:
    """350 different ballots of 350 voters over nine projects, and one that two of them want at 900,000."""
    fans = [{name for at, name in enumerate("abcdefghi") if number >> at & 1} for number in range(1, 351)]
    costs = dict.fromkeys("abcdefghi", 9_000) if unpopular else {n: 40_000 + 3_000 * ord(n) for n in "abcdefghi"}
    fans[0].add("k")
    fans[100].add("k")
    options = [Option(name, cost=cost) for name, cost in [*costs.items(), ("k", 920_000)]]
    return Profile.of(BallotKind.APPROVAL, options, [(ballots.parse("approval", sorted(f), options), 1) for f in fans])


def test_leaping_over_equal_runs_of_many_ballots_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(increment: str) -> tuple[object, ...]:
        params = {"completion": "add1", "increment": increment}
        outcome = count("equal-shares", many_ballots(unpopular=False), params, lot(*POLICY), budget=10**6)
        return outcome.winners, outcome.rounds, outcome.evidence

    leapt = found("1")
    asked: list[int] = []
    monkeypatch.setattr(completions._Leaps, "after", lambda *_: asked.append(0) or 0)
    assert found("1") == leapt
    assert len(asked) > 400


def test_many_ballots_wait_for_an_unpopular_project_no_longer_than_few() -> None:
    """The last project can be paid for when each of its two supporters holds 460,000 and what the others cost them."""
    outcome = count("equal-shares", many_ballots(unpopular=True), {"completion": "add1"}, lot(*POLICY), budget=10**6)
    assert set(outcome.winners) == set("abcdefghi")
    assert int(str(outcome.evidence["runs"])) > 450_000


def test_floats_never_decide_where_they_could_be_wrong() -> None:
    """As ``python -m tests.laws.adversarial 1000000``: there floats once elected the wrong project, or divided by 0."""
    hostile = [*islice(adversarial.elections(SAMPLE), max(1500, LEAST))]
    assert [told for election in hostile if (told := adversarial.difference(election))] == []
