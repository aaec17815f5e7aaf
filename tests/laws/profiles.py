# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Random votes for the laws: small electorates, where ties are common."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from voting import RULES, BallotKind, Option, Profile, TiePolicy, ballots, lot_order

SEED = "5eed" * 16
NAMES = "abcdefg"


@dataclass(frozen=True)
class Vote:
    """Plain marks (lists of ids; lists of ranks for rankings; ids with numbers), costs and a budget."""

    kind: str
    marks: Any
    costs: dict[str, int]
    budget: int

    @property
    def options(self) -> list[Option]:
        return [Option(name, cost=cost) for name, cost in self.costs.items()]

    @property
    def lots(self) -> list[str]:
        return lot_order(SEED, self.costs)

    def profile(self) -> Profile:
        return profile_of(self.kind, self.options, self.marks)


def profile_of(kind: str, options: list[Option], marks: object, weights: list[int] | None = None) -> Profile:
    listed = list(marks)  # type: ignore[call-overload]
    limits = ballots.Limits(ties=True, credits=10**6)
    parsed = [ballots.parse(kind, mark, options, limits) for mark in listed]
    return Profile.of(kind, options, zip(parsed, weights or [1] * len(parsed), strict=True))


def lot(*criteria: str) -> TiePolicy:
    return TiePolicy.of([*criteria, "lot"], SEED)


@st.composite
def approvals(draw: st.DrawFn, kind: str = "approval", most_voters: int = 12) -> Vote:
    names = NAMES[: draw(st.integers(1, 6))]
    cost = st.integers(1, 12) if draw(st.booleans()) else st.integers(1, 4).map(lambda n: 5 * n)
    costs = {name: draw(cost) for name in draw(st.permutations(names))}
    most = 1 if kind == "choice" else len(names)
    ballot = st.lists(st.sampled_from(names), max_size=most, unique=True)
    marks = draw(st.lists(ballot, min_size=1, max_size=most_voters))
    return Vote(kind, marks, costs, draw(st.integers(0, 40)))


@st.composite
def rankings(draw: st.DrawFn, strict: bool = False, most_voters: int = 12, fewest: int = 1) -> Vote:
    names = NAMES[: draw(st.integers(fewest, 5))]

    def ranks(order: tuple[list[str], list[bool]]) -> list[list[str]]:
        grouped: list[list[str]] = []
        for name, joins in zip(order[0], order[1], strict=False):
            if joins and grouped:
                grouped[-1].append(name)
            else:
                grouped.append([name])
        return grouped

    flags = st.lists(st.just(False) if strict else st.booleans(), min_size=5, max_size=5)
    ballot = st.tuples(st.lists(st.sampled_from(names), unique=True), flags).map(ranks)
    marks = draw(st.lists(ballot, min_size=1, max_size=most_voters))
    return Vote("ranking", marks, dict.fromkeys(draw(st.permutations(names)), 10), draw(st.integers(0, 40)))


@st.composite
def numbers(draw: st.DrawFn, kind: str, lowest: int = 0, highest: int = 4) -> Vote:
    """Points, scores or grades."""
    names = NAMES[: draw(st.integers(1, 5))]
    ballot = st.dictionaries(st.sampled_from(names), st.integers(lowest, highest))
    marks = draw(st.lists(ballot, min_size=1, max_size=12))
    return Vote(kind, marks, dict.fromkeys(draw(st.permutations(names)), 10), draw(st.integers(0, 40)))


@st.composite
def answers(draw: st.DrawFn) -> Vote:
    """Yes, no, abstain or nothing."""
    marks = draw(st.lists(st.sampled_from([["yes"], ["no"], ["abstain"], []]), min_size=1, max_size=12))
    return Vote("choice", marks, dict.fromkeys(draw(st.permutations(["yes", "no", "abstain"])), 10), 10)


def votes_for(key: str) -> st.SearchStrategy[Vote]:
    """Votes that a rule can count."""
    rule = RULES[key]
    if key == "yes-no":
        return answers()
    if BallotKind.APPROVAL in rule.kinds:
        return approvals()
    if BallotKind.RANKING in rule.kinds:
        return rankings(rule.strict)
    [kind] = rule.kinds
    return approvals("choice") if kind is BallotKind.CHOICE else numbers(kind.value)


def only(key: str, option: str) -> object:
    """Marks that prefer one option and say nothing else."""
    return [option] if min(RULES[key].kinds) in ("approval", "choice", "ranking") else {option: 3}
