# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Budgets with utilities, weights by group and caps; Phragmén and the knapsack: each equals its obvious version."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws import naive_budgets as naive
from tests.laws.profiles import SEED, Vote, approvals, lot, profile_of
from voting import CountError, Option, Profile, TieError, ballots, count, lot_order

POLICY = ("lower_cost", "more_votes")
NAMES = "abcdef"
Capped = tuple[list[Option], dict[str, list[str]], dict[str, int], dict[str, str]]


@st.composite
def capped(draw: st.DrawFn, costs: dict[str, int], scale: int = 1) -> Capped:
    """Options with up to four tags each, some of them capped: with tags and caps in plain form, and as parameters."""
    subsets = {
        kind: st.lists(st.sampled_from(names), unique=True) for kind, names in (("category", "xy"), ("zone", "vw"))
    }
    labels = {name: {kind: draw(some) for kind, some in subsets.items()} for name in costs}
    options = [
        Option(name, cost=cost, **{kind: ", ".join(tags) or None for kind, tags in labels[name].items()})
        for name, cost in costs.items()
    ]
    tags = {name: [tag for listed in labels[name].values() for tag in listed] for name in costs}
    known = sorted({tag for listed in tags.values() for tag in listed})
    caps = {tag: scale * draw(st.integers(0, 20)) for tag in known if draw(st.booleans())}
    params = {
        f"{kind}_caps": ";".join(f"{tag}={caps[tag]}" for tag in names if tag in caps)
        for kind, names in (("category", "xy"), ("zone", "vw"))
    }
    return options, tags, caps, params


@given(data=st.data())
@settings(max_examples=400, deadline=None)
def test_equal_shares_with_utilities_weights_and_caps_equals_the_obvious_version(data: st.DataObject) -> None:
    names = NAMES[: data.draw(st.integers(1, 6))]
    costs = {name: data.draw(st.integers(1, 12)) for name in names}
    options, tags, caps, params = data.draw(capped(costs))
    marks = st.dictionaries(st.sampled_from(names), st.integers(1, 4))
    voted = data.draw(st.lists(marks, min_size=1, max_size=9))
    groups = data.draw(st.lists(st.sampled_from("pq"), min_size=len(voted), max_size=len(voted)))
    weighs, completion = data.draw(st.booleans()), data.draw(st.sampled_from(["none", "add1", "add1u", "utilitarian"]))
    exhaustive = data.draw(st.booleans())
    satisfaction = data.draw(st.sampled_from(["additive", "cost", "cardinality"]))
    budget = data.draw(st.integers(1, 40))
    profile = Profile.of("points", options, [(ballots.parse("points", ballot, options), 1) for ballot in voted], groups)
    params |= {
        "satisfaction": satisfaction,
        "completion": completion,
        "group_weights": "p=1;q=3" if weighs else "",
        "stop": "exhaustive" if exhaustive else "overspend",
    }
    outcome = count("equal-shares", profile, params, lot(*POLICY), budget=budget)
    if outcome.evidence["everything_fits"]:
        assert set(outcome.winners) == {option for ballot in voted for option in ballot}
        return
    weight = {"p": 1, "q": 3 if weighs else 1}
    shared = {group: Fraction(weight[group], groups.count(group)) for group in set(groups)}
    total = sum(weight[group] for group in shared)
    parts = [len(voted) * shared[group] / total if weighs else Fraction(1) for group in groups]
    utilities = voted if satisfaction == "additive" else [dict.fromkeys(ballot, 1) for ballot in voted]
    gains = costs if satisfaction == "cost" else dict.fromkeys(costs, 1)
    expected = naive.completed(
        utilities,
        costs,
        budget,
        parts,
        lot_order(SEED, costs),
        gains,
        tags,
        caps,
        completion=completion,
        exhaustive=exhaustive,
    )
    assert set(outcome.winners) == set(expected)


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_rankings_become_borda_utilities(data: st.DataObject) -> None:
    names = NAMES[: data.draw(st.integers(1, 5))]
    options = [Option(name, cost=data.draw(st.integers(1, 12))) for name in names]
    voted = data.draw(st.lists(st.lists(st.sampled_from(names), unique=True), min_size=1, max_size=8))
    longest = max(map(len, voted))
    points = [{option: longest - at for at, option in enumerate(ballot)} for ballot in voted]
    params = {"satisfaction": "additive", "completion": "add1"}
    budget = data.draw(st.integers(1, 30))
    outcomes = [
        count(
            "equal-shares",
            Profile.of(kind, options, [(ballots.parse(kind, marks, options), 1) for marks in listed]),
            params,
            lot(*POLICY),
            budget=budget,
        )
        for kind, listed in (("ranking", voted), ("points", points))
    ]
    assert outcomes[0].winners == outcomes[1].winners
    assert outcomes[0].totals == outcomes[1].totals


