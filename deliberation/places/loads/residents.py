# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A count of residents by zone: totals, or by sex and age, with the day and who counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deliberation.database import rows
from deliberation.errors import Invalid
from deliberation.places.loads import bulk
from deliberation.places.loads.differences import Change, Differences, Findings, Kind, Named, differences
from deliberation.places.loads.options import ResidentOptions
from deliberation.places.loads.streets import zone_of, zones_by_word
from deliberation.places.registers import ages, number, of_voting_age
from deliberation.places.tables import Neighbourhood
from deliberation.spreadsheets import Row, Table, read_table
from deliberation.text import plain, tidy

VOTING_AGE = 16
_SEXES = {
    **dict.fromkeys(("f", "femmine", "femmina", "donne", "donna", "2"), "F"),
    **dict.fromkeys(("m", "maschi", "maschio", "uomini", "uomo", "1"), "M"),
}
_TOTALS = frozenset({"t", "totale", "totali", "mf", "m f", "maschi e femmine", "9", "999"})  # ISTAT's rows of sums

Band = tuple[str, int, int | None]  # sex, from, to


@dataclass(frozen=True, slots=True)
class ResidentRow:
    """Residents of a zone: of one sex ('' for both) and one band of ages (None: of every age)."""

    line: int
    place: str
    sex: str
    band: tuple[int, int | None] | None
    residents: int


@dataclass(frozen=True, slots=True)
class ResidentFile:
    """The rows of a count and what was found in it."""

    rows: tuple[ResidentRow, ...]
    found: Findings
    options: ResidentOptions


@dataclass(frozen=True, slots=True)
class Counted:
    """What is known of a zone's residents; bands only where the file has sex and age."""

    residents: int
    of_voting_age: int | None
    is_estimated: bool
    bands: Mapping[Band, int]


@dataclass(frozen=True, slots=True)
class ResidentPlan:
    """What to write, by the zone's row id."""

    differences: Differences
    zones: Mapping[int, Counted]
    options: ResidentOptions


@dataclass(frozen=True, slots=True)
class HeldCount:
    """What is here of a zone's residents."""

    id: int
    name: str
    code: str
    residents: int | None
    day: str
    source: str
    bands: Mapping[Band, int]


def read(content: bytes, options: ResidentOptions) -> ResidentFile:
    """The rows of a count. Raises Invalid(table.…) when it cannot be read at all, Invalid(residents.…) for options."""
    if not (options.residents or (options.women and options.men)):
        raise Invalid("residents.no_column", fields={"residents": "residents.no_column"})
    table = read_table(content)
    found = Findings()
    found.uneven(table.uneven, table.is_cut_off)
    return ResidentFile(tuple(_rows(table, options, found)), found, options)


def _rows(table: Table, options: ResidentOptions, found: Findings) -> Iterator[ResidentRow]:
    names = ("place", "residents", "women", "men", "sex", "age")
    columns = {name: table.column(getattr(options, name)) for name in names if getattr(options, name)}
    for row in table.rows:
        try:
            yield from _row(row, columns, options)
        except Invalid as refusal:
            found.refused(refusal, blocks=True)


def _row(row: Row, columns: Mapping[str, int], options: ResidentOptions) -> Iterator[ResidentRow]:
    held = {name: row.cells[at] for name, at in columns.items()}
    age = held.get("age", "")
    if plain(age) in _TOTALS or plain(held.get("sex", "")) in _TOTALS:
        return
    band = ages(row.line, options.age, age) if "age" in columns else None
    if "women" in columns and "men" in columns:
        for sex, name in (("F", "women"), ("M", "men")):
            yield ResidentRow(row.line, held["place"], sex, band, _people(row.line, getattr(options, name), held[name]))
        return
    written = _SEXES.get(plain(held["sex"])) if "sex" in columns else ""
    if written is None:
        raise Invalid("register.unknown_sex", line=row.line, field=options.sex, found=held["sex"][:60])
    yield ResidentRow(row.line, held["place"], written, band, _people(row.line, options.residents, held["residents"]))


def _people(line: int, column: str, text: str) -> int:
    """A whole number, as people write it: '20.300', '20 300' and '20300,0' too."""
    bare = text.replace("\u00a0", "").replace(" ", "").replace("'", "")
    for ending in (",0", ",00", ".0"):
        bare = bare.removesuffix(ending)
    head, *groups = bare.replace(",", ".").split(".")
    if groups and head.isdigit() and all(len(group) == 3 and group.isdigit() for group in groups):
        bare = head + "".join(groups)
    return number(line, column, bare)


