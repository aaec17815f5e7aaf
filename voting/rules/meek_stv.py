# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Meek's STV by the reference rule of the Proportional Representation Foundation, in nine decimals. methods.md §2.2.

Every elected option keeps a share of each vote that reaches it and passes the rest on; shares are lowered until the
elected ones keep just a quota. Then the lowest hopeful option is excluded, and so on.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from voting.ballots import BallotKind
from voting.packing import Ints, sums
from voting.single_transferable import WORDS
from voting.stages import Number, Stage, Stages
from voting.tallies import Case, Detail, Parameter, Rule, Tally
from voting.ties import Facts

ONE = 10**9
OMEGA = 10**3
HOPEFUL, ELECTED, EXCLUDED = 0, 1, 2

Matrix = npt.NDArray[np.integer]


def _text(units: Number) -> str:
    """Nine decimals, always."""
    return f"{units // ONE}.{int(units % ONE):09d}"


def paths(matrix: Matrix, weights: Ints, states: Ints) -> tuple[Ints, Ints]:
    """Ballots merged by what still matters of them: the elected options before the first hopeful one, and that.

    ``matrix``: columns in order, then m. Gives distinct paths (a column each, padded with m) and their weights.
    """
    base = len(states)
    m = base - 1
    ranks = int((states[:m] == ELECTED).sum()) + 1
    form = np.dtype(np.int64 if base**ranks < 2**62 else object)
    keys: npt.NDArray[Any] = np.zeros(len(matrix), form)
    missing = np.full(len(matrix), ranks)
    alive = np.arange(len(matrix))
    for place in range(matrix.shape[1]):
        step = matrix[alive, place]
        state = states[step]
        counts = (state != EXCLUDED) & (step != m)
        rows = alive[counts]
        keys[rows] = keys[rows] * base + step[counts]
        missing[rows] -= 1
        alive = alive[(state != HOPEFUL) & (step != m)]
        if not len(alive):
            break
    filler = np.array([base**count for count in range(ranks + 1)], form)[missing]
    distinct, which = np.unique(keys * filler + (filler - 1), return_inverse=True)
    steps = np.array([distinct // base**at % base for at in range(ranks - 1, -1, -1)], np.int64)
    return steps, np.array(sums(which.reshape(-1), weights, len(distinct)), np.int64)


class _Count:
    """One count; numbers are whole, in units of 10⁻⁹."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.ids = case.ids
        self.m = len(case.ids)
        self.matrix = case.profile.orders
        self.states = np.zeros(self.m + 1, np.int64)
        self.keep = [ONE] * self.m + [0]
        self.votes = [0] * self.m
        self.fits = case.profile.n_valid * ONE < 2**53
        self.quota = 0
        self.elected: list[int] = []
        self.stages: list[Stage] = []

    def _hopeful(self) -> list[int]:
        return np.flatnonzero(self.states[: self.m] == HOPEFUL).tolist()

    def _distribute(self, steps: Ints, weights: Ints) -> None:
        """Votes and quota at the present keep factors: each option keeps ⌈what arrives × its factor⌉."""
        kept = np.array(self.keep, np.int64)[steps]
        arrives = ONE - kept[0]
        for part in kept[1:]:
            part *= arrives
            part += ONE - 1
            part //= ONE
            arrives -= part
        kept *= weights
        amounts = kept.reshape(-1)
        if self.fits:
            self.votes = np.bincount(steps.reshape(-1), amounts, self.m + 1).astype(np.int64).tolist()[: self.m]
        else:
            self.votes = list(sums(steps.reshape(-1), amounts, self.m + 1)[: self.m])
        self.quota = sum(self.votes) // (self.case.seats + 1) + 1

    def run(self) -> None:
        """All rounds: each ends with somebody elected, or with an exclusion that the next one starts from."""
        act, moved = "first", None
        while len(self.elected) < self.case.seats:
            surplus = self._iterate(act, moved)
            if self._done():
                break
            act, moved = "kept", None
            if not self.stages[-1].elected:
                act, moved = "excluded", self._exclude(surplus)
                if self._done():
                    self._distribute(*paths(self.matrix, self.case.profile.weights, self.states))
                    self._note(act, moved)
                    break
        if len(self.elected) < self.case.seats:
            self._elect(self._hopeful())

    def _done(self) -> bool:
        """Whether no more options are left than seats."""
        return len(self._hopeful()) + len(self.elected) <= self.case.seats

    def _iterate(self, act: str, moved: int | None) -> int:
        """Lowers keep factors until somebody reaches the quota or the surplus is as good as gone."""
        steps, weights = paths(self.matrix, self.case.profile.weights, self.states)
        last: int | None = None
        hopeful = self._hopeful()
        while True:
            self._distribute(steps, weights)
            reached = [at for at in hopeful if self.votes[at] >= self.quota]
            surplus = sum(max(0, self.votes[at] - self.quota) for at in [*self.elected, *reached])
            if reached or surplus < OMEGA or (last is not None and surplus >= last):
                self._note(act, moved)
                self._elect(reached)
                return surplus
            for at in self.elected:
                part = -(-self.keep[at] * self.quota // ONE)
                self.keep[at] = -(-part * ONE // self.votes[at])
            last = surplus

    def _note(self, act: str, moved: int | None) -> None:
        rest = self.case.profile.n_valid * ONE - sum(self.votes)
        self.stages.append(Stage(act, moved, [*self.votes, rest], quota=self.quota))

    def _elect(self, reached: Sequence[int]) -> None:
        now, first = self.votes, self.stages[0].tallies
        for at in sorted(reached, key=lambda at: (-now[at], -first[at], self.ids[at])):
            self.states[at] = ELECTED
            self.elected.append(at)
            self.stages[-1].elected.append(at)

    def _exclude(self, surplus: int) -> int:
        """Who has the fewest votes, or so few that the surplus still to come could make them the fewest."""
        hopeful = self._hopeful()
        most = min(self.votes[at] for at in hopeful) + surplus
        tied = [self.ids[at] for at in hopeful if self.votes[at] <= most]
        chosen = tied[0]
        if len(tied) > 1:
            earlier = [dict(zip(self.ids, stage.tallies, strict=False)) for stage in self.stages]
            facts = Facts(earlier[-1], earlier[:-1], [self.ids[at] for at in self.elected])
            chosen = self.case.ties.pick(len(self.stages) + 1, tied, facts, exclude=True)
        at = self.ids.index(chosen)
        self.states[at], self.keep[at] = EXCLUDED, 0
        return at


def tally(case: Case) -> Tally:
    """``totals`` are first preferences; a stage is a round, its tallies are those at its last iteration."""
    counted = _Count(case)
    counted.run()
    winners = [case.ids[at] for at in counted.elected]
    stages = Stages(case.ids, counted.quota, counted.stages, _text)
    first = {option: Fraction(n, ONE) for option, n in zip(case.ids, counted.stages[0].tallies, strict=False)}
    keep = {option: _text(factor) for option, factor in zip(case.ids, counted.keep, strict=False)}
    return Tally(
        winners, stages.ranking(winners), first,
        lambda: Detail(stages.rounds(), stages.margins(winners), {"keep_factors": keep}),
    )  # fmt: skip


RULE = Rule(
    key="meek-stv",
    kinds=frozenset({BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {
            "name": "Voto singolo trasferibile (Meek)",
            **WORDS["it"],
            "kept": "Chi è stato eletto tiene solo la quota: {quota}. Non trasferibili: {non_transferable}.",
        },
        "en": {
            "name": "Single transferable vote (Meek)",
            **WORDS["en"],
            "kept": "Those elected keep just the quota: {quota}. Not transferable: {non_transferable}.",
        },
    },
    parameters=(Parameter("seats", "1", form="integer"),),
    ties=("prior_stage", "lot"),
    strict=True,
)
