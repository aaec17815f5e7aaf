# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a ballot of a ``.pb`` file may hold, by its own META. A ballot beyond that is void (methods.md §9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

import numpy as np

from voting.ballots import BallotKind
from voting.canonical import exact
from voting.exchange.pabulib_sections import money, whole
from voting.options import Option
from voting.profile import Profile

LENGTHS = ("min_length", "max_length")
COSTS = ("min_sum_cost", "max_sum_cost")
POINTS = ("min_points", "max_points", "min_sum_points", "max_sum_points")


@dataclass(frozen=True, slots=True)
class Beyond:
    """The first limit that a ballot exceeds."""

    limit: str
    allowed: str
    found: str


@dataclass(frozen=True)
class Limits:
    """The limits of one file, by their names in META; costs of its projects by id."""

    kind: BallotKind
    bounds: Mapping[str, Fraction]
    costs: Mapping[str, Fraction] = field(repr=False)

    def beyond(self, marks: Sequence[tuple[str, int]]) -> Beyond | None:
        """What a ballot exceeds, or None. A blank ballot exceeds nothing: it is blank."""
        if not marks or not self.bounds:
            return None
        points = [value for _, value in marks]
        sums = {
            "length": Fraction(len(marks)),
            "sum_cost": sum((self.costs[option] for option, _ in marks), Fraction(0)),
            "sum_points": Fraction(sum(points)),
        }
        for name, bound in self.bounds.items():
            side, _, measured = name.partition("_")
            if measured == "points":
                found = Fraction(max(points) if side == "max" else min(points))
            else:
                found = sums[measured]
            if found > bound if side == "max" else found < bound:
                return Beyond(name, exact(bound), exact(found))
        return None

    def any_beyond(self, profile: Profile) -> bool:
        """Whether `beyond` would name any ballot of the profile, for all of them at once."""
        if not self.bounds or not len(profile.columns):
            return False
        starts = profile.starts[:-1]
        scale = lcm(*(cost.denominator for cost in self.costs.values()))
        costs = [int(self.costs[option.id] * scale) for option in profile.options]
        exact_type = np.int64 if sum(costs) < 2**62 else object
        points = profile.values if self.kind is BallotKind.POINTS else np.ones(len(profile.columns), np.int64)
        measured = {
            "length": np.diff(profile.starts),
            "sum_cost": np.add.reduceat(np.array(costs, exact_type)[profile.columns], starts),
            "sum_points": np.add.reduceat(points.astype(np.int64), starts),
        }
        for name, bound in self.bounds.items():
            side, _, what = name.partition("_")
            limit = bound * scale if what == "sum_cost" else bound
            found = points if what == "points" else measured[what]
            extreme = int(found.max()) if side == "max" else int(found.min())
            if extreme > limit if side == "max" else extreme < limit:
                return True
        return False


def limits(kind: BallotKind, values: Mapping[str, str], lines: Mapping[str, int], options: Sequence[Option]) -> Limits:
    """The limits that META sets. Raises PabulibError for one that is no number."""
    names = [*LENGTHS, *COSTS, *(POINTS if kind is BallotKind.POINTS else ())]
    bounds: dict[str, Fraction] = {}
    for name in names:
        text = values.get(name, "").strip()
        if not text:
            continue
        of_money = name in COSTS and text.strip("0.,")
        bounds[name] = money(text, lines[name], name) if of_money else Fraction(whole(text, lines[name], name))
    costs = {option.id: Fraction(option.cost or 0) for option in options}
    return Limits(kind, bounds, costs)
