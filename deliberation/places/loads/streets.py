# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A register of streets: which numbers of a street lie in which zone. A street that it no longer has is closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from deliberation.database import rows
from deliberation.errors import Invalid
from deliberation.places.loads import bulk, street_book
from deliberation.places.loads.differences import Change, Differences, Findings, Kind, Named, differences
from deliberation.places.loads.options import StreetOptions
from deliberation.places.loads.street_book import HeldStreet, StreetBook, StreetChanges
from deliberation.places.registers import number
from deliberation.spreadsheets import Row, Table, read_table
from deliberation.text import plain

ALL_EVEN, ALL_ODD = (0, 99_998), (1, 99_999)
_EVEN = frozenset({"p", "pari", "even", "pa"})
_ODD = frozenset({"d", "dispari", "odd", "di"})
_BOTH = frozenset(
    {"", "t", "tutti", "e", "entrambi", "pd", "p d", "pari e dispari", "pari dispari", "both", "all", "c"}
)

Span = tuple[int, int] | None
Stretch = tuple[str, int, Span, Span]  # street's code, zone's row id, even numbers, odd numbers


@dataclass(frozen=True, slots=True)
class StretchRow:
    """The numbers of a street in one zone, by side, as a line of the file says."""

    line: int
    code: str
    name: str
    place: str
    even: Span
    odd: Span


@dataclass(frozen=True, slots=True)
class StreetFile:
    """The rows of a register and what was found in it."""

    rows: tuple[StretchRow, ...]
    found: Findings


@dataclass(frozen=True, slots=True)
class StreetPlan:
    """What to write: streets, stretches in place of all earlier ones, streets to close (row ids)."""

    differences: Differences
    streets: StreetChanges
    stretches: tuple[Stretch, ...]
    closed: tuple[int, ...]


def read(content: bytes, options: StreetOptions) -> StreetFile:
    """The rows of a register. Raises Invalid(table.…) when it cannot be read at all."""
    table = read_table(content)
    found = Findings()
    found.uneven(table.uneven, table.is_cut_off)
    columns = {
        name: table.column(held)
        for name in StreetOptions.__dataclass_fields__
        if (held := getattr(options, name)) and isinstance(held, str)
    }
    return StreetFile(tuple(_rows(table, columns, options, found)), found)


def _rows(table: Table, columns: Mapping[str, int], options: StreetOptions, found: Findings) -> Iterator[StretchRow]:
    for row in table.rows:
        try:
            yield _row(row, columns, options)
        except Invalid as refusal:
            found.refused(refusal)


def _row(row: Row, columns: Mapping[str, int], options: StreetOptions) -> StretchRow:
    held = {name: row.cells[at] for name, at in columns.items()}
    for needed in ("name", "place"):
        if not held.get(needed):
            raise Invalid("register.empty_field", line=row.line, field=getattr(options, needed), found="")
    if "even_from" in columns or "odd_from" in columns:
        even, odd = _span(row.line, held, "even", options), _span(row.line, held, "odd", options)
    else:
        even, odd = _stretch(row.line, held, options)
    return StretchRow(row.line, held.get("code", ""), held["name"], held["place"], even, odd)


def _span(line: int, held: Mapping[str, str], side: str, options: StreetOptions) -> Span:
    return _between(line, held, f"{side}_from", f"{side}_to", options)


def _between(line: int, held: Mapping[str, str], first: str, last: str, options: StreetOptions) -> Span:
    low, high = held.get(first, ""), held.get(last, "")
    if not low and not high:
        return None
    begin = number(line, getattr(options, first), low or high)
    end = number(line, getattr(options, last), high or low)
    if begin > end:
        raise Invalid("register.reversed_range", line=line, field=getattr(options, last), found=high[:60])
    return begin, end


def _stretch(line: int, held: Mapping[str, str], options: StreetOptions) -> tuple[Span, Span]:
    """From, to and parity; without numbers, the whole side or the whole street."""
    span = _between(line, held, "first", "last", options)
    side = plain(held.get("parity", ""))
    if side not in _EVEN | _ODD | _BOTH:
        raise Invalid("register.bad_parity", line=line, field=options.parity, found=held["parity"][:60])
    even = (span or ALL_EVEN) if side not in _ODD else None
    odd = (span or ALL_ODD) if side not in _EVEN else None
    return even, odd


