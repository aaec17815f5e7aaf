# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An index of the streets and house numbers of a city, in memory. Pure: whoever has the rows makes one.

Names are found by the beginnings of their words in any order, also with a letter or two wrong, numbers by their street,
and the number nearest to a point by a k-d tree in local metres. 2,000 streets and 75,000 numbers take a second to put
in order and some 20 MB.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from deliberation.places.addresses.words import Asked, Name, ask, house_number, is_kind, mend, name_of, order
from deliberation.text import most_alike

METRES_A_DEGREE = 111_195  # of latitude, on a sphere of 6,371 km
FARTHEST = 150  # metres from a point within which an address says where it is
NEAR = 25  # metres within which the point is that address, and not "near" it
SUFFIXES_SHOWN = 3
ALIKE = 0.8  # how much of a word must be the same for it to be a misspelling
SHORTEST_MENDED = 5  # letters: shorter words are alike by chance
MOST_APART = 20  # between a number that was asked for and the one that is told in its place


@dataclass(frozen=True, slots=True)
class Address:
    """A street, or one of its house numbers, with its point in degrees (None: not known).

    `number` is '' for a street, whose point is then that of the number in its middle. `instead_of` is the number that
    was asked for and that the register does not have: this one is the closest to it.
    """

    street: int
    name: str
    number: str
    longitude: float | None
    latitude: float | None
    instead_of: str = ""

    @property
    def text(self) -> str:
        return f"{self.name} {self.number}".strip()


@dataclass(frozen=True, slots=True)
class Near:
    """The house number nearest to a point, and how many metres away it is."""

    address: Address
    metres: int

    @property
    def is_there(self) -> bool:
        return self.metres <= NEAR


@dataclass(slots=True)
class _Street:
    id: int
    name: Name
    numbers: list[int] = field(default_factory=list)  # rows of the index, in the order of the street


