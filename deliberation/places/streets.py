# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The street register, asked by people: which street do you mean, and where is this number?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from deliberation.database import rows
from deliberation.errors import Invalid
from deliberation.places.queries import PlaceView
from deliberation.text import plain

KINDS: dict[str, str] = {
    "via": "via",
    "v": "via",
    "viale": "viale",
    "vle": "viale",
    "v le": "viale",
    "piazza": "piazza",
    "pza": "piazza",
    "pzza": "piazza",
    "p zza": "piazza",
    "p za": "piazza",
    "piazzale": "piazzale",
    "ple": "piazzale",
    "p le": "piazzale",
    "piazzetta": "piazzetta",
    "vicolo": "vicolo",
    "vic": "vicolo",
    "vlo": "vicolo",
    "v lo": "vicolo",
    "largo": "largo",
    "lgo": "largo",
    "l go": "largo",
    "corso": "corso",
    "cso": "corso",
    "c so": "corso",
    "strada": "strada",
    "str": "strada",
    "galleria": "galleria",
    "gall": "galleria",
}
SAINTS = frozenset({"s", "ss", "san", "sant", "santa", "santo", "santi"})
_CANDIDATES = 400
_LONGEST = 120  # characters of a street's name that are looked at
_NUMBER = re.compile(r"\s*([0-9]{1,5})(?:\s*[/.-]\s*([0-9a-z]{1,6})|\s*([a-z]{1,6}))?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StreetView:
    """A street of the register."""

    id: int
    name: str


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


def split_kind(text: str) -> tuple[str, str]:
    """The kind of street that somebody wrote ('v.le' → 'viale') and the plain rest of its name."""
    words = plain(text).split()
    for length in (2, 1):
        kind = KINDS.get(" ".join(words[:length]))
        if kind and len(words) > length:
            return kind, " ".join(words[length:])
    return "", " ".join(words)


async def search(text: str, limit: int = 20) -> list[StreetView]:
    """The streets that somebody may mean, likeliest first.

    Accents, apostrophes, case, spacing, 'v.' for 'via' and 's.' for 'san' make no difference; every other word
    typed must begin a word of the name, or the letters must follow one another in it.
    """
    kind, rest = split_kind(text[:_LONGEST])
    if not rest:
        return []
    words = [w for w in rest.split() if w not in SAINTS] or rest.split()
    all_words = " AND ".join(["' ' || plain_name LIKE {}"] * len(words))
    found = await rows(
        f"SELECT id, name, plain_name FROM street WHERE closed_at IS NULL AND (({all_words}) "
        f"OR replace(plain_name, ' ', '') LIKE {{}}) ORDER BY plain_name LIMIT {_CANDIDATES}",
        *(f"% {word}%" for word in words),
        f"%{''.join(words)}%",
    )
    found.sort(key=lambda row: _distance(kind, rest, row["plain_name"]))
    return [StreetView(row["id"], row["name"]) for row in found[:limit]]


def is_named(text: str, name: str) -> bool:
    """Whether somebody wrote the whole name of this street, with its kind or without one."""
    (kind, rest), (name_kind, name_rest) = split_kind(text), split_kind(name)
    return kind in ("", name_kind) and _without_saints(rest) == _without_saints(name_rest)


def _distance(kind: str, rest: str, name: str) -> tuple[bool, bool, bool, int, str]:
    """Same name first, then same words in a row, then same kind, then the shortest."""
    name_kind, name_rest = split_kind(name)
    wanted, held = _without_saints(rest), _without_saints(name_rest)
    other_kind = bool(kind) and kind != name_kind
    return wanted != held, f" {wanted} " not in f" {held} ", other_kind, len(name), name


def _without_saints(text: str) -> str:
    return " ".join("s" if word in SAINTS else word for word in text.split())


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
