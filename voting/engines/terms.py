# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""On what terms voters take part in Equal Shares: how much an option is worth to each, how large each endowment is.

Cost and cardinality satisfaction count every supporter alike. Additive satisfaction takes points as they are, and turns
rankings into Borda utilities (the longest ballot's length + 1 − place). With weights by group each voter's endowment is
the common one times ``weight of the group / its voters × all voters``. Source: methods.md §3.2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from voting.ballots import BallotKind
from voting.errors import CountError
from voting.packing import Ints
from voting.profile import Profile

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Terms:
    """``units[c][i]``: the utility of option c for the i-th of its supporters' rows; ``factors[g]``: by group."""

    profile: Profile
    units: tuple[Ints, ...] | None = None
    factors: Sequence[Fraction] | None = None

    def endowed(self, endowment: Fraction) -> npt.NDArray[np.float64]:
        """What each row's voters start with, each the float next to the exact sum."""
        if self.factors is None:
            return np.full(len(self.profile.weights), float(endowment))
        return np.array([float(endowment * factor) for factor in self.factors])[self.profile.row_groups]

    def endowment(self, row: int, endowment: Fraction) -> Fraction:
        """What each voter of a row starts with."""
        return endowment if self.factors is None else endowment * self.factors[int(self.profile.row_groups[row])]

    @property
    def alike(self) -> bool:
        """Whether every supporter counts once and starts with the same."""
        return self.units is None and self.factors is None

    def units_of(self, option: int, rows: Rows) -> Ints | None:
        """Utilities of an option for some of its supporters' rows; None: 1 each."""
        if self.units is None:
            return None
        return self.units[option][np.searchsorted(self.profile.supporters[option], rows)]

    def count(self, option: int, rows: Rows) -> int:
        """Σ voters × utility over the rows."""
        units, weights = self.units_of(option, rows), self.profile.weights[rows]
        return int(weights.sum() if units is None else units @ weights)

    def endowments(self, rows: Rows) -> Fraction:
        """What the voters of the rows start with together, when the common endowment is 1."""
        weights = self.profile.weights[rows]
        if self.factors is None:
            return Fraction(int(weights.sum()))
        voters = np.bincount(self.profile.row_groups[rows], weights, len(self.factors)).tolist()
        return sum((factor * int(n) for factor, n in zip(self.factors, voters, strict=True) if n), Fraction(0))


def terms(profile: Profile, satisfaction: str, weights: Mapping[str, Fraction]) -> Terms:
    """The terms of a count. Raises CountError bad_parameter for a group without weight."""
    valued = satisfaction == "additive" and profile.kind in (BallotKind.POINTS, BallotKind.RANKING)
    return Terms(profile, _units(profile) if valued else None, _factors(profile, weights) if weights else None)


def _units(profile: Profile) -> tuple[Ints, ...]:
    values = profile.values.astype(np.int64)
    if profile.kind is BallotKind.RANKING and len(values):
        values = int(values.max()) + 1 - values
    if len(values) and int(values.min()) <= 0:
        raise CountError("bad_profile", reason="points below 1")
    by_option = np.argsort(profile.columns, kind="stable")
    ends = np.searchsorted(profile.columns[by_option], np.arange(len(profile.options) + 1))
    return tuple(values[by_option[ends[at] : ends[at + 1]]] for at in range(len(profile.options)))


def _factors(profile: Profile, weights: Mapping[str, Fraction]) -> list[Fraction]:
    voters = np.bincount(profile.row_groups, profile.weights, len(profile.groups)).astype(np.int64)
    of_group = [int(n) + blank for n, blank in zip(voters.tolist(), profile.blanks, strict=True)]
    for group in profile.groups:
        if weights.get(group, 0) <= 0:
            raise CountError("bad_parameter", parameter="group_weights", found=group, expected="a weight of each group")
    total = sum((weights[g] for g, n in zip(profile.groups, of_group, strict=True) if n), Fraction(0))
    everybody = sum(of_group)
    return [
        weights[group] * everybody / (total * n) if n else Fraction(0)
        for group, n in zip(profile.groups, of_group, strict=True)
    ]
