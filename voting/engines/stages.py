# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stages of a count by transfers, and what is published of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from voting.tallies import grouped

Number = int | Fraction
Text = Callable[[Number], str]


@dataclass
class Stage:
    """One stage: what was done to which column, every tally at its end (the last one: not transferable)."""

    act: str
    option: int | None
    tallies: list[Number]
    elected: list[int] = field(default_factory=list)
    quota: Number | None = None


@dataclass(frozen=True, slots=True)
class Stages:
    """A whole count by transfers over the options ``ids``; ``text`` writes a tally."""

    ids: Sequence[str]
    quota: Number
    stages: Sequence[Stage]
    text: Text

    @property
    def excluded(self) -> list[int]:
        """Columns excluded, in order."""
        return [stage.option for stage in self.stages if stage.act == "excluded" and stage.option is not None]

    def rounds(self) -> list[dict[str, object]]:
        """One JSON object a stage. ``transfers``: what each option gained from the one that the stage moved."""
        total = sum(self.stages[0].tallies) if self.stages else 0
        rounds: list[dict[str, object]] = []
        before: Sequence[Number] = []
        for number, stage in enumerate(self.stages, 1):
            *tallies, lost = stage.tallies
            step: dict[str, object] = {
                "stage": number,
                "act": stage.act,
                "quota": self.text(self.quota if stage.quota is None else stage.quota),
                "tallies": {option: self.text(tally) for option, tally in zip(self.ids, tallies, strict=True)},
                "elected": [self.ids[at] for at in stage.elected],
                "excluded": [self.ids[stage.option]] if stage.act == "excluded" and stage.option is not None else [],
                "non_transferable": self.text(lost),
                "rounding_loss": self.text(total - sum(stage.tallies)),
            }
            if stage.option is not None:
                step["option"] = self.ids[stage.option]
                step["transfers"] = {
                    self.ids[at]: self.text(now - then)
                    for at, (now, then) in enumerate(zip(tallies, before, strict=False))
                    if now != then and at != stage.option
                }
            rounds.append(step)
            before = stage.tallies
        return rounds

    def ranking(self, winners: Sequence[str]) -> list[list[str]]:
        """Winners in order, then who was still in by tally, then the excluded, the last one first."""
        out = [self.ids[at] for at in reversed(self.excluded)]
        last = dict(zip(self.ids, self.stages[-1].tallies, strict=False))
        rest = [option for option in self.ids if option not in winners and option not in out]
        return [*([option] for option in winners), *grouped(rest, last.__getitem__), *([option] for option in out)]

    def margins(self, winners: Sequence[str]) -> dict[str, object]:
        """Bounds from the stages: the exclusion with the smallest gap to the next option, and the gap at the end.

        Changing as many votes as a gap could change the count; that the count cannot be changed with fewer is not said.
        """
        closest, last = self._closest_exclusion(), self._last_stage(winners)
        return {**({"closest_exclusion": closest} if closest else {}), **({"last_stage": last} if last else {})}

    def _closest_exclusion(self) -> dict[str, object]:
        """The exclusion with the smallest gap, the earliest among equals; empty when nobody was excluded."""
        closest: tuple[Number, int, int, int] | None = None
        gone: set[int] = set()
        for number, stage in enumerate(self.stages, 1):
            if stage.act == "excluded" and stage.option is not None:
                before = self.stages[number - 2].tallies
                rivals = [at for at in range(len(self.ids)) if at not in gone and at != stage.option]
                following = min(rivals, key=lambda at: (before[at], at))
                gap = before[following] - before[stage.option]
                if closest is None or gap < closest[0]:
                    closest = (gap, number, stage.option, following)
                gone.add(stage.option)
            gone.update(stage.elected)
        if closest is None:
            return {}
        gap, number, out, following = closest
        return {"stage": number, "excluded": self.ids[out], "next": self.ids[following], "gap": self.text(gap)}

    def _last_stage(self, winners: Sequence[str]) -> dict[str, object]:
        """The winner with least and the loser with most at the end; when no loser is left, as the last one went out."""
        losers = [at for at, option in enumerate(self.ids) if option not in winners]
        if not (losers and self.stages and winners):
            return {}
        tallies = self.stages[-1].tallies
        left = [at for at in losers if at not in self.excluded] or self.excluded[-1:]
        if self.excluded and left == self.excluded[-1:]:  # after a first stage
            tallies = self.stages[-2].tallies
        last = min((self.ids.index(option) for option in winners), key=lambda at: (tallies[at], at))
        rival = max(left, key=lambda at: (tallies[at], -at))
        return {
            "elected": self.ids[last],
            "not_elected": self.ids[rival],
            "votes_between": self.text(tallies[last] - tallies[rival]),
        }
