# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file of house numbers with points, as the national archive of streets and numbers (ANNCSU) exports it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np

from deliberation.database import rows
from deliberation.errors import Invalid
from deliberation.places.address_books import Ranges, all_ranges, zones_of_number
from deliberation.places.geodata.systems import DEGREES, candidates, system_name, transformer
from deliberation.places.loads import bulk, street_book
from deliberation.places.loads.claims import claims
from deliberation.places.loads.differences import MOST_NAMED, Change, Differences, Findings, Kind, Named, differences
from deliberation.places.loads.options import NumberOptions
from deliberation.places.loads.street_book import StreetBook, StreetChanges
from deliberation.places.loads.zones import held_zones
from deliberation.places.street_names import readable
from deliberation.spreadsheets import Table, read_table

COLUMNS = {
    "street": "bigint",
    "number": "int",
    "suffix": "text",
    "lon": "double precision",
    "lat": "double precision",
    "neighbourhood": "bigint",
    "also": "bigint",
    "is_settled": "boolean",
}
DECIMALS = 6
_SAME_POINT = 0.00001  # degrees, about a metre
_NUMBER = re.compile(r"([0-9]{1,5})(?:\s*[/.\-]?\s*([0-9A-Z]{1,8}))?")

Key = tuple[str, int, str]  # street's code, number, suffix


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A house number of the file, with its point in degrees."""

    line: int
    code: str
    street: str
    number: int
    suffix: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class DoorFile:
    """The house numbers of a file and what was found in it."""

    rows: tuple[DoorRow, ...]
    found: Findings


@dataclass(frozen=True, slots=True)
class HeldDoor:
    """A door that is here."""

    lon: float
    lat: float
    neighbourhood: int | None
    also: int | None
    is_settled: bool


@dataclass(frozen=True, slots=True)
class DoorPlan:
    """All doors as they will be, by key; nothing is written when nothing changes."""

    differences: Differences
    doors: Mapping[Key, HeldDoor]
    streets: StreetChanges
    closed: tuple[int, ...]


def read(content: bytes, options: NumberOptions) -> DoorFile:
    """The house numbers of a file. Raises Invalid(table.…, geodata.…) when it cannot be read at all."""
    table = read_table(content)
    found = Findings()
    found.uneven(table.uneven, table.is_cut_off)
    read_rows = [row for row in _rows(table, options, found) if row is not None]
    return DoorFile(tuple(_located(read_rows, options.system, found)), found)


def _rows(table: Table, options: NumberOptions, found: Findings) -> Iterator[DoorRow | None]:
    street, number, lon, lat = (
        table.column(name) for name in (options.street, options.number, options.lon, options.lat)
    )
    code, suffix, colour = (
        table.column(name) if name else None for name in (options.code, options.suffix, options.colour)
    )
    for row in table.rows:
        cells = row.cells
        yield _row(
            row.line,
            (cells[code] if code is not None else "", cells[street], cells[number]),
            cells[suffix] if suffix is not None else "",
            cells[colour] if colour is not None else "",
            (cells[lon], cells[lat]),
            found,
        )


def _row(
    line: int, named: tuple[str, str, str], suffix: str, colour: str, point: tuple[str, str], found: Findings
) -> DoorRow | None:
    code, street, written = named
    if not street:
        found.add("numbers.no_street", line)
        return None
    read_number = _NUMBER.fullmatch(written.upper())
    if read_number is None or not int(read_number[1]):
        missing = written in ("", "0", "SNC", "snc")
        found.add(
            "numbers.no_number" if missing else "numbers.bad_number", line, found=written[:40], street=street[:80]
        )
        return None
    x, y = _decimal(point[0]), _decimal(point[1])
    if x is None or y is None:
        found.add("numbers.no_point", line, street=street[:80], number=written[:20])
        return None
    end = (suffix.strip(" /.-").upper() or read_number[2] or "") + ("R" if colour.strip().upper() == "ROSSO" else "")
    return DoorRow(line, code, street, int(read_number[1]), " ".join(end.split())[:10], x, y)


def _decimal(text: str) -> float | None:
    """A coordinate with a comma or a point; None for an empty one, a zero or no number."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if value and abs(value) < 1e8 else None


