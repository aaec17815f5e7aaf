# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Margins are what they say: with so many votes more the project wins, with any fewer it does not; audits hold."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import count as counting

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.laws.profiles import Vote, approvals, lot, profile_of
from tests.laws.test_budgets import capped
from voting import RULES, Option, Profile, TiePolicy, ballots, count
from voting.evidence.margins import explained, lower_cost, more_votes, support
from voting.evidence.properties import audit, ejr_plus, priceable
from voting.evidence.whatifs import Asked, compared

BUDGET_RULES = st.sampled_from(["greedy", "equal-shares", "phragmen"])


def ticking() -> Iterator[int]:
    return counting()


def asked_of(rule: str, vote: Vote, **params: str) -> Asked:
    policy = lot(*RULES[rule].ties[:-1])
    return Asked(rule, vote.profile(), RULES[rule].complete(params), policy, Fraction(vote.budget))


@st.composite
def counts(draw: st.DrawFn) -> Asked:
    """A count under a budget rule with thresholds, caps, weights and orders; costs small enough to try all."""
    vote, rule = draw(approvals(most_voters=8)), draw(BUDGET_RULES)
    options, _, _, params = draw(capped(vote.costs))
    params |= {"threshold": str(draw(st.integers(0, 3))), "support": draw(st.sampled_from(["0", "0", "1/3"]))}
    zoned = rule == "equal-shares" and draw(st.booleans())
    groups = draw(st.lists(st.sampled_from("vw"), min_size=len(vote.marks), max_size=len(vote.marks)))
    params |= {"group_weights": "v=1;w=3"} if zoned else {}
    if rule == "greedy":
        params["order"] = draw(st.sampled_from(["votes", "votes-per-cost"]))
    if rule != "equal-shares":
        params["fit"] = draw(st.sampled_from(["skip", "stop"]))
    parsed = [(ballots.parse(vote.kind, mark, options), 1) for mark in vote.marks]
    profile = Profile.of(vote.kind, options, parsed, groups)
    return Asked(rule, profile, RULES[rule].complete(params), lot(*RULES[rule].ties[:-1]), Fraction(vote.budget))


def a_loser(asked: Asked) -> Option:
    losers = [option for option in asked.profile.options if option.id not in asked.winners()]
    assume(losers)
    return losers[0]


def counted(
    asked: Asked, options: Sequence[Option], marks: Sequence[tuple[str, ...]], groups: Sequence[str]
) -> set[str]:
    """Who wins on ballots written out one by one."""
    parsed = [(ballots.parse("approval", list(mark), options), 1) for mark in marks]
    profile = Profile.of("approval", options, parsed, groups)
    return set(count(asked.rule, profile, asked.params, asked.policy, budget=asked.budget).winners)


def written_out(asked: Asked) -> tuple[list[tuple[str, ...]], list[str]]:
    profile, marks, groups = asked.profile, list[tuple[str, ...]](), list[str]()
    for row, weight in enumerate(profile.weights.tolist()):
        marked = tuple(
            profile.ids[at] for at in profile.columns[profile.starts[row] : profile.starts[row + 1]].tolist()
        )
        marks += [marked] * weight
        groups += [profile.groups[int(profile.row_groups[row])]] * weight
    for group, blank in zip(profile.groups, profile.blanks, strict=True):
        marks += [()] * blank
        groups += [group] * blank
    return marks, groups


@given(asked=counts())
@settings(max_examples=150, deadline=None)
def test_the_votes_lacking_are_the_fewest_that_fund_it(asked: Asked) -> None:
    option = a_loser(asked)
    found = more_votes(asked, option.id, lambda: 0.0, most=12)
    marks, groups = written_out(asked)
    largest = max(sorted(set(groups)), key=groups.count)
    home = str(option.zone) if option.zone in groups else largest if asked.params.get("group_weights") else groups[0]

    def wins(more: int) -> bool:
        added = [(option.id,)] * more
        return option.id in counted(asked, asked.profile.options, [*marks, *added], [*groups, *[home] * more])

    fewest = next((more for more in range(1, 13) if wins(more)), None)
    if "never" in found:
        assert fewest is None
    else:
        told = {name: value for name, value in found.items() if name != "group"}
        assert told == ({"at_least": 13} if fewest is None else {"votes": fewest})


