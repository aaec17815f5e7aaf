# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Meek's STV by the reference rule of the Proportional Representation Foundation, in nine decimals. methods.md §2.2.

Every elected option keeps a share of each vote that reaches it and passes the rest on; shares are lowered until the
elected ones keep just a quota. Then the lowest hopeful option is excluded, and so on.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.engines.paths import ELECTED, EXCLUDED, HOPEFUL, Paths
from voting.engines.single_transferable import WORDS
from voting.engines.stages import Number, Stage, Stages
from voting.lots.ties import Facts
from voting.packing import Ints
from voting.tallies import Case, Detail, Parameter, Rule, Tally
from voting.words import previews
from voting.words.explanations import STRICT_ORDER, UNTIL_FULL, Example, Explanation
from voting.words.reasons import by_quota
from voting.words.sentences import N_

ONE = 10**9
OMEGA = 10**3


def _text(units: Number) -> str:
    """Nine decimals, always."""
    return f"{units // ONE}.{int(units % ONE):09d}"


class _Count:
    """One count; numbers are whole, in units of 10⁻⁹."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.ids = case.ids
        self.m = len(case.ids)
        self.states = np.zeros(self.m + 1, np.int64)
        self.paths = Paths(case, self.states, ONE)
        self.keep = [ONE] * self.m + [0]
        self.votes = [0] * self.m
        self.seats = case.seats
        self.total = case.profile.n_valid * ONE
        self.fits = self.total < 2**53  # floats add such votes exactly, and faster
        self.quota = self.rest = 0
        self.elected: list[int] = []
        self.stages: list[Stage] = []

    def _hopeful(self) -> list[int]:
        return np.flatnonzero(self.states[: self.m] == HOPEFUL).tolist()

    def _distribute(self, passed: Ints, ballots: Ints, voters: Ints) -> None:
        """Votes and quota at the present keep factors: each option keeps ⌈what arrives × its factor⌉."""
        kept = np.array(self.keep).take(passed)
        arrives = ONE - kept[0]
        for part in kept[1:]:
            part *= arrives
            part += ONE - 1
            part //= ONE
            arrives -= part
        votes = arrives @ ballots
        kept = kept * voters
        if self.fits:
            votes += np.bincount(passed.reshape(-1), kept.reshape(-1), len(votes)).astype(np.int64)
        else:
            np.add.at(votes, passed, kept)
        *self.votes, self.rest = votes.tolist()
        self.quota = (self.total - self.rest) // (self.seats + 1) + 1

    def run(self) -> None:
        """All rounds: each ends with somebody elected, or with an exclusion that the next one starts from."""
        act, moved = "first", None
        while len(self.elected) < self.seats:
            surplus = self._iterate(act, moved)
            if self._done():
                break
            act, moved = "kept", None
            if not self.stages[-1].elected:
                act, moved = "excluded", self._exclude(surplus)
                if self._done():
                    self._distribute(*self.paths.merged())
                    self._note(act, moved)
                    break
        if len(self.elected) < self.seats:
            self._elect(self._hopeful())

    def _done(self) -> bool:
        """Whether no more options are left than seats."""
        return len(self._hopeful()) + len(self.elected) <= self.seats

    def _iterate(self, act: str, moved: int | None) -> int:
        """Lowers keep factors until somebody reaches the quota or the surplus is as good as gone."""
        ways = self.paths.merged()
        last: int | None = None
        hopeful = self._hopeful()
        while True:
            self._distribute(*ways)
            votes, quota = self.votes, self.quota
            reached = [at for at in hopeful if votes[at] >= quota]
            surplus = sum(votes[at] - quota for at in [*self.elected, *reached] if votes[at] > quota)
            if reached or surplus < OMEGA or (last is not None and surplus >= last):
                self._note(act, moved)
                self._elect(reached)
                return surplus
            for at in self.elected:
                part = -(-self.keep[at] * quota // ONE)
                self.keep[at] = -(-part * ONE // votes[at])
            last = surplus

    def _note(self, act: str, moved: int | None) -> None:
        self.stages.append(Stage(act, moved, [*self.votes, self.rest], quota=self.quota))

    def _elect(self, reached: Sequence[int]) -> None:
        now, first = self.votes, self.stages[0].tallies
        for at in sorted(reached, key=lambda at: (-now[at], -first[at], self.ids[at])):
            self.states[at] = ELECTED
            self.elected.append(at)
            self.stages[-1].elected.append(at)
        for at in reached:
            self.paths.leave(at)

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
        self.paths.leave(at)
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
        winners,
        stages.ranking(winners),
        first,
        lambda: Detail(stages.rounds(), stages.margins(winners), {"keep_factors": keep}),
    )


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
    explanation=Explanation(
        summary=N_(
            "Più posti, divisi in proporzione ai voti. A ogni passo chi è entrato tiene solo ciò che gli basta."
        ),
        lines=(
            STRICT_ORDER,
            N_(
                "Chi arriva alla quota entra e tiene solo la parte di ogni voto che gli basta. Il resto passa alla "
                "scelta che segue."
            ),
            UNTIL_FULL,
        ),
        example=Example(
            N_(
                "I posti sono 2 e le schede 9. Ada ha 6 voti, più della quota, ed entra. Tiene ciò che le basta e il "
                "resto passa a Bruno, che supera Carla ed entra."
            ),
            "ranking",
            ((6, ["Ada", "Bruno"]), (2, ["Carla"]), (1, ["Bruno"])),
            ("Ada", "Bruno"),
            params={"seats": "2"},
        ),
        reasons=by_quota,
        unit=N_("Prime preferenze"),
        counted=None,
    ),
    committee=True,
    offered={Asking.GROUP: Offer(3, BallotKind.RANKING)},
    preview=previews.quota,
    traits={Trait.GROUPS: True, Trait.RAISED: False},
)