def _located(listed: list[DoorRow], system: str, found: Findings) -> Iterator[DoorRow]:
    """The rows with their points in degrees. One that is far from most others is named and left out."""
    if not listed:
        return
    x, y = np.array([row.lon for row in listed]), np.array([row.lat for row in listed])
    fits = candidates((float(np.median(x)), float(np.median(y)), float(np.median(x)), float(np.median(y))))
    if system in ("", DEGREES):
        if not fits or fits[0] != DEGREES:
            raise Invalid("geodata.metres")
        if np.median(x) > np.median(y) and 35 <= np.median(x) <= 48 and 6 <= np.median(y) <= 19:
            found.add("geodata.swapped")
            x, y = y, x
    else:
        x, y = (np.asarray(values) for values in transformer(system, DEGREES).transform(x, y))
        found.add("geodata.converted", system=system_name(system))
    far = ~(np.isfinite(x) & np.isfinite(y))
    far |= (np.abs(x - np.nanmedian(x)) > 1) | (np.abs(y - np.nanmedian(y)) > 1)
    if far.all():
        raise Invalid("geodata.nowhere", system=system_name(system or DEGREES))
    for row, lon, lat, is_far in zip(listed, x.tolist(), y.tolist(), far.tolist(), strict=True):
        if is_far:
            found.add("numbers.far", row.line, street=row.street[:80], number=f"{row.number}{row.suffix}")
        else:
            yield DoorRow(
                row.line, row.code, row.street, row.number, row.suffix, round(lon, DECIMALS), round(lat, DECIMALS)
            )


async def plan(file: DoorFile) -> DoorPlan:
    """The differences from the doors that are here, each door with the zone that has it."""
    zones = [(zone.id, zone.shape) for zone in await held_zones() if zone.shape is not None and not zone.is_missing]
    names = {row["id"]: row["name"] for row in await rows("SELECT id, name FROM neighbourhood")}
    book = StreetBook(await street_book.held_streets())
    return compare(file, book, await held_doors(), zones, names, await all_ranges())


def compare(
    file: DoorFile,
    book: StreetBook,
    held: Mapping[Key, HeldDoor],
    zones: Sequence[tuple[int, Any]],
    names: Mapping[int, str],
    ranges: Mapping[int, Ranges],
) -> DoorPlan:
    """Pure: what the file changes. A street that loses its last door closes, unless the register has ranges of it."""
    found = file.found
    streets: dict[str, str] = {}
    unique: dict[Key, DoorRow] = {}
    for row in file.rows:
        code = book.code_of(row.code, row.street)
        key = (code, row.number, row.suffix)
        if key in unique:
            found.add("numbers.twice", row.line, street=row.street[:80], number=_said(key), first=unique[key].line)
            continue
        unique[key] = row
        streets.setdefault(code, row.street)
    doors: dict[Key, HeldDoor] = {}
    by_code = {code: ranges.get(street.id, ()) for code, street in book.by_code.items()}
    registered = [zones_of_number(by_code.get(code, ()), number) for code, number, _ in unique]
    claimed = claims([(row.lon, row.lat) for row in unique.values()], zones, registered)
    facts = {"doors": len(unique), "placed": 0, "unplaced": 0, "ambiguous": 0, "settled": 0}
    open_zones = {number for number, _ in zones}
    for (key, row), (place, also) in zip(unique.items(), claimed, strict=True):
        door = HeldDoor(row.lon, row.lat, place, also, False)
        before = held.get(key)
        if before and before.is_settled and before.neighbourhood in open_zones and _same_point(before, door):
            door = HeldDoor(row.lon, row.lat, before.neighbourhood, None, True)
        doors[key] = door
        _note(row, door, names, found, facts)
    if not doors:
        found.add("load.nothing", blocks=True)
    if held and 2 * sum(key not in doors for key in held) > len(held):
        found.add("numbers.many_gone", gone=sum(key not in doors for key in held), held=len(held))
    changes = book.changes(streets)
    counts, named = _compared(doors, held, streets, book)
    empty = {code for code, _, _ in held if not by_code.get(code)} - streets.keys()
    closed = [street for code in empty if not (street := book.by_code[code]).is_closed]
    named += [Named(Change.GONE, street.name) for street in closed]
    shown = differences(Kind.NUMBERS, [*changes.named, *named], counts, found, facts)
    return DoorPlan(shown, doors, changes, tuple(street.id for street in closed))


