# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many took part: shares with their intervals. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a known whole with its Wilson interval; `value`, `low` and `high` lie in [0, 1]."""

    part: int
    whole: int
    value: float
    low: float
    high: float


def wilson(part: int, whole: int, confidence: float = 0.95) -> Share:
    """The share part/whole with the Wilson score interval (Wilson 1927), without continuity correction.

    ValueError if `whole` is not positive or `part` lies outside 0 … whole.
    """
    if whole <= 0 or not 0 <= part <= whole:
        raise ValueError(f"no share of {part} in {whole}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = part / whole
    centre = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z / (1 + z * z / whole) * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    low = 0.0 if part == 0 else max(0.0, centre - half)
    high = 1.0 if part == whole else min(1.0, centre + half)
    return Share(part, whole, share, low, high)


def turnout(voters: int | None, electorate: int | None) -> Share | None:
    """Voters against residents of voting age; None where either is not known (or the register is older than the vote
    and smaller than its voters)."""
    if voters is None or not electorate or voters > electorate:
        return None
    return wilson(voters, electorate)


def differ(one: Share, other: Share) -> bool:
    """Whether the intervals of two shares are apart: a cautious «these two differ»."""
    return one.low > other.high or other.low > one.high


def gini(values: list[int]) -> float:
    """Inequality of non-negative counts: Σ(2i − n − 1)x_i / (nΣx) over the sorted counts; 0 for no counts."""
    total = sum(values)
    if total == 0:
        return 0.0
    ordered = sorted(values)
    return sum((2 * at - len(ordered) - 1) * value for at, value in enumerate(ordered, 1)) / (len(ordered) * total)
