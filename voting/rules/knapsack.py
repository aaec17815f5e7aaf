# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Knapsack: the set of projects within the budget that gathers the most votes. A what-if, not a fair share.

Solved as an integer program (HiGHS through ``scipy.optimize.milp``, gap 0); what it answers is checked with exact
numbers. Of several best sets the cheapest counts; then the tie policy says which projects come in. methods.md §3.3.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np
import numpy.typing as npt

from voting import eligibility
from voting.ballots import BallotKind
from voting.canonical import exact
from voting.eligibility import Caps
from voting.rules.greedy import Purse, leave_out
from voting.tallies import Case, Detail, Rule, Tally, grouped
from voting.ties import Facts

Floats = npt.NDArray[np.float64]
Row = tuple[Floats, float, float]


class Sack:
    """The program: whole costs and scores, a budget, caps; sets already seen are cut off one by one."""

    def __init__(self, costs: Sequence[int], scores: Sequence[int], budget: int, rows: list[Row]) -> None:
        self.costs, self.scores = costs, scores
        self.budget = budget
        self.rows = [(np.array(costs, np.float64), -np.inf, float(budget)), *rows]

    def solve(self, weights: Sequence[int], more: Sequence[Row] = (), fixed: frozenset[int] = frozenset()) -> set[int]:
        """The columns that maximise the sum of ``weights``; ``more`` rows hold too. Empty if there is none."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        rows = [*self.rows, *more]
        table = LinearConstraint(np.array([r[0] for r in rows]), [r[1] for r in rows], [r[2] for r in rows])
        low = np.array([float(at in fixed) for at in range(len(weights))])
        found = milp(
            -np.array(weights, np.float64), constraints=table, integrality=np.ones(len(weights), np.int64),
            bounds=Bounds(low, np.ones(len(weights))), options={"mip_rel_gap": 0.0},
        )  # fmt: skip
        chosen = set() if found.x is None else set(np.flatnonzero(found.x > 0.5).tolist())
        if sum(self.costs[at] for at in chosen) > self.budget:
            return self.solve(weights, [*more, self.other_than(chosen)], fixed)
        return chosen

    def other_than(self, chosen: set[int]) -> Row:
        """A row that forbids one set."""
        signs = np.array([1.0 if at in chosen else -1.0 for at in range(len(self.costs))])
        return signs, -np.inf, len(chosen) - 0.5

    def best(self) -> tuple[int, int]:
        """The most score that fits, and the least cost of it."""
        score = sum(self.scores[at] for at in self.solve(self.scores))
        most = (np.array(self.scores, np.float64), score - 0.5, np.inf)
        cheapest = self.solve([-cost for cost in self.costs], [most])
        return score, sum(self.costs[at] for at in cheapest)

    def exactly(self, score: int, cost: int) -> list[Row]:
        """Rows that ask for this score and at most this cost."""
        return [
            (np.array(self.scores, np.float64), score - 0.5, np.inf),
            (np.array(self.costs, np.float64), -np.inf, cost + 0.5),
        ]


def tally(case: Case) -> Tally:
    """``totals`` are scores; ``evidence.score`` the sum of the chosen ones."""
    ids, costs = case.ids, case.costs
    totals = dict(zip(ids, case.profile.scores, strict=True))
    limits = eligibility.caps(case)
    purse = Purse(case.budget, dict(zip(ids, costs, strict=True)), totals, case.ties, limits)
    able = [case.profile.positions[option] for option in leave_out(case, purse, case.profile.scores) if totals[option]]
    chosen, n_ties = _chosen(case, able, limits) if able else ([], 0)
    for option in (o for group in grouped([ids[at] for at in chosen], totals.__getitem__) for o in group):
        purse.fund(option)
    spent = sum((Fraction(costs[at]) for at in chosen), Fraction(0))
    evidence = {
        "spent": exact(spent), "left": exact(case.budget - spent),
        "score": str(sum(totals[ids[at]] for at in chosen)), "lone_best": n_ties == 0,
    }  # fmt: skip
    rest = grouped([option for option in ids if option not in purse.funded], totals.__getitem__)
    detail = Detail(purse.rounds, purse.missing, evidence)
    return Tally(purse.funded, [*([option] for option in purse.funded), *rest], totals, lambda: detail)


def _chosen(case: Case, able: Sequence[int], limits: Caps) -> tuple[list[int], int]:
    """The best set in columns, and how many ties were broken on the way to it."""
    costs = [Fraction(case.costs[at]) for at in able]
    scale = lcm(*(cost.denominator for cost in costs))
    whole = [int(cost * scale) for cost in costs]
    scores = [case.profile.scores[at] for at in able]
    sack = Sack(whole, scores, int(case.budget * scale), _cap_rows(able, whole, limits, scale))
    score, cost = sack.best()
    rows, fixed, n_ties = sack.exactly(score, cost), frozenset[int](), 0
    while True:
        found = sack.solve(scores, rows, fixed)
        other = sack.solve(scores, [*rows, sack.other_than(found)], fixed)
        if not other or sum(scores[at] for at in other) != score:
            return [able[at] for at in sorted(found)], n_ties
        tied = {case.ids[able[at]]: at for at in found ^ other}
        votes = {option: scores[at] for option, at in tied.items()}
        fixed |= {tied[case.ties.pick(1, tied, Facts(votes))]}
        n_ties += 1


def _cap_rows(able: Sequence[int], costs: Sequence[int], limits: Caps, scale: int) -> list[Row]:
    return [
        (
            np.array([cost if cap in limits.of_column[at] else 0 for at, cost in zip(able, costs, strict=True)], float),
            -np.inf,
            float(int(room * scale)),
        )
        for cap, room in limits.limits.items()
    ]


RULE = Rule(
    key="knapsack",
    kinds=frozenset({BallotKind.APPROVAL, BallotKind.BUDGET, BallotKind.CHOICE, BallotKind.POINTS, BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {
            "name": "Più voti in tutto",
            "unit": "voti",
            "funded": "{name}: voti {votes}, costo {cost}. Nel gruppo migliore; restano {left}.",
            **eligibility.WORDS["it"],
            "closing": "Spesi in tutto: {spent}.",
        },
        "en": {
            "name": "Most votes in all",
            "unit": "votes",
            "funded": "{name}: votes {votes}, cost {cost}. In the best set; {left} left.",
            **eligibility.WORDS["en"],
            "closing": "Spent in all: {spent}.",
        },
    },
    parameters=eligibility.PARAMETERS,
    ties=("more_votes", "lower_cost", "lot"),
    needs_budget=True,
)