def _note(row: DoorRow, door: HeldDoor, names: Mapping[int, str], found: Findings, facts: dict[str, int]) -> None:
    if door.neighbourhood is not None and door.also is None:
        facts["placed"] += 1
        facts["settled"] += door.is_settled
        return
    number = f"{row.number}/{row.suffix}" if row.suffix else str(row.number)
    street = readable(row.street)[:80]
    if door.neighbourhood is None:
        facts["unplaced"] += 1
        found.add("numbers.outside", row.line, street=street, number=number)
    else:
        facts["ambiguous"] += 1
        first, second = names.get(door.neighbourhood, ""), names.get(door.also or 0, "")
        found.add("numbers.ambiguous", row.line, street=street, number=number, first=first, second=second)


def _compared(
    doors: Mapping[Key, HeldDoor], held: Mapping[Key, HeldDoor], streets: Mapping[str, str], book: StreetBook
) -> tuple[dict[Change, int], list[Named]]:
    new = [key for key in doors if key not in held]
    gone = [key for key in held if key not in doors]
    moved = [key for key, door in doors.items() if key in held and not _same(held[key], door)]
    counts = {Change.DOORS_NEW: len(new), Change.DOORS_MOVED: len(moved), Change.DOORS_GONE: len(gone)}
    named = [
        Named(change, _address(key, streets, book))
        for change, keys in ((Change.DOORS_GONE, gone), (Change.DOORS_MOVED, moved), (Change.DOORS_NEW, new))
        for key in islice(keys, MOST_NAMED // 6)
    ]
    return counts, named


def _address(key: Key, streets: Mapping[str, str], book: StreetBook) -> str:
    known = book.by_code.get(key[0])
    return f"{known.name if known else readable(streets.get(key[0], ''))} {_said(key)}"


def _said(key: Key) -> str:
    return f"{key[1]}/{key[2]}" if key[2] else str(key[1])


def _same_point(one: HeldDoor, other: HeldDoor) -> bool:
    return abs(one.lon - other.lon) < _SAME_POINT and abs(one.lat - other.lat) < _SAME_POINT


def _same(one: HeldDoor, other: HeldDoor) -> bool:
    return _same_point(one, other) and (one.neighbourhood, one.also) == (other.neighbourhood, other.also)


async def held_doors() -> dict[Key, HeldDoor]:
    """Every door that is here."""
    found = await rows(
        "SELECT s.code, h.number, h.suffix, h.lon, h.lat, h.neighbourhood, h.also, h.is_settled "
        "FROM house_number h JOIN street s ON s.id = h.street"
    )
    return {
        (row["code"], row["number"], row["suffix"]): HeldDoor(
            row["lon"], row["lat"], row["neighbourhood"], row["also"], bool(row["is_settled"])
        )
        for row in found
    }


async def write(made: DoorPlan, municipality: int, *, at: datetime) -> None:
    """Store a plan, inside the transaction of the load."""
    await street_book.store(made.streets, municipality)
    await street_book.close(made.closed, at=at)
    codes = await street_book.ids()
    await rows("DELETE FROM house_number")
    await bulk.insert(
        "house_number",
        COLUMNS,
        [
            [codes[code], number, suffix, door.lon, door.lat, door.neighbourhood, door.also, door.is_settled]
            for (code, number, suffix), door in made.doors.items()
        ],
    )


async def place_again() -> int:
    """Every door that nobody settled is put where outlines and ranges of today say; how many went elsewhere."""
    zones = [(zone.id, zone.shape) for zone in await held_zones() if zone.shape is not None and not zone.is_missing]
    listed = await rows(
        "SELECT id, street, number, lon, lat, neighbourhood, also, is_settled FROM house_number ORDER BY id"
    )
    ranges = await all_ranges()
    open_zones = {number for number, _ in zones}
    free = [row for row in listed if not (row["is_settled"] and row["neighbourhood"] in open_zones)]
    registered = [zones_of_number(ranges.get(row["street"], ()), row["number"]) for row in free]
    claimed = claims([(row["lon"], row["lat"]) for row in free], zones, registered)
    changed = [
        [row["id"], *claim, False]
        for row, claim in zip(free, claimed, strict=True)
        if (row["neighbourhood"], row["also"]) != claim
    ]
    columns = {"id": "bigint", "neighbourhood": "bigint", "also": "bigint", "is_settled": "boolean"}
    await bulk.update("house_number", columns, changed)
    return len(changed)