@given(vote=approvals(most_voters=7), scale=st.integers(15, 40), data=st.data())
@settings(max_examples=80, deadline=None)
def test_leaping_over_equal_runs_changes_nothing_under_caps(vote: Vote, scale: int, data: st.DataObject) -> None:
    options, _, _, params = data.draw(capped({name: cost * scale for name, cost in vote.costs.items()}, scale))
    profile = Profile.of("approval", options, [(ballots.parse("approval", m, options), 1) for m in vote.marks])
    _leaping_changes_nothing(profile, params, vote.budget * scale)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_leaping_over_equal_runs_changes_nothing_with_points_and_weights(data: st.DataObject) -> None:
    names = NAMES[: data.draw(st.integers(2, 6))]
    scale = data.draw(st.integers(15, 60))
    options = [Option(name, cost=data.draw(st.integers(1, 12)) * scale) for name in names]
    marks = st.dictionaries(st.sampled_from(names), st.integers(1, 4), min_size=1)
    voted = data.draw(st.lists(marks, min_size=2, max_size=7))
    groups = data.draw(st.lists(st.sampled_from("pq"), min_size=len(voted), max_size=len(voted)))
    rows = [(ballots.parse("points", ballot, options), data.draw(st.integers(1, 3))) for ballot in voted]
    params = {
        "satisfaction": data.draw(st.sampled_from(["additive", "cost", "cardinality"])),
        "group_weights": data.draw(st.sampled_from(["", "p=1;q=3"])),
        "stop": data.draw(st.sampled_from(["overspend", "exhaustive"])),
    }
    budget = data.draw(st.integers(4, 40)) * scale
    _leaping_changes_nothing(Profile.of("points", options, rows, groups), params, budget)


def _leaping_changes_nothing(profile: Profile, params: dict[str, str], budget: int) -> None:
    params = {**params, "completion": "add1"}
    outcome = count("equal-shares", profile, params, lot(*POLICY), budget=budget)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("voting.engines.shares.completions._Leaps.after", lambda *_: 0)
        plain = count("equal-shares", profile, params, lot(*POLICY), budget=budget)
    assert plain.evidence == outcome.evidence
    assert plain.winners == outcome.winners
    assert plain.rounds == outcome.rounds


def test_a_tie_under_a_cap_goes_to_the_lot() -> None:
    options = [Option("a", cost=4, zone="y"), Option("b", cost=4, zone="y")]
    profile = Profile.of("approval", options, [(ballots.parse("approval", ["a", "b"], options), 1)])
    params = {"completion": "none", "zone_caps": "y=6"}
    outcome = count("equal-shares", profile, params, lot(*POLICY), budget=9)
    assert outcome.winners == (lot_order(SEED, "ab")[0],)
    with pytest.raises(TieError):
        count("equal-shares", profile, params, budget=9)


def test_a_group_without_weight_is_refused() -> None:
    options = [Option("a", cost=5), Option("b", cost=9)]
    profile = Profile.of("approval", options, [(ballots.parse("approval", [o], options), 1) for o in "ab"], ["p", "q"])
    for weights in ("p=1", "p=1;q=0"):
        with pytest.raises(CountError):
            count("equal-shares", profile, {"group_weights": weights}, budget=10)


