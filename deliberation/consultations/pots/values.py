# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pots of a budget. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voting.canonical import canonical_json, sha256

CITY = "tutta-la-citta"  # the key of the city's pot


class PotKind(StrEnum):
    """How a budget stands: whole, one pot for each neighbourhood, or those beside one for the city."""

    WHOLE = ""
    EACH = "each"
    BOTH = "both"


class Source(StrEnum):
    """How the amounts of the neighbourhoods' pots were found."""

    POPULATION = "population"
    VOTING_AGE = "voting_age"
    AREA = "area"
    EQUAL = "equal"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Pot:
    """A part of a budget. `neighbourhood` is a row id, None of the city's pot; `key` stands in addresses."""

    id: int
    key: str
    name: str
    neighbourhood: int | None
    amount_cents: int
    source: str

    @property
    def of_city(self) -> bool:
        return self.neighbourhood is None


def pot_of(pots: Iterable[Pot], neighbourhood: int | None, *, for_city: bool = False) -> Pot | None:
    """Where a proposal belongs: the pot of its neighbourhood; the city's if it has none, or was put there."""
    wanted = None if for_city else neighbourhood
    return next((pot for pot in pots if pot.neighbourhood == wanted), None)


def open_to(pots: Iterable[Pot], home: int | None, *, chosen: bool) -> tuple[Pot, ...]:
    """The pots in which a voter of that neighbourhood may vote: the city's, and their own or any one of the others."""
    return tuple(pot for pot in pots if pot.of_city or chosen or pot.neighbourhood == home)


def fit(kind: str, pots: Sequence[Pot], covered: Collection[int], total_cents: int | None) -> bool:
    """Whether the pots are those of this kind of budget: one for each neighbourhood covered, the sum to the cent."""
    if not kind:
        return not pots
    places = [pot.neighbourhood for pot in pots if not pot.of_city]
    cities = len(pots) - len(places)
    return (
        sorted(filter(None, places)) == sorted(covered)
        and cities == (0 if kind == PotKind.EACH else 1)
        and sum(pot.amount_cents for pot in pots) == (total_cents or 0)
    )


def digest_of_all(digests: Mapping[str, str]) -> str:
    """One fingerprint over the counts of all pots: key of the pot → digest of its official count."""
    return sha256(canonical_json({"pots": dict(digests)}))
