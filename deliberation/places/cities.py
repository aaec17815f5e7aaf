# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The city of an installation is founded once, from the outlines and the tables that the comune publishes."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.database import rows, writing
from deliberation.errors import Conflict, Invalid
from deliberation.places.geometry import MultiPolygon, simplify
from deliberation.places.queries import forget_city
from deliberation.places.registers import PopulationColumns, of_voting_age, read_population
from deliberation.places.tables import Municipality, Neighbourhood, PopulationCount
from deliberation.records import journal
from deliberation.text import slug, tidy

VOTING_AGE = 16
BATCH = 500


@dataclass(frozen=True, slots=True)
class Properties:
    """Names of the GeoJSON properties that hold a neighbourhood's facts; '' when the file has none."""

    name: str
    code: str = ""
    district: str = ""
    area_m2: str = ""
    residents: str = ""


@dataclass(frozen=True, slots=True)
class Population:
    """What a population table brought: residents in places, and people whom it puts in none."""

    residents: int
    without_place: int


async def found_city(actor: Actor, name: str, *, at: datetime, is_demo: bool = False, attribution: str = "") -> int:
    """The comune of this installation; its row id. Raises Conflict(city.exists) when there is one."""
    if not tidy(name):
        raise Invalid("city.nameless")
    async with writing():
        if await Municipality.exists():
            raise Conflict("city.exists")
        row = Municipality(slug=slug(name), name=tidy(name), is_demo=is_demo, attribution=attribution)
        inserted = await Municipality.insert(row)
        await journal.note(actor, "city.founded", "municipality", row.slug, {"demo": is_demo}, at=at)
    forget_city()
    return int(inserted[0]["id"])


async def load_neighbourhoods(
    actor: Actor,
    municipality: int,
    geojson: str,
    properties: Properties,
    *,
    at: datetime,
    residents_year: int | None = None,
) -> dict[str, int]:
    """Neighbourhoods from a GeoJSON FeatureCollection (WGS84); name → row id, in the file's order.

    Raises Invalid(geojson.unreadable | geojson.no_features | geojson.bad_feature) with the number of the feature.
    """
    features = _features(geojson)
    shapes = simplify([_shape(n, feature) for n, feature in enumerate(features, 1)])
    names: dict[str, int] = {}
    slugs: set[str] = set()
    async with writing():
        start = await Neighbourhood.count()
        for n, (feature, shape) in enumerate(zip(features, shapes, strict=True), 1):
            held = feature.get("properties")
            facts: dict[str, Any] = held if isinstance(held, dict) else {}
            name = tidy(str(facts.get(properties.name) or ""))
            if not name or name in names:
                raise Invalid("geojson.bad_feature", feature=n, field=properties.name)
            own = slug(name)
            own = own if own not in slugs else f"{own[:70]}-{n}"
            slugs.add(own)
            row = Neighbourhood(
                municipality=municipality,
                slug=own,
                name=name[:160],
                code=str(facts.get(properties.code, "") or "")[:20],
                district=str(facts.get(properties.district, "") or "")[:120],
                position=start + n,
                geometry=json.dumps({"type": "MultiPolygon", "coordinates": shape}, separators=(",", ":")),
                area_m2=_whole(facts.get(properties.area_m2)),
                residents=_whole(facts.get(properties.residents)),
                residents_year=residents_year,
            )
            names[name] = int((await Neighbourhood.insert(row))[0]["id"])
        detail = {"count": len(names)}
        await journal.note(actor, "neighbourhoods.loaded", "municipality", str(municipality), detail, at=at)
    return names


async def load_population(
    actor: Actor, table: str, *, year: int, at: datetime, columns: PopulationColumns | None = None
) -> Population:
    """Residents by sex and age from a CSV table; earlier counts are replaced. A place may have several rows a band.

    Rows without a place (people without a fixed home) are counted and left out. Raises Invalid(register.…).
    """
    names = columns or PopulationColumns()
    read = read_population(table, names)
    without = sum(row.residents for row in read if not row.place)
    async with writing():
        known = {row["name"]: row["id"] for row in await rows("SELECT id, name FROM neighbourhood")}
        counts: dict[int, dict[tuple[str, int, int | None], int]] = defaultdict(lambda: defaultdict(int))
        for row in read:
            if not row.place:
                continue
            if row.place not in known:
                raise Invalid("register.unknown_place", line=row.line, field=names.place, found=row.place[:60])
            counts[known[row.place]][row.sex, row.age_from, row.age_to] += row.residents
        await PopulationCount.delete(force=True)
        stored = [
            PopulationCount(neighbourhood=place, sex=sex, age_from=low, age_to=high, residents=residents)
            for place, bands in counts.items()
            for (sex, low, high), residents in sorted(bands.items(), key=lambda item: (item[0][1], item[0][0]))
        ]
        for start in range(0, len(stored), BATCH):
            await PopulationCount.insert(*stored[start : start + BATCH])
        for place, bands in counts.items():
            ages = [(low, high, count) for (_, low, high), count in bands.items()]
            voters, estimated = of_voting_age(ages, VOTING_AGE)
            await Neighbourhood.update(
                {
                    Neighbourhood.residents: sum(bands.values()),
                    Neighbourhood.residents_of_voting_age: voters,
                    Neighbourhood.voting_age_is_estimated: estimated,
                    Neighbourhood.residents_year: year,
                }
            ).where(Neighbourhood._meta.primary_key == place)
        total = sum(sum(bands.values()) for bands in counts.values())
        await journal.note(actor, "population.loaded", "municipality", "", {"residents": total, "year": year}, at=at)
    return Population(total, without)


def _features(geojson: str) -> list[dict[str, Any]]:
    try:
        collection = json.loads(geojson)
    except ValueError as error:
        raise Invalid("geojson.unreadable") from error
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        raise Invalid("geojson.no_features")
    return features


def _shape(n: int, feature: Any) -> MultiPolygon:
    """The polygons of a feature, checked point by point."""
    try:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        if geometry["type"] not in {"Polygon", "MultiPolygon"}:
            raise ValueError(geometry["type"])
        shape = [[[(float(p[0]), float(p[1])) for p in ring] for ring in polygon] for polygon in polygons]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise Invalid("geojson.bad_feature", feature=n, field="geometry") from error
    for polygon in shape:
        for ring in polygon:
            inside = all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)
            if len(ring) < 4 or ring[0] != ring[-1] or not inside:
                raise Invalid("geojson.bad_feature", feature=n, field="geometry")
    return shape


def _whole(value: Any) -> int | None:
    return round(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
