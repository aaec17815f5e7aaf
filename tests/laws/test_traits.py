# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What rules say they are good and bad at: each claim is tried on random votes, each denial has its case."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws import naive_rankings as naive
from tests.laws.profiles import lot, only, profile_of, rankings, votes_for
from voting import RULES, BallotKind, Option, Outcome, Trait, count

CLAIMS = [(key, trait) for key, rule in RULES.items() for trait, holds in rule.traits.items() if holds]
DENIALS = [(key, trait) for key, rule in RULES.items() for trait, holds in rule.traits.items() if not holds]


def ranked(profile: str) -> list[list[list[str]]]:
    """``"3 ABC, 2 BCA"`` as ballots."""
    parts = [part.split() for part in profile.split(",")]
    return [[[name] for name in order] for number, order in parts for _ in range(int(number))]


def outcome_of(key: str, kind: str, marks: Any, costs: dict[str, int] | None = None, **params: str) -> Outcome:
    names = sorted({name for ballot in marks for name in _names(ballot)})
    options = [Option(name, cost=(costs or {}).get(name)) for name in names]
    policy = lot("prior_stage") if RULES[key].strict and kind == "ranking" else lot()
    return count(key, profile_of(kind, options, marks), params, policy, budget=100 if costs else None)


def _names(ballot: Any) -> list[str]:
    return [name for part in ballot for name in (part if isinstance(part, list) else [part])]


# A case against each denied trait: kind, ballots, parameters, costs, and what must not have come out if it held.
LIKED_BY_MOST = "3 ABC, 2 BCA"
SQUEEZED = "37 ABC, 14 BAC, 15 BCA, 34 CBA"
WEAKLY_LOST = "2 DABC, 2 DBCA, 1 DCAB, 2 ABCD, 2 BCAD, 2 CABD"
SPLIT = "4 ABC, 3 BCA, 2 CBA"
BEFORE, RAISED = "39 ABC, 35 BCA, 26 CAB", "49 ABC, 25 BCA, 26 CAB"


@pytest.mark.parametrize(
    ("key", "trait"), [denial for denial in DENIALS if denial[1] in (Trait.DUELS, Trait.LOSER, Trait.MAJORITY)]
)
def test_who_should_win_or_lose_does_not(key: str, trait: Trait) -> None:
    graded = [{"A": 3, "B": 2}, {"A": 1, "B": 0}, {"A": 1, "B": 0}, {"A": 0, "B": 3}, {"A": 0, "B": 3}]
    scored = [*[{"A": 5, "B": 4}] * 3, *[{"A": 0, "B": 5}] * 2]
    profiles = {BallotKind.RANKING: [LIKED_BY_MOST, SQUEEZED, WEAKLY_LOST], BallotKind.CHOICE: [SPLIT]}
    kind = next(offer.kind for offer in RULES[key].offered.values())
    if kind in (BallotKind.SCORES, BallotKind.GRADES):
        marks = scored if kind is BallotKind.SCORES else graded
        assert sum(mark["A"] > mark["B"] for mark in marks) * 2 > len(marks)
        assert outcome_of(key, kind.value, marks).winners == ("B",)
    elif kind is BallotKind.APPROVAL:  # three like A more than B and mark both
        assert outcome_of(key, kind.value, [*[["A", "B"]] * 3, *[["B"]] * 2]).winners == ("B",)
    else:
        assert any(_broken(key, kind, trait, ranked(profile)) for profile in profiles[kind])


def _broken(key: str, kind: BallotKind, trait: Trait, orders: list[list[list[str]]]) -> bool:
    marks: Any = [order[0] for order in orders] if kind is BallotKind.CHOICE else orders
    winner = outcome_of(key, kind.value, marks).winners[0]
    names = sorted({name for order in orders for [name] in order})
    if trait is Trait.LOSER:
        return winner == naive.condorcet_loser(orders, names)
    tops = [order[0][0] for order in orders]
    loved = next((name for name in names if 2 * tops.count(name) > len(orders)), None)
    wanted = loved if trait is Trait.MAJORITY else naive.condorcet_winner(orders, names)
    return wanted is not None and winner != wanted


@pytest.mark.parametrize("key", [key for key, trait in DENIALS if trait is Trait.RAISED])
def test_more_votes_can_make_a_winner_lose(key: str) -> None:
    """Ten who put A last put it first, and it no longer wins."""
    assert outcome_of(key, "ranking", ranked(BEFORE)).winners == ("A",)
    assert outcome_of(key, "ranking", ranked(RAISED)).winners == ("C",)


@pytest.mark.parametrize("key", [key for key, trait in DENIALS if trait is Trait.GROUPS])
def test_a_group_of_its_share_can_get_nothing(key: str) -> None:
    marks = [*[["a", "b"]] * 6, *[["c"]] * 5]
    if RULES[key].needs_budget:
        won = outcome_of(key, "budget", marks, {"a": 50, "b": 50, "c": 45}).winners
        assert 5 * 100 >= 45 * 11, "their part of the money would pay it"
    else:
        won = outcome_of(key, "approval", marks, seats="2").winners
    assert set(won) == {"a", "b"}


@pytest.mark.parametrize("key", [key for key, trait in CLAIMS if trait is Trait.RAISED])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_ballot_more_for_the_winner_leaves_it_a_winner(key: str, data: st.DataObject) -> None:
    vote = data.draw(votes_for(key))
    policy = lot(*RULES[key].ties[:-1])
    params = (
        {"seats": "1"} if "seats" in {p.name for p in RULES[key].parameters} and not RULES[key].needs_budget else {}
    )
    first = count(key, vote.profile(), params, policy, budget=vote.budget).winners
    for winner in first:
        marks = [*vote.marks, only(key, winner)]
        again = count(key, profile_of(vote.kind, vote.options, marks), params, policy, budget=vote.budget)
        assert winner in again.winners


@pytest.mark.parametrize("key", [key for key, trait in CLAIMS if trait is Trait.GROUPS and RULES[key].strict])
@given(vote=rankings(strict=True, most_voters=20), seats=st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_a_quota_of_first_choices_is_elected(key: str, vote: Any, seats: int) -> None:
    won = count(key, vote.profile(), {"seats": str(seats)}, lot("prior_stage")).winners
    tops = [ballot[0][0] for ballot in vote.marks if ballot]
    for name in vote.costs:
        if tops.count(name) >= len(tops) // (min(seats, len(vote.costs)) + 1) + 1:
            assert name in won


@pytest.mark.parametrize("key", [key for key, trait in CLAIMS if trait is Trait.MAJORITY and not RULES[key].strict])
def test_the_choice_of_more_than_half_wins(key: str) -> None:
    kind = next(offer.kind for offer in RULES[key].offered.values())
    orders = ranked("5 ABC, 4 BCA")
    marks: Any = [order[0] for order in orders] if kind is BallotKind.CHOICE else orders
    assert outcome_of(key, kind.value, marks).winners == ("A",)


def test_the_laws_of_rankings_try_what_the_rules_claim() -> None:
    from tests.laws import test_rankings as laws

    for trait, keys in (
        (Trait.DUELS, laws.CONDORCET),
        (Trait.MAJORITY, laws.MAJORITY),
        (Trait.RAISED, laws.MONOTONE),
        (Trait.LOSER, laws.NO_CONDORCET_LOSER),
    ):
        of_rankings = {key for key, claimed in CLAIMS if claimed is trait and RULES[key].kinds == {BallotKind.RANKING}}
        assert of_rankings <= set(keys), trait
