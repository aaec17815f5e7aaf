# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a sum is divided among neighbourhoods, exact to the cent. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deliberation.consultations.pots.values import Source
from deliberation.errors import Invalid
from deliberation.money import cents


@dataclass(frozen=True, slots=True)
class Share:
    """A neighbourhood with what money can be divided by; None where nobody knows."""

    id: int
    key: str
    name: str
    residents: int | None
    voting_age: int | None
    area_m2: int | None

    def weight(self, source: Source) -> int | None:
        """What counts for this neighbourhood, as a whole number."""
        found = {Source.POPULATION: self.residents, Source.VOTING_AGE: self.voting_age, Source.AREA: self.area_m2}
        return 1 if source is Source.EQUAL else found.get(source)


def divide(total_cents: int, weights: Mapping[str, int]) -> dict[str, int]:
    """The sum in proportion to the weights, by largest remainders: whole cents first, then one cent each to the largest
    rests; among equal rests to the first key in alphabetical order. The order of the input changes nothing.

    Raises Invalid pots.no_weights when nothing weighs anything.
    """
    whole = sum(weights.values())
    if whole <= 0 or min(weights.values()) < 0:
        raise Invalid("pots.no_weights", fields={"source": "pots.no_weights"})
    given = {key: total_cents * weight // whole for key, weight in weights.items()}
    rests = sorted(weights, key=lambda key: (-(total_cents * weights[key] % whole), key))
    for key in rests[: total_cents - sum(given.values())]:
        given[key] += 1
    return given


def by_source(total_cents: int, source: Source, shares: Sequence[Share]) -> dict[str, int]:
    """The sum divided by people or area, or in equal parts. Raises Invalid pots.unknown_weight with the places."""
    weights = {share.key: share.weight(source) for share in shares}
    unknown = [share.name for share in shares if not weights[share.key]]
    if unknown:
        refusal = Invalid("pots.unknown_weight", fields={"source": "pots.unknown_weight"}, places=", ".join(unknown))
        raise refusal
    return divide(total_cents, {key: weight for key, weight in weights.items() if weight})


def by_table(total_cents: int, typed: Mapping[str, str], shares: Sequence[Share]) -> dict[str, int]:
    """The amounts as typed, by key. Raises Invalid with a field `amount-<key>` for each that cannot be read or lacks,
    or with `source` when they are not the whole sum.
    """
    given: dict[str, int] = {}
    wrong: dict[str, str] = {}
    for share in shares:
        try:
            amount = cents(typed.get(share.key, ""))
        except Invalid:
            wrong[f"amount-{share.key}"] = "cost.unreadable"
            continue
        if amount is None:
            wrong[f"amount-{share.key}"] = "pots.amount_missing"
        else:
            given[share.key] = amount
    if wrong:
        raise Invalid("pots.wrong", fields=wrong)
    if (left := total_cents - sum(given.values())) != 0:
        code = "pots.sum_low" if left > 0 else "pots.sum_high"
        raise Invalid(code, fields={"source": code}, over_cents=abs(left))
    return given
