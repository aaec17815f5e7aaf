# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Margins are what they say: with so many votes more the project wins, with any fewer it does not; audits hold."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import count as counting

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.laws.profiles import Vote, approvals, lot, profile_of
from voting import RULES, TiePolicy, count
from voting.margins import explained, lower_cost, more_votes, support
from voting.properties import audit, ejr_plus, priceable
from voting.whatifs import Asked, compared

BUDGET_RULES = st.sampled_from(["greedy", "equal-shares", "phragmen"])


def ticking() -> Iterator[int]:
    return counting()


def asked_of(rule: str, vote: Vote, **params: str) -> Asked:
    policy = lot(*RULES[rule].ties[:-1])
    return Asked(rule, vote.profile(), RULES[rule].complete(params), policy, Fraction(vote.budget))


@given(vote=approvals(most_voters=8), rule=BUDGET_RULES)
@settings(max_examples=150, deadline=None)
def test_the_votes_lacking_are_the_fewest_that_fund_it(vote: Vote, rule: str) -> None:
    asked = asked_of(rule, vote)
    losers = [option for option in vote.costs if option not in asked.winners()]
    assume(losers)
    found = more_votes(asked, losers[0], lambda: 0.0, most=6)

    def wins(more: int) -> bool:
        profile = profile_of(vote.kind, vote.options, [*vote.marks, *([[losers[0]]] * more)])
        return losers[0] in count(rule, profile, asked.params, asked.policy, budget=vote.budget).winners

    fewest = next((more for more in range(1, 7) if wins(more)), None)
    assert found == ({"more_than": 6} if fewest is None else {"votes": fewest})


@given(vote=approvals(most_voters=8), rule=BUDGET_RULES)
@settings(max_examples=150, deadline=None)
def test_at_the_lower_cost_the_project_wins_and_at_none_dearer(vote: Vote, rule: str) -> None:
    asked = asked_of(rule, vote)
    losers = [option for option in vote.costs if option not in asked.winners()]
    assume(losers)
    option, cost = losers[0], vote.costs[losers[0]]

    def wins(cut: int) -> bool:
        costs = {**vote.costs, option: cost - cut}
        other = Vote(vote.kind, vote.marks, costs, vote.budget)
        return option in count(rule, other.profile(), asked.params, asked.policy, budget=vote.budget).winners

    smallest = next((cut for cut in range(1, cost) if wins(cut)), None)
    found = lower_cost(asked, option, lambda: 0.0)
    assert found == {"cut": None if smallest is None else str(smallest), "step": "1"}


def test_a_search_stops_when_its_time_is_over() -> None:
    vote = Vote("approval", [["a"], ["a"], ["b"]], {"a": 5, "b": 100}, 6)
    clock = ticking()
    found = more_votes(asked_of("greedy", vote), "b", lambda: float(next(clock)), seconds=5)
    assert found == {"more_than": 6}


@given(vote=approvals())
@settings(max_examples=150, deadline=None)
def test_winners_have_the_full_support_that_they_need(vote: Vote) -> None:
    asked = asked_of("equal-shares", vote, completion="none")
    for option in asked.winners():
        found = support(asked, option)
        if found:
            assert Fraction(str(found["effective_support"])) >= Fraction(9999, 10000)


@given(vote=approvals())
@settings(max_examples=150, deadline=None)
def test_equal_shares_passes_the_audit(vote: Vote) -> None:
    """EJR+ up to one and priceability of the plain rule (Peters, Pierczyński, Skowron 2021; Brill and Peters 2023)."""
    asked = asked_of("equal-shares", vote, completion="none")
    assume(sum(cost for o, cost in vote.costs.items() if any(o in m for m in vote.marks)) > vote.budget > 0)
    winners = asked.winners()
    assert ejr_plus(asked.profile, winners, Fraction(vote.budget)) == []
    assert priceable(asked.profile, winners, Fraction(vote.budget))["priceable"] is True


@given(vote=approvals(most_voters=7))
@settings(max_examples=150, deadline=None)
def test_violations_are_groups_without_their_share(vote: Vote) -> None:
    winners = asked_of("greedy", vote).winners()
    found = {str(v["option"]) for v in ejr_plus(vote.profile(), winners, Fraction(vote.budget))}
    share = Fraction(vote.budget, len(vote.marks))
    expected = set()
    for option, cost in vote.costs.items():
        got = sorted(sum(vote.costs[o] for o in m if o in winners) for m in vote.marks if option in m)
        if option not in winners and any(
            size * share >= cost and most + cost <= size * share for size, most in enumerate(got, 1)
        ):
            expected.add(option)
    assert found == expected


@given(vote=approvals())
@settings(max_examples=60, deadline=None)
def test_the_table_of_what_ifs_is_the_rules_themselves(vote: Vote) -> None:
    for row in compared(asked_of("equal-shares", vote)):
        rule = str(row["rule"])
        policy = TiePolicy(RULES[rule].ties, lot().seed)
        outcome = count(rule, vote.profile(), row["params"], policy, budget=vote.budget)  # type: ignore[arg-type]
        assert row["winners"] == list(outcome.winners)


def test_groups_are_told_what_went_to_their_neighbourhood() -> None:
    vote = Vote("approval", [["a"], ["a"], ["b"]], {"a": 5, "b": 3}, 5)
    asked = asked_of("greedy", vote)
    told = audit(asked.profile, asked.winners(), Fraction(5))
    assert told["voters_with_nothing"] == 1
    assert told["zones"] == {}
    assert set(explained(asked, "b", lambda: 0.0)) == {"more_votes", "lower_cost"}
