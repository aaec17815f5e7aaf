# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every set of winners that a lot can give: compared with counting under every order of the options."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import permutations

import pytest

from tests.voting.examples import CYCLE, TENNESSEE, approvals, options, rankings
from voting import RULES, BallotKind, CountError, Option, Profile, TieError, TiePolicy, ballots, count, winner_sets
from voting.counts import prepared
from voting.lots.ties import TieBreaker

COSTED = options("a b c d", a=3, b=3, c=2, d=2)
KINDS = {
    "yes-no": BallotKind.CHOICE,
    "plurality": BallotKind.CHOICE,
    "score": BallotKind.SCORES,
    "cumulative": BallotKind.POINTS,
    "quadratic": BallotKind.POINTS,
    "majority-judgment": BallotKind.GRADES,
}


def under_every_order(
    rule: str, profile: Profile, params: Mapping[str, object], ties: TiePolicy | None, budget: int | None
) -> set[tuple[str, ...]]:
    found, case = prepared(rule, profile, params, ties, budget=budget)
    orders = permutations(profile.ids)
    breakers = (TieBreaker(case.ties.policy, profile.options, order) for order in orders)
    return {tuple(sorted(found.tally(replace(case, ties=breaker)).winners)) for breaker in breakers}


def small(kind: BallotKind, chance: random.Random, chosen: list[Option]) -> Profile:
    """A few ballots, so that ties are frequent."""
    cast = []
    for _ in range(chance.randint(1, 5)):
        some = chance.sample([option.id for option in chosen], chance.randint(1, len(chosen)))
        marks: object = some
        if kind is BallotKind.CHOICE:
            marks = some[0]
        elif kind not in (BallotKind.APPROVAL, BallotKind.RANKING):
            marks = {option: chance.randint(0, 2) for option in some}
        cast.append((ballots.parse(kind, marks, chosen), 1))
    return Profile.of(kind, chosen, cast)


def cases() -> Iterator[tuple[str, BallotKind, dict[str, object]]]:
    for key, rule in RULES.items():
        default = BallotKind.APPROVAL if BallotKind.APPROVAL in rule.kinds else BallotKind.RANKING
        names = {parameter.name for parameter in rule.parameters}
        yield key, KINDS.get(key, default), {"seats": 2} if "seats" in names and key != "majority-judgment" else {}
        if rule.needs_budget:
            yield key, BallotKind.APPROVAL, {}


@pytest.mark.parametrize(("rule", "kind", "params"), list(cases()))
def test_the_sets_are_those_that_some_order_of_the_options_gives(
    rule: str, kind: BallotKind, params: dict[str, object]
) -> None:
    chance = random.Random(rule)
    chosen = options("yes no abstain") if rule == "yes-no" else COSTED
    ties = None if rule == "yes-no" else TiePolicy.of("lot")
    several = 0
    for _ in range(40):
        profile = small(kind, chance, chosen)
        budget = 5 if RULES[rule].needs_budget else None
        found = winner_sets(rule, profile, params, ties, budget=budget)
        assert set(found) == under_every_order(rule, profile, params, ties, budget)
        several += len(found) > 1
    assert several or rule == "yes-no"


def test_a_result_without_ties_has_one_set() -> None:
    assert winner_sets("schulze", TENNESSEE) == (("N",),)


def test_a_criterion_before_the_lot_leaves_it_nothing() -> None:
    profile = approvals(options("a b c", a=3, b=2, c=2), "a", "b")
    assert winner_sets("approval", profile) == (("a",), ("b",))
    assert winner_sets("approval", profile, ties=TiePolicy.of("lower_cost,lot", "ab")) == (("b",),)
    with pytest.raises(TieError):
        winner_sets("approval", profile, ties=TiePolicy.of("refuse"))


def test_later_draws_of_a_count_agree_with_earlier_ones() -> None:
    """Of three equals two sit: any pair, and all of the six orders are asked for by no more counts than orders."""
    profile = rankings("ABC", "1 ABC, 1 BCA, 1 CAB")
    assert winner_sets("borda", profile, {"seats": 2}, most=6) == (("A", "B"), ("A", "C"), ("B", "C"))


def test_too_many_lots_are_refused_and_not_guessed() -> None:
    profile = approvals(options("a b c d e f"), "a b c d e f")
    with pytest.raises(CountError, match="too_many_lots: most=4"):
        winner_sets("approval", profile, {"seats": 3}, most=4)
    assert len(winner_sets("approval", profile, {"seats": 3})) == 20


def test_it_takes_and_refuses_what_a_count_takes_and_refuses() -> None:
    for rule, params in (("no-rule", {}), ("irv", {"seats": 2}), ("greedy", {})):
        with pytest.raises(CountError) as refused:
            winner_sets(rule, CYCLE, params)
        with pytest.raises(CountError) as counted:
            count(rule, CYCLE, params)
        assert refused.value.code == counted.value.code
