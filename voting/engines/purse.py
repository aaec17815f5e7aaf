# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A purse from which projects are paid."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from voting.canonical import exact
from voting.engines import eligibility
from voting.engines.eligibility import Caps
from voting.lots.ties import Facts
from voting.tallies import Case

Number = int | Fraction

WORDS = {
    "it": {
        "funded": "{name}: voti {votes}, costo {cost}. Finanziato; restano {left}.",
        "too_expensive": "{name}: voti {votes}, costo {cost}. Non basta: restano {left}.",
        "after_stop": "{name}: voti {votes}, costo {cost}. La lista si è già fermata.",
        **eligibility.WORDS["it"],
        "closing": "Spesi in tutto: {spent}.",
    },
    "en": {
        "funded": "{name}: votes {votes}, cost {cost}. Funded; {left} left.",
        "too_expensive": "{name}: votes {votes}, cost {cost}. Too expensive: {left} left.",
        "after_stop": "{name}: votes {votes}, cost {cost}. The list had already stopped.",
        **eligibility.WORDS["en"],
        "closing": "Spent in all: {spent}.",
    },
}


class Purse:
    """A budget being spent: ``left``, the funded ids in order, one round for every decision.

    ``before``: what was bought already, which counts under the caps; ``stage``: of the next round.
    """

    def __init__(
        self, case: Case, votes: Mapping[str, int], caps: Caps, before: Sequence[str] = (), stage: int = 1
    ) -> None:
        self.case, self.votes, self.caps = case, votes, caps
        self.costs: dict[str, Number] = dict(zip(case.ids, caps.costs, strict=True))
        self.ties, self.before, self.stage = case.ties, before, stage
        self.left = case.budget - sum(self.costs[option] for option in before)
        self.funded: list[str] = []
        self.rounds: list[dict[str, object]] = []
        self.missing: dict[str, object] = {}

    def again(self, before: Sequence[str] = (), stage: int = 1) -> "Purse":
        """The same budget as it was before anything was funded, less what was bought already."""
        return Purse(self.case, self.votes, self.caps, before, stage)

    @property
    def spent(self) -> Fraction:
        """What was paid for the funded."""
        return Fraction(sum(self.costs[option] for option in self.funded))

    def note(self, act: str, option: str, **more: object) -> None:
        """Adds a round."""
        self.rounds.append(
            {
                "stage": self.stage,
                "act": act,
                "option": option,
                "votes": str(self.votes[option]),
                "cost": exact(self.costs[option]),
                "left": exact(self.left),
                **more,
            }
        )
        self.stage += 1

    def fits(self, option: str) -> bool:
        """Whether the option can still be paid."""
        return self.costs[option] <= self.left and not self.capped(option)

    def capped(self, option: str) -> bool:
        """Whether a cap leaves too little room for the option."""
        return bool(self.caps.closed(self._bought(), [self._at(option)]))

    def _at(self, option: str) -> int:
        return self.case.profile.positions[option]

    def _bought(self) -> list[int]:
        return [self._at(option) for option in (*self.before, *self.funded)]

    def fund(self, option: str, **more: object) -> None:
        """Pays the option."""
        self.left -= self.costs[option]
        self.funded.append(option)
        self.note("funded", option, **more)

    def refuse(self, option: str, act: str, alone: bool = True) -> None:
        """Leaves the option out. The money that it lacked is kept where a cost lower by as much would have done."""
        self.note(act, option)
        lacked = {"missing": exact(self.costs[option] - self.left)} if alone and act == "too_expensive" else {}
        self.missing[option] = {"left": exact(self.left), **lacked, "because": act}

    def turn_away(self, option: str, alone: bool = True) -> None:
        """Leaves out what does not fit: too dear, or over a cap, whichever leaves less.

        ``alone``: no equal one is turned away with it that may stop the list.
        """
        room = self.caps.rooms(self._bought())
        if not any(room[cap] < self.left for cap in self.caps.under(self._at(option))):
            self.refuse(option, "too_expensive", alone)
            return
        found = eligibility.over_cap(self.caps, self._at(option), self._bought())
        if not alone:
            del found["missing"]
        self.note("over_cap", option, **found)
        self.missing[option] = {**found, "because": "over_cap"}

    def spend(self, groups: Sequence[Sequence[str]], stops: bool) -> None:
        """Goes through groups of equal score. A tie is broken only where the order inside a group matters."""
        stopped = False
        for group in groups:
            left = list(group)
            while left:
                chosen = left if stopped or self._alike(left) else self._next(left)
                for option in chosen:
                    if stopped:
                        self.refuse(option, "after_stop")
                    elif self.fits(option):
                        self.fund(option)
                    else:
                        self.turn_away(option, not stops or len(chosen) == 1)
                stopped = stopped or (stops and not all(option in self.funded for option in chosen))
                left = [option for option in left if option not in chosen]

    def _alike(self, group: Sequence[str]) -> bool:
        """Whether all fit together or none fits: then their order changes nothing."""
        if len(group) == 1 or not any(map(self.fits, group)):
            return True
        if sum(self.costs[option] for option in group) > self.left:
            return False
        return not self.caps.passed([*self._bought(), *(self._at(option) for option in group)])

    def _next(self, group: Sequence[str]) -> list[str]:
        facts = Facts(self.votes, chosen=self.funded)
        narrowed = self.ties.narrowed(group, facts)
        if len(narrowed) > 1 and self._alike(narrowed):
            return narrowed
        return [self.ties.pick(self.stage, group, facts)]

    def leave_out(self) -> list[str]:
        """Notes the options with too few votes; the others."""
        ids = self.case.ids
        refused = eligibility.refusals(self.case, [*self.votes.values()])
        for at, lack in refused.items():
            self.note("below_threshold", ids[at])
            self.missing[ids[at]] = lack
        return [option for at, option in enumerate(ids) if at not in refused]


def purse(case: Case, votes: Sequence[int]) -> Purse:
    """The whole budget, under the case's caps. ``votes`` by column."""
    return Purse(case, dict(zip(case.ids, votes, strict=True)), eligibility.caps(case))