@given(asked=counts())
@settings(max_examples=150, deadline=None)
def test_at_the_lower_cost_the_project_wins_and_at_none_dearer(asked: Asked) -> None:
    option = a_loser(asked)
    cost = int(option.cost or 0)
    marks, groups = written_out(asked)

    def wins(cut: int) -> bool:
        options = [replace(o, cost=cost - cut) if o.id == option.id else o for o in asked.profile.options]
        return option.id in counted(asked, options, marks, groups)

    smallest = next((cut for cut in range(1, cost) if wins(cut)), None)
    assert lower_cost(asked, option.id, lambda: 0.0) == {"cut": None if smallest is None else str(smallest)}


@given(vote=approvals(most_voters=8), rule=st.sampled_from(["greedy", "phragmen"]), data=st.data())
@settings(max_examples=100, deadline=None)
def test_a_cost_lower_by_what_is_missing_is_enough(vote: Vote, rule: str, data: st.DataObject) -> None:
    options, _, _, params = data.draw(capped(vote.costs))
    params["fit"] = data.draw(st.sampled_from(["skip", "stop"]))
    outcome = count(rule, profile_of(vote.kind, options, vote.marks), params, lot(), budget=vote.budget)
    lower = {
        name: vote.costs[name] - int(lack.get("missing", vote.costs[name]))  # type: ignore[attr-defined]
        for name, lack in outcome.margins.items()
    }
    possible = {name: cost for name, cost in lower.items() if cost > 0}
    assume(possible)
    for name, cost in possible.items():
        cheaper = [replace(o, cost=cost) if o.id == name else o for o in options]
        again = count(rule, profile_of(vote.kind, cheaper, vote.marks), params, lot(), budget=vote.budget)
        assert name in again.winners


def test_a_project_dearer_than_the_budget_or_its_cap_is_never_funded_by_votes() -> None:
    vote = Vote("approval", [["a"], ["a"], ["b"]], {"a": 5, "b": 100}, 6)
    assert more_votes(asked_of("greedy", vote), "b", lambda: 0.0) == {"never": "budget"}
    options = [Option("a", cost=5), Option("b", cost=3, zone="x")]
    asked = Asked(
        "equal-shares",
        profile_of("approval", options, [["a"], ["b"]]),
        RULES["equal-shares"].complete({"zone_caps": "x=2"}),
        lot(),
        Fraction(7),
    )
    assert more_votes(asked, "b", lambda: 0.0) == {"never": "cap"}


def test_the_last_unit_of_a_large_cost_is_tried_too() -> None:
    vote = Vote("approval", [["a"]] * 300 + [["b"]], {"a": 200_000, "b": 200_000}, 200_900)
    asked = asked_of("equal-shares", vote, completion="none")
    assert "b" not in asked.winners()
    assert lower_cost(asked, "b", lambda: 0.0) == {"cut_at_most": "199100"}
    assert lower_cost(asked_of("greedy", vote), "b", lambda: 0.0) == {"cut": "199100"}


def test_a_search_stops_when_its_time_is_over() -> None:
    vote = Vote("approval", [["a", "b"]] * 40 + [["c"]], {"a": 50, "b": 50, "c": 99}, 100)
    clock = ticking()
    found = more_votes(asked_of("equal-shares", vote), "c", lambda: float(next(clock)), seconds=5)
    assert found == {"at_least": 7}


def test_a_loser_of_a_tie_says_with_whom_it_tied() -> None:
    vote = Vote("approval", [["a", "b"], ["a", "b"]], {"a": 6, "b": 6}, 6)
    asked = asked_of("equal-shares", vote, completion="none")
    [winner] = asked.winners()
    told = support(asked, "b" if winner == "a" else "a")
    assert (told["effective_support"], told["tied_with"]) == ("1", [winner])


@given(vote=approvals())
@settings(max_examples=150, deadline=None)
def test_winners_have_the_full_support_that_they_need(vote: Vote) -> None:
    assume(sum(cost for o, cost in vote.costs.items() if any(o in m for m in vote.marks)) > vote.budget)
    asked = asked_of("equal-shares", vote, completion="none")
    assume(asked.winners())
    for option in asked.winners():
        found = support(asked, option)
        assert Fraction(str(found["effective_support"])) >= 1
        assert "tied_with" not in found


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