async def plan(file: ResidentFile) -> ResidentPlan:
    """The differences from the counts that are here."""
    bands: dict[int, dict[Band, int]] = defaultdict(dict)
    for row in await rows("SELECT neighbourhood, sex, age_from, age_to, residents FROM population_count"):
        bands[row["neighbourhood"]][row["sex"], row["age_from"], row["age_to"]] = row["residents"]
    zones = await rows(
        "SELECT id, name, code, residents, residents_on, residents_source FROM neighbourhood WHERE closed_at IS NULL"
    )
    held = [
        HeldCount(
            row["id"],
            row["name"],
            row["code"],
            row["residents"],
            str(row["residents_on"] or ""),
            row["residents_source"],
            bands[row["id"]],
        )
        for row in zones
    ]
    return compare(file, held)


def compare(file: ResidentFile, held: list[HeldCount]) -> ResidentPlan:
    """Pure: what the count changes. People whom it puts in no zone (no fixed home) are counted apart."""
    found = file.found
    known = zones_by_word((zone.id, zone.name, zone.code) for zone in held)
    listed: dict[int, list[ResidentRow]] = defaultdict(list)
    without = 0
    for row in file.rows:
        place = zone_of(row.place, known) if row.place else None
        if not row.place:
            without += row.residents
        elif place is None:
            found.add("residents.unknown_zone", row.line, blocks=True, zone=row.place[:60])
        else:
            listed[place].append(row)
    zones = {place: _counted(its) for place, its in listed.items()}
    if not zones:
        found.add("load.nothing", blocks=True)
    if zones and (missing := [zone.name for zone in held if zone.id not in zones]):
        found.add("residents.zones_missing", names=", ".join(missing[:12]), count=len(missing))
    day, source = file.options.day.isoformat(), source_of(file.options)
    named = [
        Named(Change.COUNTED, zone.name, str(zone.residents or 0))
        for zone in held
        if zone.id in zones and _differs(zone, zones[zone.id], day, source)
    ]
    facts = {"residents": sum(zone.residents for zone in zones.values()), "without_place": without, "zones": len(zones)}
    if any(zone.of_voting_age is None for zone in zones.values()):
        found.add("residents.totals_only")
    return ResidentPlan(differences(Kind.RESIDENTS, named, {}, found, facts), zones, file.options)


def source_of(options: ResidentOptions) -> str:
    """Who counted, as it is shown."""
    return " ".join(tidy(options.source).split())[:200]


def _differs(held: HeldCount, counted: Counted, day: str, source: str) -> bool:
    return (held.residents, held.day, held.source, dict(held.bands)) != (
        counted.residents,
        day,
        source,
        dict(counted.bands),
    )


def _counted(listed: list[ResidentRow]) -> Counted:
    total = sum(row.residents for row in listed)
    if any(row.band is None for row in listed):
        return Counted(total, None, False, {})
    by_age = [(*row.band, row.residents) for row in listed if row.band]
    voters, estimated = of_voting_age(by_age, VOTING_AGE)
    bands: dict[Band, int] = defaultdict(int)
    if all(row.sex for row in listed):
        for row in listed:
            if row.band:
                bands[row.sex, row.band[0], row.band[1]] += row.residents
    return Counted(total, voters, estimated, bands)


async def write(made: ResidentPlan) -> None:
    """Store a plan, inside the transaction of the load. Zones that the file has not keep what they had."""
    for number_of_zone, counted in made.zones.items():
        await rows("DELETE FROM population_count WHERE neighbourhood = {}", number_of_zone)
        await Neighbourhood.update(
            {
                Neighbourhood.residents: counted.residents,
                Neighbourhood.residents_of_voting_age: counted.of_voting_age,
                Neighbourhood.voting_age_is_estimated: counted.is_estimated,
                Neighbourhood.residents_year: made.options.day.year,
                Neighbourhood.residents_on: made.options.day,
                Neighbourhood.residents_source: source_of(made.options),
            }
        ).where(Neighbourhood._meta.primary_key == number_of_zone)
    await bulk.insert(
        "population_count",
        {"neighbourhood": "bigint", "sex": "text", "age_from": "int", "age_to": "int", "residents": "int"},
        [
            [zone, sex, low, high, residents]
            for zone, counted in made.zones.items()
            for (sex, low, high), residents in sorted(counted.bands.items(), key=lambda item: (item[0][1], item[0][0]))
        ],
    )
