# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sequential rules for committees by approval: who is elected next depends on what each voter already got.

Voters of one row always stand alike, and few different standings occur: rows point to a list of them, so a round costs
one count of supporters by option and standing. All numbers are fractions. Source: methods.md §2.3.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from voting.canonical import exact
from voting.lots.ties import Facts
from voting.packing import Ints
from voting.profile import Profile
from voting.tallies import Case, Json

Rows = npt.NDArray[np.intp]

WORDS = {
    "it": {"loaded": "{name}: eletta. Il carico di chi la sostiene diventa {load}."},
    "en": {"loaded": "{name}: elected. The load of its supporters becomes {load}."},
}


class Standings:
    """For each row of a profile what its voters have so far (a load, how many winners they approve).

    ``values`` are all different: equal ones given (the same sum left after different purchases) become one.
    """

    def __init__(self, profile: Profile, values: Sequence[Fraction], of_row: Rows) -> None:
        index: dict[Fraction, int] = {}
        place = np.array([index.setdefault(value, len(index)) for value in values], np.intp)
        self.profile = profile
        self.values = list(index)
        self.of_row = place[of_row]
        self._marked = np.repeat(profile.weights.astype(np.float64), np.diff(profile.starts))

    @classmethod
    def equal(cls, profile: Profile, value: Fraction) -> "Standings":
        """Everybody starts alike."""
        return cls(profile, [value], np.zeros(len(profile.weights), np.intp))

    def supporters(self) -> Ints:
        """``n[c, s]``: how many supporters of option c have standing s."""
        kinds = len(self.values)
        slots = self.profile.columns.astype(np.int64) * kinds + self.of_row[self.profile.row_of_mark]
        flat = np.bincount(slots, self._marked, len(self.profile.options) * kinds)
        return flat.astype(np.int64).reshape(len(self.profile.options), kinds)

    def change(self, option: int, step: Callable[[Fraction], Fraction]) -> None:
        """Gives each supporter of an option a new standing."""
        rows = self.profile.supporters[option]
        index = {value: at for at, value in enumerate(self.values)}
        fresh = np.arange(len(self.values))
        for at in np.unique(self.of_row[rows]).tolist():
            value = step(self.values[at])
            fresh[at] = index.setdefault(value, len(index))
        self.values = list(index)
        self.of_row[rows] = fresh[self.of_row[rows]]
        used = np.unique(self.of_row)
        self.of_row = np.searchsorted(used, self.of_row)
        self.values = [self.values[at] for at in used.tolist()]

    def shares(self) -> Iterator[tuple[int, list[tuple[int, Fraction]]]]:
        """For each option with supporters: (how many, what they have) by standing."""
        for option, counts in enumerate(self.supporters().tolist()):
            found = [(count, value) for count, value in zip(counts, self.values, strict=True) if count]
            if found:
                yield option, found


def loads(standings: Standings, costs: Sequence[int | Fraction] | None = None) -> dict[int, Fraction]:
    """Phragmén: for each option the load that all its supporters would carry if it came next (a seat costs 1)."""
    return {
        option: sum((count * value for count, value in found), Fraction(1 if costs is None else costs[option]))
        / sum(count for count, _ in found)
        for option, found in standings.shares()
    }


def gains(standings: Standings) -> dict[int, Fraction]:
    """PAV: for each option Σ 1 / (1 + winners that a supporter already approves)."""
    return {
        option: sum((count / (1 + value) for count, value in found), Fraction(0))
        for option, found in standings.shares()
    }


def fill(case: Case, standings: Standings, winners: list[str], rounds: list[Json]) -> None:
    """Phragmén: elects the option with the lowest load until the seats are filled, never one without supporters.

    Its supporters then all carry this load.
    """
    while len(winners) < case.seats and (offers := without(loads(standings), case, winners)):
        lowest = min(offers.values())
        chosen = first(case, offers, lowest, winners)
        standings.change(chosen, lambda _, load=lowest: load)  # type: ignore[misc]
        name = case.ids[chosen]
        winners.append(name)
        act: Json = {
            "stage": len(rounds) + 1,
            "act": "loaded",
            "option": name,
            "load": exact(lowest),
            "elected": [name],
        }
        rounds.append(act)


def without(offers: Mapping[int, Fraction], case: Case, winners: Sequence[str]) -> dict[int, Fraction]:
    """The offers of those not yet elected."""
    return {option: offer for option, offer in offers.items() if case.ids[option] not in winners}


def first(case: Case, offers: Mapping[int, Fraction], best: Fraction, winners: Sequence[str]) -> int:
    """The option that offers the best; of several, the one that the tie policy prefers."""
    tied = {case.ids[option]: option for option, offer in offers.items() if offer == best}
    if len(tied) == 1:
        return min(tied.values())
    votes = dict(zip(case.ids, case.profile.votes, strict=True))
    return tied[case.ties.pick(len(winners) + 1, list(tied), Facts(votes, chosen=winners))]


def unserved(case: Case, winners: Sequence[str]) -> int:
    """How many voters approve no winner (blank ballots aside)."""
    left = case.profile.weights.copy()
    for option in winners:
        left[case.profile.supporters[case.profile.positions[option]]] = 0
    return int(left.sum())
