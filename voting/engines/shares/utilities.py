# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an option is worth to each of its supporters: uᵢ(c) = units of voter i × the option's gain from a unit.

Cost satisfaction gives everybody one unit that gains the cost, cardinality one unit that gains 1. Additive satisfaction
takes points as units, and turns rankings into Borda utilities (the longest ballot's length + 1 − place). Prices are
those of a unit, so ρ = price / gain. Source: Peters, Pierczyński, Skowron 2021; methods.md §3.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from voting.ballots import BallotKind
from voting.errors import CountError
from voting.packing import Ints
from voting.profile import Profile

Rows = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]
UNIT = 2.0**-53


class Utilities(Protocol):
    """How satisfaction is measured: one of the two below."""

    table: ClassVar[type]  # of numbers that hold how many units a voter pays for
    rounding: ClassVar[float]  # how far, for each of the sum divided, ``per_unit`` can be off

    @property
    def gains(self) -> Sequence[int | Fraction]:
        """By option: the satisfaction from a unit, exact and positive."""

    @property
    def totals(self) -> Sequence[int]:
        """By option: Σ voters × units."""

    @property
    def most(self) -> Sequence[float]:
        """By option: the most units that a supporter has, at least 1."""

    def units(self, option: int, rows: Rows) -> Ints:
        """How many units of an option are for each voter of some of its supporters' rows."""

    def per_unit(self, option: int, held: Floats) -> Floats:
        """What an option's supporters hold for each of their units."""

    def times(self, option: int, each: float | Floats) -> float | Floats:
        """What is given for a unit, times the units of each of an option's supporters."""


@dataclass(frozen=True)
class Alike:
    """Everybody's unit is one: by cost or cardinality, all supporters of an option gain the same from it."""

    gains: Sequence[int | Fraction]
    totals: Sequence[int]
    table: ClassVar[type] = np.bool_
    rounding: ClassVar[float] = 0.0

    @property
    def most(self) -> Sequence[float]:
        """One."""
        return [1.0] * len(self.gains)

    def units(self, option: int, rows: Rows) -> Ints:
        """One each."""
        return np.ones(len(rows), np.int64)

    def per_unit(self, option: int, held: Floats) -> Floats:
        """All that they hold."""
        return held

    def times(self, option: int, each: float | Floats) -> float | Floats:
        """Once."""
        return each


@dataclass(frozen=True)
class Additive:
    """``numbers[c][i]``, and ``floats``: the units of option c for the i-th row of its supporters. A unit gains 1."""

    profile: Profile
    numbers: Sequence[Ints]
    floats: Sequence[Floats]
    table: ClassVar[type] = np.int64
    rounding: ClassVar[float] = UNIT

    @property
    def gains(self) -> Sequence[int]:
        """1 each."""
        return [1] * len(self.numbers)

    @property
    def totals(self) -> Sequence[int]:
        """Points, or Borda's."""
        weights = self.profile.weights
        return [int(n @ weights[rows]) for n, rows in zip(self.numbers, self.profile.supporters, strict=True)]

    @property
    def most(self) -> Sequence[float]:
        """Of one ballot."""
        return [float(units.max(initial=1.0)) for units in self.floats]

    def units(self, option: int, rows: Rows) -> Ints:
        """Found by their place among the supporters' rows, which increase."""
        return self.numbers[option][np.searchsorted(self.profile.supporters[option], rows)]

    def per_unit(self, option: int, held: Floats) -> Floats:
        """Divided, which rounds."""
        return held / self.floats[option]

    def times(self, option: int, each: float | Floats) -> Floats:
        """Exact for voters, as long as there are fewer than 2⁵³ units."""
        return each * self.floats[option]


def additive(profile: Profile) -> Utilities:
    """Points as they are, Borda utilities of rankings, one unit for other marks. Raises CountError bad_profile."""
    if profile.kind not in (BallotKind.POINTS, BallotKind.RANKING):
        return Alike([1] * len(profile.options), profile.votes)
    values = profile.values.astype(np.int64)
    if profile.kind is BallotKind.RANKING and len(values):
        values = int(values.max()) + 1 - values
    if len(values) and int(values.min()) <= 0:
        raise CountError("bad_profile", reason="points below 1")
    by_option = np.argsort(profile.columns, kind="stable")
    ends = np.searchsorted(profile.columns[by_option], np.arange(len(profile.options) + 1))
    numbers = [values[by_option[ends[at] : ends[at + 1]]] for at in range(len(profile.options))]
    return Additive(profile, numbers, [units.astype(np.float64) for units in numbers])
