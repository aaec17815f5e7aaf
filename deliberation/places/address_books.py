# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole street register in memory: for files of a hundred thousand addresses, that no query each could place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from deliberation.database import rows
from deliberation.errors import Invalid
from deliberation.places.addresses.words import split_kind, without_saints
from deliberation.places.streets import read_number
from deliberation.text import plain

# "Via Roma 12/A", "via Roma, n. 12 bis int. 3", "Via 4 Novembre 7": floor and flat after the number are not looked at.
_WITH_NUMBER = re.compile(
    r"(.*?\S)[\s,]+(?:n|nr|num|civ|n°)?[\s.,]*(\d{1,5}(?:\s*[/.-]\s*[a-z0-9]{1,4}|\s*(?:bis|ter|quater|[a-z]))?)"
    r"(?:[\s,.]+(?:int|interno|sc|scala|p|piano|pal|palazzina|ed|edificio)\b.*)?",
    re.IGNORECASE,
)


Ranges = tuple[tuple[int, int, int, int], ...]  # of a street: (side, from, to, zone)


class Unplaced(StrEnum):
    """Why an address lies in no zone that is known."""

    NOTHING = "nothing"  # no street and no zone is written
    ZONE = "zone"  # there is no zone of this name or code
    STREET = "street"
    SEVERAL_STREETS = "several_streets"  # more than one street has this name
    NUMBER = "number"
    BORDER = "border"  # two zones claim the number


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Streets by their plain name, and what zones claim which numbers. Row ids."""

    zones: Mapping[str, int]
    streets: Mapping[str, tuple[tuple[str, int], ...]]  # name without its kind → (kind, street)
    doors: Mapping[tuple[int, int], Mapping[str, frozenset[int]]]  # street and number → suffix → zones
    ranges: Mapping[int, Ranges]
    known: dict[tuple[str, str], int | Unplaced] = field(default_factory=dict)

    def zone(self, text: str) -> int | Unplaced:
        """The zone of this name, code or slug."""
        return self.zones.get(plain(text), Unplaced.ZONE) if text else Unplaced.NOTHING

    def place(self, street: str, number: str = "") -> int | Unplaced:
        """The zone in which an address lies, or why there is none. The number may stand in the street's text."""
        if not street:
            return Unplaced.NOTHING
        key = (street, number)
        if key not in self.known:
            self.known[key] = self._place(*(key if number else split_number(street)))
        return self.known[key]

    def _place(self, street: str, number: str) -> int | Unplaced:
        found = self._streets_named(street)
        if len(found) != 1:
            return Unplaced.SEVERAL_STREETS if found else Unplaced.STREET
        try:
            civic = read_number(number)
        except Invalid:
            zones = {zone for _, _, _, zone in self.ranges.get(found[0], ())}
            return zones.pop() if len(zones) == 1 else Unplaced.NUMBER
        zones = set(self._zones_of(found[0], civic.number, civic.suffix))
        if len(zones) == 1:
            return zones.pop()
        return Unplaced.BORDER if zones else Unplaced.NUMBER

    def _streets_named(self, text: str) -> list[int]:
        kind, rest = split_kind(text)
        found = self.streets.get(without_saints(rest), ())
        same = [street for its, street in found if its == kind]
        return same or ([street for its, street in found if not kind or not its])

    def _zones_of(self, street: int, number: int, suffix: str) -> Iterable[int]:
        """As `streets.neighbourhoods_of` says it of one address: a door first, 12/A where 12 lies, then ranges."""
        if doors := self.doors.get((street, number)):
            zones = doors.get(suffix) or doors.get("")
            return zones or frozenset[int]().union(*doors.values())
        return zones_of_number(self.ranges.get(street, ()), number)


def zones_of_number(ranges: Ranges, number: int) -> set[int]:
    """The zones to which the ranges of a street give a number: one, or none, or two where they are not sure."""
    return {zone for side, low, high, zone in ranges if side == number % 2 and low <= number <= high}


def split_number(text: str) -> tuple[str, str]:
    """Street and number of an address in one text: 'Via Roma, 12/A' → 'Via Roma' and '12/A'."""
    found = _WITH_NUMBER.fullmatch(text)
    return (found[1].rstrip(" ,"), found[2].replace(" ", "")) if found else (text, "")


async def address_book() -> AddressBook:
    """The register of streets and the zones of today."""
    streets: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in await rows("SELECT id, plain_name FROM street"):
        kind, rest = split_kind(row["plain_name"])
        streets[without_saints(rest)].append((kind, row["id"]))
    named = {name: tuple(found) for name, found in streets.items()}
    return AddressBook(await _zones(), named, await _doors(), await all_ranges())


async def _zones() -> dict[str, int]:
    found = await rows("SELECT id, slug, code, name FROM neighbourhood WHERE closed_at IS NULL")
    by: dict[str, int] = {}
    for column in ("slug", "code", "name"):  # where two say the same, the name counts
        by |= {plain(row[column]): row["id"] for row in found if plain(row[column])}
    return by


async def _doors() -> dict[tuple[int, int], dict[str, frozenset[int]]]:
    by: dict[tuple[int, int], dict[str, frozenset[int]]] = defaultdict(dict)
    for row in await rows(
        "SELECT h.street, h.number, h.suffix, n.id AS zone, m.id AS also FROM house_number h "
        "LEFT JOIN neighbourhood n ON n.id = h.neighbourhood AND n.closed_at IS NULL "
        "LEFT JOIN neighbourhood m ON m.id = h.also AND m.closed_at IS NULL WHERE n.id IS NOT NULL OR m.id IS NOT NULL"
    ):
        zones = frozenset(zone for zone in (row["zone"], row["also"]) if zone is not None)
        by[row["street"], row["number"]][row["suffix"]] = zones
    return dict(by)


async def all_ranges() -> dict[int, Ranges]:
    """The ranges of every street in the zones of today, by the street's row id."""
    by: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
    for row in await rows(
        "SELECT r.street, r.neighbourhood, r.even_from, r.even_to, r.odd_from, r.odd_to FROM street_range r "
        "JOIN neighbourhood n ON n.id = r.neighbourhood WHERE n.closed_at IS NULL"
    ):
        by[row["street"]] += _sides(row)
    return {street: tuple(found) for street, found in by.items()}


def _sides(row: dict[str, Any]) -> list[tuple[int, int, int, int]]:
    sides = ((0, row["even_from"], row["even_to"]), (1, row["odd_from"], row["odd_to"]))
    return [(side, low, high, row["neighbourhood"]) for side, low, high in sides if low is not None]
