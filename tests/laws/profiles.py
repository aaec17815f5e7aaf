# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Random votes for the laws: small electorates, where ties are common."""

from dataclasses import dataclass

from hypothesis import strategies as st

from voting import BallotKind, Option, Profile, TiePolicy, ballots, lot_order

SEED = "5eed" * 16
NAMES = "abcdefg"


@dataclass(frozen=True)
class Vote:
    """Plain marks (lists of ids; lists of ranks for rankings), costs and a budget."""

    kind: str
    marks: list[list[str]] | list[list[list[str]]]
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
    limits = ballots.Limits(ties=True)
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
def rankings(draw: st.DrawFn) -> Vote:
    names = NAMES[: draw(st.integers(1, 5))]

    def ranks(order: tuple[list[str], list[bool]]) -> list[list[str]]:
        grouped: list[list[str]] = []
        for name, joins in zip(order[0], order[1], strict=False):
            if joins and grouped:
                grouped[-1].append(name)
            else:
                grouped.append([name])
        return grouped

    flags = st.lists(st.booleans(), min_size=5, max_size=5)
    ballot = st.tuples(st.lists(st.sampled_from(names), unique=True), flags).map(ranks)
    marks = draw(st.lists(ballot, min_size=1, max_size=12))
    return Vote("ranking", marks, dict.fromkeys(draw(st.permutations(names)), 10), draw(st.integers(0, 40)))


def votes_for(kinds: frozenset[BallotKind]) -> st.SearchStrategy[Vote]:
    if BallotKind.APPROVAL in kinds:
        return approvals()
    return rankings() if BallotKind.RANKING in kinds else approvals("choice")
