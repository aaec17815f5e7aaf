# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many took part: shares with their intervals. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from math import sqrt
from statistics import NormalDist

from analytics.disclosure import Hidden


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a known whole with its Wilson interval; `value`, `low` and `high` lie in [0, 1]."""

    part: int
    whole: int
    value: float
    low: float
    high: float


@lru_cache(maxsize=4096)  # a table of neighbourhoods asks for each share several times
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


@dataclass(frozen=True, slots=True)
class Voted:
    """One vote in one place, or as a whole: the ballots that count (none that was set aside), the people on its roll,
    the residents of voting age. None where nobody knows: an imported vote has no roll, a register may lack ages."""

    ballots: int
    entitled: int | None
    residents: int | None = None


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many voted, in one vote or in several. Made by `turnout` only.

    `share` is the turnout: ballots that count, of those who could vote (the people on the roll). `of_residents` sets
    the same ballots against the residents of voting age; pages write it as «ogni 1.000 residenti», never as turnout.
    """

    ballots: int
    entitled: int | None
    residents: int | None
    votes: int

    @property
    def share(self) -> Share | None:
        """Of those who could vote; None where the roll is not known."""
        return _share(self.ballots, self.entitled)

    @property
    def of_residents(self) -> Share | None:
        """Of the residents of voting age; None where their number is not known, or older and smaller than the vote."""
        return _share(self.ballots, self.residents)

    @property
    def per_thousand(self) -> float | None:
        """Ballots for every 1,000 residents of voting age, to one decimal."""
        return None if self.of_residents is None else round(self.of_residents.value * 1000, 1)


def turnout(votes: Iterable[Voted]) -> Turnout:
    """The one definition of turnout, of one vote or of several. ValueError without any vote.

    Several votes are added up, those who could vote and the residents once for each vote: a place that was asked five
    times is not livelier for that than one that was asked once.
    """
    known = list(votes)
    if not known:
        raise ValueError("no turnout of no vote")
    entitled, residents = [vote.entitled for vote in known], [vote.residents for vote in known]
    return Turnout(
        sum(vote.ballots for vote in known),
        None if None in entitled else sum(n for n in entitled if n),
        None if None in residents else sum(n for n in residents if n),
        len(known),
    )


def _share(part: int, whole: int | None) -> Share | None:
    return wilson(part, whole) if whole and part <= whole else None


@dataclass(frozen=True, slots=True)
class PlaceTurnout:
    """A neighbourhood's turnout, fit to be published: hidden where it would tell what people did, None where nobody was
    asked. `is_partial`: of some votes only, the others are hidden."""

    slug: str
    name: str
    known: Turnout | Hidden | None
    is_partial: bool = False
    here: bool = False

    @property
    def turnout(self) -> Turnout | None:
        """The numbers, where there are any to show."""
        return self.known if isinstance(self.known, Turnout) else None


class Measure(Enum):
    """What places are compared by."""

    RESIDENTS = "residents"
    ROLL = "roll"
    BALLOTS = "ballots"

    def share_of(self, found: Turnout) -> Share | None:
        """The share compared; None where ballots are counted and no share is known."""
        return found.of_residents if self is Measure.RESIDENTS else found.share if self is Measure.ROLL else None

    def number_of(self, found: Turnout) -> float:
        """The number compared."""
        share = self.share_of(found)
        return found.ballots if share is None else share.value


def measure_of(places: Collection[Turnout]) -> Measure:
    """How to compare these places: by residents where all are known, else by the rolls, else by mere ballots."""
    if all(place.of_residents for place in places):
        return Measure.RESIDENTS
    return Measure.ROLL if all(place.share for place in places) else Measure.BALLOTS


def are_alike(places: Collection[Turnout], measure: Measure) -> bool:
    """Whether no place stands out: the intervals of the first and of the last meet. Never said of mere ballots."""
    shares = sorted(filter(None, map(measure.share_of, places)), key=lambda share: share.value)
    return measure is not Measure.BALLOTS and (len(shares) < 2 or not differ(shares[0], shares[-1]))


def differ(one: Share, other: Share) -> bool:
    """Whether the intervals of two shares are apart: a cautious «these two differ»."""
    return one.low > other.high or other.low > one.high