async def plan(file: StreetFile) -> StreetPlan:
    """The differences from the register that is here."""
    places = await rows(
        "SELECT id, name, code FROM neighbourhood WHERE closed_at IS NULL "
        "ORDER BY CASE WHEN missing_since IS NULL THEN 1 ELSE 0 END"
    )
    held = await rows(
        "SELECT s.code, r.neighbourhood, r.even_from, r.even_to, r.odd_from, r.odd_to "
        "FROM street_range r JOIN street s ON s.id = r.street"
    )
    stretches = [
        (
            row["code"],
            row["neighbourhood"],
            (row["even_from"], row["even_to"]) if row["even_from"] is not None else None,
            (row["odd_from"], row["odd_to"]) if row["odd_from"] is not None else None,
        )
        for row in held
    ]
    known = zones_by_word((row["id"], row["name"], row["code"]) for row in places)
    return compare(file, await street_book.held_streets(), stretches, known)


def zones_by_word(zones: Iterable[tuple[int, str, str]]) -> dict[str, int]:
    """Zones by plain name and by code, as a register may write them; a name goes before a code."""
    listed = list(zones)
    known = {code.strip().lower(): number for number, _, code in listed if code.strip()}
    return known | {plain(name): number for number, name, _ in listed}


def zone_of(word: str, known: Mapping[str, int]) -> int | None:
    """The zone that a cell names by its name or its code."""
    found = known.get(plain(word))
    return known.get(word.strip().lower()) if found is None else found


def compare(file: StreetFile, held: list[HeldStreet], stretches: list[Stretch], known: Mapping[str, int]) -> StreetPlan:
    """Pure: what the register changes."""
    found, book = file.found, StreetBook(held)
    names: dict[str, str] = {}
    wanted: dict[Stretch, int] = {}
    for row in file.rows:
        place = zone_of(row.place, known)
        code = book.code_of(row.code, row.name)
        names.setdefault(code, row.name)
        if place is None:
            found.add("streets.unknown_zone", row.line, street=row.name[:80], zone=row.place[:60])
        elif (stretch := (code, place, row.even, row.odd)) in wanted:
            found.add("streets.twice", row.line, street=row.name[:80], first=wanted[stretch])
        else:
            wanted[stretch] = row.line
    changes = book.changes(names)
    ranged = {stretch[0] for stretch in stretches}  # a street that only has doors is the other file's
    closed = [street for street in held if not street.is_closed and street.code in ranged - names.keys()]
    if not wanted:
        found.add("load.nothing", blocks=True)
    if closed and 2 * len(closed) > len(held):
        found.add("streets.many_gone", gone=len(closed), held=len(held))
    before = set(stretches)
    named = [*changes.named, *(Named(Change.GONE, street.name) for street in closed)]
    counts = {Change.RANGES_NEW: len(wanted.keys() - before), Change.RANGES_GONE: len(before - wanted.keys())}
    facts = {"streets": len(names), "ranges": len(wanted)}
    shown = differences(Kind.STREETS, named, counts, found, facts)
    return StreetPlan(shown, changes, tuple(wanted), tuple(street.id for street in closed))


async def write(made: StreetPlan, municipality: int, *, at: datetime) -> None:
    """Store a plan, inside the transaction of the load."""
    await street_book.store(made.streets, municipality)
    await street_book.close(made.closed, at=at)
    codes = await street_book.ids()
    await store_ranges([(codes[code], place, even, odd) for code, place, even, odd in made.stretches])


async def store_ranges(stretches: Iterable[tuple[int, int, Span, Span]]) -> None:
    """Stretches (street's row id first) in place of all earlier ones."""
    await rows("DELETE FROM street_range")
    sides = ("even_from", "even_to", "odd_from", "odd_to")
    await bulk.insert(
        "street_range",
        {"street": "bigint", "neighbourhood": "bigint", **dict.fromkeys(sides, "int")},
        [[street, place, *(even or (None, None)), *(odd or (None, None))] for street, place, even, odd in stretches],
    )
