# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much of the budget each voter of Equal Shares starts with: all the same, or by weights of their groups.

With weights, each voter of a group holds the common endowment times ``weight of the group / its voters`` over ``all
weights / all voters``, so turnout no longer decides how much a neighbourhood can spend. Source: methods.md §3.2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from voting.errors import CountError
from voting.packing import Ints
from voting.profile import Profile

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Endowments:
    """Each voter of row r starts with the common endowment × ``factors[of_row[r]]``."""

    factors: Sequence[int | Fraction]
    of_row: Rows
    weights: Ints

    def floats(self, endowment: Fraction) -> npt.NDArray[np.float64]:
        """What each row's voters start with, each the float next to the exact sum."""
        return np.array([float(endowment * factor) for factor in self.factors])[self.of_row]

    def total(self, rows: Rows) -> int | Fraction:
        """What the voters of the rows start with together, when the common endowment is 1."""
        voters = np.bincount(self.of_row[rows], self.weights[rows], len(self.factors)).tolist()
        return sum(factor * int(n) for factor, n in zip(self.factors, voters, strict=True) if n)


def equal(profile: Profile) -> Endowments:
    """The same for everybody."""
    return Endowments([1], np.zeros(len(profile.weights), np.intp), profile.weights)


def by_group(profile: Profile, weights: Mapping[str, Fraction]) -> Endowments:
    """In proportion to the weights of the groups. Raises CountError bad_parameter for a group without weight."""
    voters = np.bincount(profile.row_groups, profile.weights, len(profile.groups)).astype(np.int64)
    of_group = [int(n) + blank for n, blank in zip(voters.tolist(), profile.blanks, strict=True)]
    for group in profile.groups:
        if weights.get(group, 0) <= 0:
            raise CountError("bad_parameter", parameter="group_weights", found=group, expected="a weight of each group")
    total = sum((weights[g] for g, n in zip(profile.groups, of_group, strict=True) if n), Fraction(0))
    everybody = sum(of_group)
    factors = [
        weights[group] * everybody / (total * n) if n else Fraction(0)
        for group, n in zip(profile.groups, of_group, strict=True)
    ]
    return Endowments(factors, profile.row_groups.astype(np.intp), profile.weights)