@given(vote=approvals(), skips=st.booleans(), data=st.data())
@settings(max_examples=300, deadline=None)
def test_phragmen_on_a_budget_equals_the_obvious_version(vote: Vote, skips: bool, data: st.DataObject) -> None:
    options, tags, caps, params = data.draw(capped(vote.costs))
    params["fit"] = "skip" if skips else "stop"
    outcome = count("phragmen", profile_of("approval", options, vote.marks), params, lot(), budget=vote.budget)
    expected = naive.phragmen(vote.marks, vote.costs, vote.budget, vote.lots, skips, tags, caps)
    assert list(outcome.winners) == expected


@given(vote=approvals(), data=st.data())
@settings(max_examples=300, deadline=None)
def test_most_votes_under_caps_equal_the_obvious_version(vote: Vote, data: st.DataObject) -> None:
    options, tags, caps, params = data.draw(capped(vote.costs))
    profile = profile_of("approval", options, vote.marks)
    outcome = count("greedy", profile, params, lot("more_votes", "lower_cost"), budget=vote.budget)
    assert set(outcome.winners) == set(naive.greedy(vote.marks, vote.costs, vote.budget, vote.lots, tags, caps))


@pytest.mark.parametrize("rule", ["greedy", "equal-shares", "phragmen", "knapsack"])
def test_a_project_counts_against_the_cap_of_each_of_its_tags(rule: str) -> None:
    options = [Option("a", cost=6, category="Sport, Verde"), Option("b", cost=1), Option("c", cost=50)]
    profile = profile_of("approval", options, [["a", "b", "c"]])
    assert count(rule, profile, {"category_caps": "Sport=5"}, lot(), budget=20).winners == ("b",)
    with pytest.raises(CountError) as refused:
        count(rule, profile, {"category_caps": "Sprot=5"}, lot(), budget=20)
    assert refused.value.params["expected"] == "Sport, Verde"
    with pytest.raises(CountError):
        count(rule, profile, {"zone_caps": "Centro=5"}, lot(), budget=20)


@given(vote=approvals(), data=st.data())
@settings(max_examples=300, deadline=None)
def test_the_knapsack_gathers_the_most_votes_for_the_least_money(vote: Vote, data: st.DataObject) -> None:
    scale = data.draw(st.sampled_from([1, 10**8 + 7, 10**15]))
    vote = Vote(vote.kind, vote.marks, {name: cost * scale for name, cost in vote.costs.items()}, vote.budget * scale)
    options, tags, caps, params = data.draw(capped(vote.costs, scale))
    profile = profile_of("approval", options, vote.marks)
    outcome = count("knapsack", profile, params, lot("more_votes", "lower_cost"), budget=vote.budget)
    assert set(outcome.winners) == naive.knapsack(vote.marks, vote.costs, vote.budget, vote.lots, tags, caps)


def test_a_knapsack_with_too_many_sets_to_compare_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Votes equal to costs: nothing dominates, and an odd budget is never quite reached by even costs."""
    costs = {f"p{n:02}": 2 * (50 + n * n) for n in range(12)}
    options = [Option(name, cost=cost) for name, cost in costs.items()]
    profile = profile_of("approval", options, [[name] for name in costs], list(costs.values()))
    monkeypatch.setattr("voting.rules.selections.knapsack.MOST_SETS", 5)
    with pytest.raises(CountError, match="too_hard"):
        count("knapsack", profile, ties=lot(), budget=sum(costs.values()) // 2 + 1)


@given(vote=approvals(), threshold=st.integers(0, 4), support=st.sampled_from(["0", "1/3", "1"]))
@settings(max_examples=300, deadline=None)
def test_projects_with_too_few_votes_for_their_cost_are_left_out(vote: Vote, threshold: int, support: str) -> None:
    params = {"threshold": str(threshold), "support": support}
    for rule in ("greedy", "equal-shares", "phragmen", "knapsack"):
        outcome = count(rule, vote.profile(), params, lot(*POLICY), budget=vote.budget)
        for option in outcome.winners:
            votes = sum(option in ballot for ballot in vote.marks)
            assert votes >= threshold
            assert votes * vote.budget >= Fraction(support) * vote.costs[option] * len(vote.marks)
