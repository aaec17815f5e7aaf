# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The most that may be spent on a category, or in one neighbourhood: as typed, as stored, and as a rule takes it. Pure.

A limit is a text like ``"40%"`` of the pot, or whole cents. It is a condition of the count: what does not fit under it
is not funded. methods.md §3.3: limits void the guarantees of proportional rules, and the pages say so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from deliberation.errors import Invalid
from deliberation.money import cents, euro_text
from voting import RULES, Option
from voting.canonical import canonical_json, exact

Limit = str | int
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%", re.ASCII)
NEEDED = frozenset({"category_caps", "zone_caps"})


@dataclass(frozen=True, slots=True)
class SpendingLimits:
    """By category, and one that holds in each neighbourhood; none: no limit."""

    categories: Mapping[str, Limit] = field(default_factory=dict)
    neighbourhood: Limit | None = None

    def __bool__(self) -> bool:
        return bool(self.categories) or self.neighbourhood is not None

    def as_text(self) -> str:
        """As it is stored."""
        found: dict[str, object] = {"categories": dict(self.categories)} if self.categories else {}
        if self.neighbourhood is not None:
            found["neighbourhood"] = self.neighbourhood
        return canonical_json(found)


def stored_limits(text: str) -> SpendingLimits:
    """What `as_text` wrote."""
    found = json.loads(text or "{}")
    return SpendingLimits(found.get("categories", {}), found.get("neighbourhood"))


def read_limit(text: str) -> Limit | None:
    """A typed limit: "40 %" or "50.000" euro; None for nothing. Raises Invalid limits.unreadable."""
    if not text.strip():
        return None
    if "%" not in text:
        try:
            return cents(text)
        except Invalid:
            raise Invalid("limits.unreadable") from None
    found = _PERCENT.fullmatch(text.strip())
    share = Fraction(f"{found[1]}.{found[2] or 0}") if found else Fraction(0)
    if not 0 < share <= 100:
        raise Invalid("limits.unreadable")
    return f"{exact(share)}%"


def limit_text(limit: Limit | None) -> str:
    """A limit as somebody would type it."""
    if limit is None:
        return ""
    if isinstance(limit, int):
        return euro_text(limit)
    share = Fraction(limit.removesuffix("%"))
    return f"{int(share)} %" if share.denominator == 1 else f"{float(share):.2f}".rstrip("0").replace(".", ",") + " %"


def most_cents(limit: Limit, pot_cents: int) -> Fraction:
    """The limit in a pot, exact; in cents."""
    return Fraction(limit) if isinstance(limit, int) else Fraction(limit.removesuffix("%")) * pot_cents / 100


def honours_limits(rule: str) -> bool:
    """Whether the rule can count under limits."""
    return rule in RULES and {parameter.name for parameter in RULES[rule].parameters} >= NEEDED


def caps(limits: SpendingLimits, pot_cents: int, options: Iterable[Option], *, one_place: bool) -> dict[str, str]:
    """The limits as parameters of a rule, in euros. What no option on the ballot has is left out: it limits nothing.

    `one_place`: the pot of a neighbourhood, in which a limit on neighbourhoods has no sense.
    """
    listed = tuple(options)
    used = {option.category for option in listed if option.category}
    zones = {option.zone for option in listed if option.zone}
    found = {
        "category_caps": {name: limit for name, limit in limits.categories.items() if name in used},
        "zone_caps": {}
        if one_place or limits.neighbourhood is None
        else dict.fromkeys(sorted(zones), limits.neighbourhood),
    }
    return {
        name: ";".join(f"{key}={exact(most_cents(given[key], pot_cents) / 100)}" for key in sorted(given))
        for name, given in found.items()
        if given
    }
