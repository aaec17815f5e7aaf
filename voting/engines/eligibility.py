# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which projects of a budget may be funded at all: enough votes, votes in proportion to the cost, caps by category and
neighbourhood. Caps void the guarantees of proportional rules: a page that uses them says so. Source: methods.md §3.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.canonical import exact
from voting.errors import CountError
from voting.magnitudes import counted
from voting.tallies import Case, Json, Parameter
from voting.words.sentences import N_

Number = int | Fraction

PARAMETERS = (
    Parameter("threshold", "0", form="integer", label=N_("Voti minimi per un progetto")),
    Parameter("support", "0", form="share"),
    Parameter("category_caps", "", form="amounts"),
    Parameter("zone_caps", "", form="amounts"),
)
WORDS = {
    "it": {
        "below_threshold": "{name}: voti {votes}. Sotto la soglia.",
        "over_cap": "{name}: voti {votes}, costo {cost}. Supera il tetto di «{cap}», che ha ancora {room}.",
    },
    "en": {
        "below_threshold": "{name}: votes {votes}. Below the threshold.",
        "over_cap": "{name}: votes {votes}, cost {cost}. Over the cap of «{cap}», which has {room} left.",
    },
}


@dataclass(frozen=True, slots=True)
class Caps:
    """For each column the caps that it falls under; ``limits`` by cap name, in the profile's unit of money."""

    of_column: Sequence[Sequence[str]]
    limits: Mapping[str, Fraction]
    costs: Sequence[Number]

    def rooms(self, bought: Iterable[int]) -> dict[str, Fraction]:
        """What each cap still allows after these columns."""
        left = dict(self.limits)
        for at in bought if left else ():
            for cap in self.of_column[at]:
                left[cap] -= self.costs[at]
        return left

    def passed(self, bought: Iterable[int]) -> bool:
        """Whether these columns together go beyond a cap."""
        return min(self.rooms(bought).values(), default=0) < 0

    def under(self, at: int) -> Sequence[str]:
        """The caps of a column."""
        return self.of_column[at] if self.limits else ()

    def closed(self, bought: Sequence[int], columns: Iterable[int]) -> list[int]:
        """Those of the columns that no longer fit under their caps."""
        if not self.limits:
            return []
        left = self.rooms(bought)
        return [at for at in columns if any(left[cap] < self.costs[at] for cap in self.of_column[at])]

    def tightest(self, at: int, bought: Iterable[int]) -> tuple[str, Fraction]:
        """The cap that leaves a column the least room, and that room."""
        left = self.rooms(bought)
        cap = min(self.of_column[at], key=lambda name: left[name])
        return cap.partition(":")[2], left[cap]


NONE = Caps((), {}, ())


def caps(case: Case) -> Caps:
    """The caps of a count. Raises CountError bad_parameter for one that names no project's category or neighbourhood.

    A project of several categories (``Sport,Verde``) or neighbourhoods counts against the cap of each.
    """
    costs, limits = case.costs, dict[str, Fraction]()
    of_column: list[list[str]] = [[] for _ in case.profile.options]
    for kind in ("category", "zone"):
        asked = amounts(case.params.get(f"{kind}_caps", ""))
        known = [tags(getattr(option, kind)) for option in case.profile.options] if asked else []
        for name, amount in asked.items():
            if not any(name in listed for listed in known):
                names = ", ".join(sorted({tag for listed in known for tag in listed}))
                raise CountError("bad_parameter", parameter=f"{kind}_caps", found=name, expected=names or f"no {kind}")
            limits[f"{kind}:{name}"] = amount * case.unit
            for listed, under in zip(known, of_column, strict=True):
                under += [f"{kind}:{name}"] if name in listed else []
    return Caps(of_column, limits, costs)


def tags(label: str | None) -> list[str]:
    """The names in a label: ``Sport, Verde`` are two."""
    return [name for part in (label or "").split(",") if (name := part.strip())]


def amounts(text: str) -> dict[str, Fraction]:
    """``"Sport=500;Verde=300"`` → amounts by name."""
    pairs = [part.rpartition("=") for part in text.split(";") if part]
    return {name: Fraction(amount) for name, _, amount in pairs}


def least_votes(case: Case) -> list[int]:
    """The votes that each column needs: the threshold, and with ``support=k`` also k · cost / budget · ballots.

    Świecie asks for votes / ballots ≥ cost / (3 · budget): ``support=1/3``.
    """
    threshold, support = int(case.params["threshold"]), Fraction(case.params["support"])
    ballots = case.profile.n_ballots - case.profile.n_invalid
    if not support or not case.budget:
        return [threshold] * len(case.costs)
    return [max(threshold, -int(-(support * cost * ballots) // case.budget)) for cost in case.costs]


def refusals(case: Case, votes: Sequence[int]) -> dict[int, Json]:
    """Columns with too few votes, each with how many it lacks."""
    needed = least_votes(case)
    return {
        at: {"missing_votes": counted(needed[at] - got), "because": "below_threshold"}
        for at, got in enumerate(votes)
        if got < needed[at]
    }


def over_cap(caps: Caps, at: int, bought: Iterable[int]) -> dict[str, object]:
    """What a round says of a project that its cap kept out."""
    cap, room = caps.tightest(at, bought)
    return {"cap": cap, "room": exact(room), "missing": exact(caps.costs[at] - room)}
