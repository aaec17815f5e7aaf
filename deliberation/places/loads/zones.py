# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file of outlines: new zones, changed outlines, other names, zones that the file no longer has.

Nothing is dropped. A zone that the file does not have is marked as missing, and stays until an act says where its
people go (deliberation.boundaries).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import shapely
import shapely.geometry

from deliberation.database import rows
from deliberation.places.geodata.files import GeoFile, read_shapes
from deliberation.places.geodata.systems import in_degrees, system_name
from deliberation.places.geodata.topology import Hole, Overlap, areas, overlaps_and_holes, repaired
from deliberation.places.geometry import simplify
from deliberation.places.loads.differences import Change, Differences, Findings, Kind, Named, differences
from deliberation.places.loads.options import ZoneOptions
from deliberation.places.tables import Neighbourhood, ZoneOutline
from deliberation.text import plain, slug, tidy

MOST_ZONES = 2000
NOTICED = 25.0  # square metres by which an outline must differ to be another
_SQUARE_METRES_A_DEGREE = 111_320.0 * 79_500.0  # at 44.5 degrees north: for comparing only


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A zone of the file; its shape is a valid MultiPolygon in degrees."""

    number: int
    name: str
    code: str
    district: str
    district_code: str
    shape: Any
    area: int = 0


@dataclass(frozen=True, slots=True)
class ZoneFile:
    """The zones of a file and what was found in it; what does not fit together, largest first."""

    rows: tuple[ZoneRow, ...]
    found: Findings
    facts: Mapping[str, int]
    overlaps: tuple[Overlap, ...] = ()
    holes: tuple[Hole, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldZone:
    """A zone that is here, open or missing from the last file."""

    id: int
    slug: str
    name: str
    code: str
    district: str
    district_code: str
    is_missing: bool
    shape: Any


@dataclass(frozen=True, slots=True)
class ZonePlan:
    """What to write: each row of the file with the zone that it is, or None for a new one; and the zones gone."""

    differences: Differences
    pairs: tuple[tuple[ZoneRow, HeldZone | None], ...]
    gone: tuple[HeldZone, ...]
    redraw: bool


def read(content: bytes, options: ZoneOptions) -> ZoneFile:
    """The zones of a file. Raises Invalid(geodata.…) when it cannot be read at all."""
    return read_zones(read_shapes(content), options)


def read_zones(file: GeoFile, options: ZoneOptions) -> ZoneFile:
    """The zones of shapes that were read."""
    found = Findings()
    if len(file.features) > MOST_ZONES:
        found.add("zones.too_many", blocks=True, most=MOST_ZONES, found=len(file.features))
        return ZoneFile((), found, {})
    system = options.system or file.system
    shaped = [feature for feature in file.features if feature.shape is not None]
    moved = in_degrees([feature.shape for feature in shaped], system)
    if moved.was_swapped:
        found.add("geodata.swapped")
    if system and system not in ("", "EPSG:4326"):
        found.add("geodata.converted", system=system_name(system))
    shapes = dict(zip((feature.number for feature in shaped), moved.shapes, strict=True))
    listed = []
    names: dict[str, int] = {}
    for feature in file.features:
        row = _row(feature.number, feature.properties, options, shapes.get(feature.number), found)
        if row is None:
            continue
        if plain(row.name) in names:
            found.add("zones.twice", blocks=True, name=row.name, feature=row.number, first=names[plain(row.name)])
            continue
        names[plain(row.name)] = row.number
        listed.append(row)
    measured = areas([row.shape for row in listed]) if listed else []
    listed = [replace(row, area=area) for row, area in zip(listed, measured, strict=True)]
    overlaps, holes = _fit(listed, found)
    facts = {"zones": len(listed), "square_metres": sum(measured)}
    return ZoneFile(tuple(listed), found, facts, overlaps, holes)


def _row(number: int, facts: Mapping[str, Any], options: ZoneOptions, shape: Any, found: Findings) -> ZoneRow | None:
    name = _text(facts.get(options.name), 160)
    if not name:
        found.add("zones.nameless", blocks=True, feature=number, field=options.name)
        return None
    valid = None if shape is None else repaired(shape)
    if valid is None:
        found.add("zones.unusable", blocks=True, feature=number, name=name)
        return None
    if not shape.is_valid:
        reason = shapely.is_valid_reason(shape).partition("[")[0].strip()
        found.add("zones.repaired", feature=number, name=name, reason=reason)
    district, district_code = _text(facts.get(options.district), 120), _text(facts.get(options.district_code), 20)
    return ZoneRow(number, name, _text(facts.get(options.code), 20), district, district_code, valid)


def _text(value: Any, longest: int) -> str:
    if value is None or isinstance(value, bool | dict | list):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(tidy(str(value)).split())[:longest]


def _fit(listed: list[ZoneRow], found: Findings) -> tuple[tuple[Overlap, ...], tuple[Hole, ...]]:
    """Overlaps and holes; the findings say them by name and in square metres."""
    if not listed:
        return (), ()
    overlaps, holes = overlaps_and_holes([row.shape for row in listed])
    for overlap in overlaps:
        first, second = listed[overlap.first].name, listed[overlap.second].name
        found.add("zones.overlap", first=first, second=second, square_metres=overlap.square_metres)
    for hole in holes:
        around = ", ".join(listed[n].name for n in hole.around[:4])
        found.add("zones.hole", names=around, square_metres=hole.square_metres)
    return overlaps, holes


async def plan(file: ZoneFile) -> ZonePlan:
    """The differences from the zones that are here."""
    return compare(file, await held_zones())


def compare(file: ZoneFile, held: list[HeldZone]) -> ZonePlan:
    """Each zone of the file with the one it was: the same code, else the same name, else nearly the same ground."""
    pairs = list(_paired(file.rows, held))
    taken = {zone.id for _, zone in pairs if zone}
    gone = tuple(zone for zone in held if zone.id not in taken)
    named = [change for row, zone in pairs for change in _changes(row, zone)]
    named += [Named(Change.GONE, zone.name) for zone in gone if not zone.is_missing]
    found = file.found
    if held and len(gone) * 2 > len(held):
        found.add("zones.many_gone", gone=len(gone), held=len(held))
    if not file.rows:
        found.add("load.nothing", blocks=True)
    redraw = any(change.change in (Change.NEW, Change.OUTLINE, Change.GONE, Change.BACK) for change in named)
    shown = differences(Kind.ZONES, named, {}, found, file.facts)
    return ZonePlan(shown, tuple(pairs), gone, redraw)


def _paired(listed: tuple[ZoneRow, ...], held: list[HeldZone]) -> Iterator[tuple[ZoneRow, HeldZone | None]]:
    free = {zone.id: zone for zone in held}
    found: dict[int, HeldZone] = {}
    for same in (_same_code, _same_name, _same_ground):
        for row in listed:
            if row.number not in found:
                zone = next((zone for zone in free.values() if same(row, zone)), None)
                if zone is not None:
                    found[row.number] = free.pop(zone.id)
    for row in listed:
        yield row, found.get(row.number)


def _same_code(row: ZoneRow, zone: HeldZone) -> bool:
    return bool(row.code) and row.code == zone.code


def _same_name(row: ZoneRow, zone: HeldZone) -> bool:
    return plain(row.name) == plain(zone.name) and not (row.code and zone.code)


def _same_ground(row: ZoneRow, zone: HeldZone) -> bool:
    if zone.shape is None or (row.code and zone.code):
        return False
    if not 0.9 < row.shape.area / zone.shape.area < 1.1:
        return False
    common = shapely.intersection(row.shape, zone.shape).area
    return bool(common > 0.95 * max(row.shape.area, zone.shape.area))


def _changes(row: ZoneRow, zone: HeldZone | None) -> Iterator[Named]:
    if zone is None:
        yield Named(Change.NEW, row.name)
        return
    if row.name != zone.name:
        yield Named(Change.RENAMED, row.name, zone.name)
    if zone.is_missing:
        yield Named(Change.BACK, row.name)
    if zone.shape is None or differ(row.shape, zone.shape):
        yield Named(Change.OUTLINE, row.name)
    if (row.district, row.district_code, row.code) != (zone.district, zone.district_code, zone.code):
        yield Named(Change.DISTRICT, row.name, zone.district)


def differ(one: Any, other: Any) -> bool:
    """Whether two outlines differ by more than a surveyor's noise."""
    if shapely.equals_exact(one, other, 1e-9):
        return False
    return bool(shapely.symmetric_difference(one, other).area * _SQUARE_METRES_A_DEGREE > NOTICED)


