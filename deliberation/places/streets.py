# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The street register, asked by people: which street do you mean, and where is this number?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from deliberation.database import rows
from deliberation.errors import Invalid
from deliberation.places.addresses.register import index
from deliberation.places.addresses.words import split_kind, without_saints
from deliberation.places.queries import PlaceView

_NUMBER = re.compile(r"\s*([0-9]{1,5})(?:\s*[/.-]\s*([0-9a-z]{1,6})|\s*([a-z]{1,6}))?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StreetView:
    """A street of the register."""

    id: int
    name: str
    is_guess: bool = False  # another name was typed, and this one is the most alike


@dataclass(frozen=True, slots=True)
class CivicNumber:
    """A house number and what follows it: 12 and 'A' of '12/A'."""

    number: int
    suffix: str = ""

    def __str__(self) -> str:
        return f"{self.number}/{self.suffix}" if self.suffix else str(self.number)


def read_number(text: str) -> CivicNumber:
    """'12', '12/A', '12 bis'. Raises Invalid when it is no house number."""
    found = _NUMBER.fullmatch(text)
    if found is None or int(found[1]) == 0:
        raise Invalid("street.number_unreadable", fields={"number": "street.number_unreadable"})
    return CivicNumber(int(found[1]), (found[2] or found[3] or "").upper())


async def search(text: str, limit: int = 20) -> list[StreetView]:
    """The streets that somebody may mean, likeliest first.

    The order of words, accents, apostrophes, case, spacing, 'v.' for 'via' and 's.' for 'san' make no difference; every
    other word typed must begin a word of the name, or the letters must follow one another in it. Where no street is
    found so, a letter or two may be wrong.
    """
    known = await index()
    is_guess = known.is_guess(text)
    return [StreetView(id, name, is_guess) for id, name in known.streets(text, limit)]


async def split_number(text: str, number: str) -> tuple[str, str]:
    """Street and number as typed in two fields, or both in the first: 'via Roma 12' and nothing."""
    return (text, number) if number else (await index()).split(text)


def is_named(text: str, name: str) -> bool:
    """Whether somebody wrote the whole name of this street, with its kind or without one."""
    (kind, rest), (name_kind, name_rest) = split_kind(text), split_kind(name)
    return kind in ("", name_kind) and without_saints(rest) == without_saints(name_rest)


async def street(street_id: int) -> StreetView | None:
    """One street, or None."""
    found = await rows("SELECT id, name FROM street WHERE id = {}", street_id)
    return StreetView(**found[0]) if found else None


_NAMED = "SELECT DISTINCT n.id, n.slug, n.name, n.code, n.district FROM"


async def neighbourhoods_of(street_id: int, number: int, suffix: str = "") -> list[PlaceView]:
    """The neighbourhoods that claim a house number: one, or none, or two where the register is not sure.

    A door of the register says it first; 12/A without a door of its own lies where 12 lies. Where no door has the
    number, the ranges of the street answer: even and odd sides have ranges of their own.
    """
    return await _of_doors(street_id, number, suffix) or await _of_ranges(street_id, number)


async def _of_doors(street_id: int, number: int, suffix: str) -> list[PlaceView]:
    doors = await rows(
        "SELECT suffix, neighbourhood, also FROM house_number WHERE street = {} AND number = {} "
        "AND (neighbourhood IS NOT NULL OR also IS NOT NULL)",
        street_id,
        number,
    )
    meant = [door for wanted in (suffix, "") for door in doors if door["suffix"] == wanted][:1] or doors
    claiming = sorted({place for door in meant for place in (door["neighbourhood"], door["also"]) if place})
    if not claiming:
        return []
    marks = ", ".join(["{}"] * len(claiming))
    found = await rows(
        f"{_NAMED} neighbourhood n WHERE n.id IN ({marks}) AND n.closed_at IS NULL ORDER BY n.name", *claiming
    )
    return [PlaceView(**row) for row in found]


async def _of_ranges(street_id: int, number: int) -> list[PlaceView]:
    side = "even" if number % 2 == 0 else "odd"
    found = await rows(
        f"{_NAMED} street_range r JOIN neighbourhood n ON n.id = r.neighbourhood WHERE r.street = {{}} "
        f"AND r.{side}_from <= {{}} AND r.{side}_to >= {{}} AND n.closed_at IS NULL ORDER BY n.name",
        street_id,
        number,
        number,
    )
    return [PlaceView(**row) for row in found]


async def neighbourhoods_crossed(street_id: int) -> list[PlaceView]:
    """All neighbourhoods that a street runs through."""
    found = await rows(
        "SELECT n.id, n.slug, n.name, n.code, n.district FROM neighbourhood n WHERE n.closed_at IS NULL AND n.id IN "
        "(SELECT neighbourhood FROM street_range WHERE street = {} UNION "
        "SELECT neighbourhood FROM house_number WHERE street = {}) ORDER BY n.name",
        street_id,
        street_id,
    )
    return [PlaceView(**row) for row in found]
