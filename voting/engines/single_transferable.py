# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The single transferable vote, stage by stage: one surplus or one exclusion a stage (weighted inclusive Gregory).

Source: Scottish Local Government Elections Order 2007, SSI 2007/42, Schedule 1, rules 45–52; methods.md §2.1. The rules
differ only in how the value of a transferred paper is computed.
"""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np

from voting.engines.stages import Number, Stage, Stages, Text
from voting.engines.transfers import Transfers
from voting.lots.ties import Facts
from voting.tallies import Case, Detail, Tally

Value = Callable[[Number, Number, Number], Number]

WORDS = {
    "it": {
        "unit": "prime preferenze",
        "first": "Prime preferenze. Quota: {quota}.",
        "surplus": "Si trasferisce l'avanzo di {name}. Non trasferibili: {non_transferable}. Resti: {rounding_loss}.",
        "excluded": "Esce {name}. Non trasferibili: {non_transferable}. Resti: {rounding_loss}.",
        "tally": "{name}: {tally}",
        "elects": "Raggiungono l'elezione: {names}",
    },
    "en": {
        "unit": "first preferences",
        "first": "First preferences. Quota: {quota}.",
        "surplus": "The surplus of {name} is transferred. Not transferable: {non_transferable}."
        " Lost in rounding: {rounding_loss}.",
        "excluded": "{name} is excluded. Not transferable: {non_transferable}. Lost in rounding: {rounding_loss}.",
        "tally": "{name}: {tally}",
        "elects": "Elected: {names}",
    },
}


class _Count:
    """One count. ``one``: a vote in units; ``value(of a paper, surplus, tally)``: what the paper is worth passed on."""

    def __init__(self, case: Case, one: int, value: Value) -> None:
        self.case = case
        self.ids = case.ids
        self.seats = case.seats
        self.value = value
        self.papers = Transfers(case.profile, one)
        self.quota = (case.profile.n_valid // (self.seats + 1) + 1) * one
        self.continuing = list(range(len(self.ids)))
        self.elected: list[int] = []
        self.surpluses: list[int] = []
        self.contributed = np.zeros(len(case.profile.weights), bool)
        self.stages: list[Stage] = []
        self._end("first", None)

    def _end(self, act: str, option: int | None) -> None:
        """Ends a stage: whoever has the quota is elected; the rest too when no more are left than seats."""
        stage = Stage(act, option, list(self.papers.tallies))
        self.stages.append(stage)
        tallies = stage.tallies
        reached = [at for at in self.continuing if tallies[at] >= self.quota]
        self._elect(stage, reached)
        self.surpluses += reached
        if len(self.elected) < self.seats and len(self.elected) + len(self.continuing) <= self.seats:
            self._elect(stage, list(self.continuing))

    def _elect(self, stage: Stage, reached: Sequence[int]) -> None:
        for at in self._in_order(reached):
            self.elected.append(at)
            stage.elected.append(at)
            self.continuing.remove(at)
            self.papers.closes(at)

    def _in_order(self, reached: Sequence[int]) -> list[int]:
        """By tally, then by first preferences, then by id: the order among the elected changes nothing in the count."""
        if len(reached) < 2:
            return list(reached)
        now, first = self.papers.tallies, self.stages[0].tallies
        return sorted(reached, key=lambda at: (-now[at], -first[at], self.ids[at]))

    def _facts(self) -> Facts:
        stages = [dict(zip(self.ids, stage.tallies, strict=False)) for stage in self.stages]
        return Facts(stages[-1] if stages else {}, stages[:-1], [self.ids[at] for at in self.elected])

    def _pick(self, tied: Sequence[int], exclude: bool) -> int:
        if len(tied) == 1:
            return tied[0]
        names = [self.ids[at] for at in tied]
        stage = len(self.stages) + 1
        return self.ids.index(self.case.ties.pick(stage, names, self._facts(), exclude=exclude))

    def run(self) -> None:
        """All stages."""
        while len(self.elected) < self.seats:
            if self.surpluses:
                self._pass_surplus()
            else:
                self._exclude()

    def _pass_surplus(self) -> None:
        tallies = self.papers.tallies
        most = max(tallies[at] for at in self.surpluses)
        chosen = self._pick([at for at in self.surpluses if tallies[at] == most], exclude=False)
        self.surpluses.remove(chosen)
        tally: Number = tallies[chosen]
        surplus = tally - self.quota
        moved = self.papers.move(chosen, lambda value: cast(int, self.value(value, surplus, tally)))
        self.contributed[moved] = True
        tallies[chosen] = self.quota
        self._end("surplus", chosen)

    def _exclude(self) -> None:
        tallies = self.papers.tallies
        fewest = min(tallies[at] for at in self.continuing)
        chosen = self._pick([at for at in self.continuing if tallies[at] == fewest], exclude=True)
        self.continuing.remove(chosen)
        self.papers.closes(chosen)
        self.papers.move(chosen)
        tallies[chosen] = 0
        self._end("excluded", chosen)

    def evidence(self, text: Text) -> dict[str, object]:
        """Where the votes ended, and how many ballots gave value to somebody elected."""
        last = self.stages[-1].tallies
        helped = self.contributed | np.isin(self.papers.lies_on, self.elected)
        return {
            "ended": {option: text(tally) for option, tally in zip(self.ids, last, strict=False) if tally},
            "non_transferable": text(last[-1]),
            "ballots_that_helped": int(self.case.profile.weights[helped].sum()),
        }


def elect(case: Case, one: int, value: Value, text: Text) -> Tally:
    """Counts the case; ``text`` writes a number of units."""
    counted = _Count(case, one, value)
    counted.run()
    ids = case.ids
    winners = [ids[at] for at in counted.elected]
    stages = Stages(ids, counted.quota, counted.stages, text)
    first = {option: int(tally // one) for option, tally in zip(ids, counted.stages[0].tallies, strict=False)}
    return Tally(
        winners,
        stages.ranking(winners),
        first,
        lambda: Detail(stages.rounds(), stages.margins(winners), counted.evidence(text)),
    )