async def held_zones() -> list[HeldZone]:
    """The zones that are not closed, with their exact outlines, or the drawn ones where no exact one was loaded."""
    listed = await rows(
        "SELECT n.id, n.slug, n.name, n.code, n.district, n.district_code, n.missing_since, n.geometry, o.content "
        "FROM neighbourhood n LEFT JOIN zone_outline o ON o.neighbourhood = n.id "
        "WHERE n.closed_at IS NULL ORDER BY n.position, n.id"
    )
    return [
        HeldZone(
            row["id"],
            row["slug"],
            row["name"],
            row["code"],
            row["district"],
            row["district_code"],
            row["missing_since"] is not None,
            outline(row["content"], row["geometry"]),
        )
        for row in listed
    ]


def outline(content: bytes | None, drawn: str) -> Any:
    """A shape as stored; None when there is none."""
    if content:
        return shapely.from_wkb(zlib.decompress(bytes(content)))
    return shapely.make_valid(shapely.from_geojson(drawn)) if drawn else None


async def write(made: ZonePlan, municipality: int, *, at: datetime) -> None:
    """Store a plan, inside the transaction of the load."""
    drawings = _drawings([row for row, _ in made.pairs]) if made.redraw else {}
    slugs = {row["slug"] for row in await rows("SELECT slug FROM neighbourhood")}
    last = await rows("SELECT coalesce(max(position), 0) AS last FROM neighbourhood")
    position = int(last[0]["last"])
    for row, zone in made.pairs:
        values: dict[Any, Any] = {
            Neighbourhood.name: row.name,
            Neighbourhood.code: row.code,
            Neighbourhood.district: row.district,
            Neighbourhood.district_code: row.district_code,
            Neighbourhood.missing_since: None,
        }
        if row.number in drawings:
            values |= {Neighbourhood.geometry: drawings[row.number], Neighbourhood.area_m2: row.area}
        if zone is None:
            position += 1
            own = _free_slug(row.name, slugs)
            new = Neighbourhood(municipality=municipality, slug=own, position=position)
            for column, value in values.items():
                setattr(new, column._meta.name, value)
            number = int((await Neighbourhood.insert(new))[0]["id"])
        else:
            number = zone.id
            await Neighbourhood.update(values).where(Neighbourhood._meta.primary_key == number)
        if zone is None or zone.shape is None or differ(row.shape, zone.shape):
            await ZoneOutline.delete().where(ZoneOutline.neighbourhood == number)
            await ZoneOutline.insert(ZoneOutline(neighbourhood=number, content=zlib.compress(row.shape.wkb)))
    for zone in made.gone:
        if not zone.is_missing:
            await Neighbourhood.update({Neighbourhood.missing_since: at}).where(
                Neighbourhood._meta.primary_key == zone.id
            )


def _free_slug(name: str, taken: set[str]) -> str:
    own, n = slug(name), 1
    while own in taken:
        n += 1
        own = f"{slug(name)[:70]}-{n}"
    taken.add(own)
    return own


def _drawings(listed: list[ZoneRow]) -> dict[int, str]:
    """Outlines for drawing, simplified together; by the row's number."""
    shapes = [shapely.geometry.mapping(row.shape)["coordinates"] for row in listed]
    return {
        row.number: json.dumps({"type": "MultiPolygon", "coordinates": drawn}, separators=(",", ":"))
        for row, drawn in zip(listed, simplify(shapes), strict=True)
    }