class Index:
    """Streets (row id, name) and house numbers (street's row id, number, suffix, longitude, latitude)."""

    def __init__(
        self, streets: Iterable[tuple[int, str]], numbers: Iterable[tuple[int, int, str, float, float]] = ()
    ) -> None:
        self._streets = [_Street(id, name_of(name)) for id, name in streets]
        self._by_id = {street.id: street for street in self._streets}
        self._words = sorted((word, n) for n, street in enumerate(self._streets) for word in street.name.known)
        self._street_of, self._numbers, self._labels = array("q"), array("l"), list[str]()
        self._longitudes, self._latitudes = array("d"), array("d")
        for street, number, suffix, longitude, latitude in sorted(numbers):
            if street not in self._by_id:
                continue
            self._by_id[street].numbers.append(len(self._labels))
            self._street_of.append(street)
            self._numbers.append(number)
            self._labels.append(house_number(number, suffix))
            self._longitudes.append(longitude)
            self._latitudes.append(latitude)

    @property
    def names(self) -> list[str]:
        """The names of all streets."""
        return [street.name.text for street in self._streets]

    @property
    def has_numbers(self) -> bool:
        """Whether any house number has a point."""
        return bool(self._labels)

    def streets(self, text: str, limit: int = 20) -> list[tuple[int, str]]:
        """The streets that somebody may mean, likeliest first: (row id, name)."""
        return [(street.id, street.name.text) for street in self._meant(ask(text), limit)[1]]

    def is_guess(self, text: str) -> bool:
        """Whether nothing has this name, and what is found for it is spelled another way."""
        return not any(self._found(asked, 1) for asked in ask(text))

    def split(self, text: str) -> tuple[str, str]:
        """A name and the house number at its end; the number is '' where the whole text is a name, or names nothing."""
        meant, _ = self._meant(ask(text), 1)
        return (meant.text, house_number(*meant.number)) if meant and meant.number else (text, "")

    def search(self, text: str, limit: int = 8) -> list[Address]:
        """The addresses that somebody may mean, likeliest first; a number at the end gives house numbers.

        The whole text is taken as a name before its last number is taken for a house number ('Via XXI Aprile 1945').
        """
        meant, streets = self._meant(ask(text), limit)
        number = meant.number if meant else None
        return [address for street in streets for address in self._addresses(street, number)][:limit]

    def nearest(self, longitude: float, latitude: float) -> Near | None:
        """The house number nearest to a point, when one is within FARTHEST metres."""
        if not (self.has_numbers and math.isfinite(longitude) and math.isfinite(latitude)):
            return None
        tree, across = self._tree
        point = (longitude * across, latitude * METRES_A_DEGREE)
        metres, row = tree.query(point, distance_upper_bound=FARTHEST)
        return Near(self._address(int(row)), round(float(metres))) if math.isfinite(metres) else None

    @cached_property
    def _tree(self) -> tuple[Any, float]:
        """The numbers in metres, and how many of them a degree of longitude has here."""
        import numpy as np
        from scipy.spatial import cKDTree

        latitudes, longitudes = np.frombuffer(self._latitudes), np.frombuffer(self._longitudes)
        across = METRES_A_DEGREE * math.cos(math.radians(float(latitudes.mean())))
        return cKDTree(np.column_stack([longitudes * across, latitudes * METRES_A_DEGREE])), across

    def _addresses(self, street: _Street, wanted: tuple[int, str] | None) -> list[Address]:
        """The number of a street; or else 12/A and 12/B for 12; or else the closest on its side; or the street."""
        if wanted is None or not street.numbers:
            return [self._whole(street)]
        number, label = wanted[0], house_number(*wanted)
        alike = [row for row in street.numbers if self._numbers[row] == number]
        exact = [row for row in alike if self._labels[row] == label]
        if exact or alike:
            return [self._address(row) for row in (exact or alike)[:SUFFIXES_SHOWN]]
        side = [row for row in street.numbers if (self._numbers[row] - number) % 2 == 0]
        closest = min(side, key=lambda row: abs(self._numbers[row] - number), default=None)
        if closest is None or abs(self._numbers[closest] - number) > MOST_APART:
            return [self._whole(street)]
        return [replace(self._address(closest), instead_of=label)]

    def _address(self, row: int) -> Address:
        street = self._by_id[self._street_of[row]]
        return Address(street.id, street.name.text, self._labels[row], self._longitudes[row], self._latitudes[row])

    def _whole(self, street: _Street) -> Address:
        if not street.numbers:
            return Address(street.id, street.name.text, "", None, None)
        return replace(self._address(street.numbers[len(street.numbers) // 2]), number="")

    def _meant(self, readings: list[Asked], limit: int) -> tuple[Asked | None, list[_Street]]:
        """The first reading that finds streets; where none does, the first that does with its words spelled as the
        closest known ones."""
        for asked in readings:
            if streets := self._found(asked, limit):
                return asked, streets
        for asked in readings:
            mended = mend(asked, self._spelled)
            if mended and (streets := self._found(mended, limit)):
                return mended, streets
        return None, []

    @cached_property
    def _known(self) -> tuple[str, ...]:
        return tuple(sorted({word for word, _ in self._words if len(word) >= SHORTEST_MENDED}))

    def _spelled(self, word: str) -> str:
        """A word as it is known: itself where names begin with it, else the most alike; '' where none is."""
        if len(word) < SHORTEST_MENDED or word.isdigit():
            return word
        if next(iter(self._beginning_with(word)), None) is not None:
            return word
        return most_alike(word, self._known, ALIKE)

    def _found(self, asked: Asked, limit: int) -> list[_Street]:
        if is_kind(asked):
            return [street for street in self._streets if street.name.bare == f" {asked.bare} "][:limit]
        found: set[int] | None = None
        for typed, *others in asked.words:
            with_it = {
                *self._beginning_with(typed),
                *(n for other in others for n in self._beginning_with(other, True)),
            }
            found = with_it if found is None else found & with_it
        if found is None:
            return []
        if asked.squeezed:
            found |= {n for n, street in enumerate(self._streets) if asked.squeezed in street.name.squeezed}
        streets = [self._streets[n] for n in found]
        streets.sort(key=lambda street: (*order(asked, street.name), -len(street.numbers), street.name.text))
        return streets[:limit]

    def _beginning_with(self, word: str, is_whole: bool = False) -> Iterable[int]:
        """Streets with a word that begins so; a number must be the whole word."""
        at, whole = bisect_left(self._words, (word, -1)), is_whole or word.isdigit()
        while at < len(self._words) and self._words[at][0].startswith(word):
            if not whole or self._words[at][0] == word:
                yield self._words[at][1]
            at += 1
