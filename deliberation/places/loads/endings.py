# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a zone that ends leaves to others: its ground, doors, streets, residents. People are the rooms' above."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import shapely

from deliberation.database import rows
from deliberation.places.geodata.topology import areas, repaired
from deliberation.places.geometry import simplify
from deliberation.places.loads import doors
from deliberation.places.loads.zones import held_zones
from deliberation.places.tables import Neighbourhood, ZoneOutline

CLOSED = "neighbourhood.closed"

_ADD_COUNTS = """
INSERT INTO population_count (neighbourhood, sex, age_from, age_to, residents)
SELECT {}, sex, age_from, age_to, residents FROM population_count WHERE neighbourhood = {}
"""
_MAIN_HEIR = """
SELECT r.id, (SELECT h.neighbourhood FROM house_number h WHERE h.street = r.street AND h.neighbourhood IN (%s)
    GROUP BY h.neighbourhood ORDER BY count(*) DESC, h.neighbourhood LIMIT 1) AS heir
FROM street_range r WHERE r.neighbourhood = {}
"""


async def shares(zone: int, others: Sequence[int]) -> dict[int, float]:
    """How much of a zone's ground each of the others covers, from 0 to 1."""
    shapes = {held.id: held.shape for held in await held_zones()}
    own = shapes.get(zone)
    found = dict.fromkeys(others, 0.0)
    if own is not None and own.area:
        for other in others:
            if (shape := shapes.get(other)) is not None:
                found[other] = float(shapely.intersection(own, shape).area / own.area)
    return found


async def end_zone(zone: int, heirs: Sequence[int], slugs: Sequence[str], *, at: datetime) -> None:
    """Close a zone and give what it had to its heirs, inside the transaction of the act."""
    missing = await rows("SELECT missing_since FROM neighbourhood WHERE id = {}", zone)
    if len(heirs) == 1 and missing[0]["missing_since"] is None:
        await _join(zone, heirs[0])
    await Neighbourhood.update({Neighbourhood.closed_at: at, Neighbourhood.merged_into: " ".join(slugs)}).where(
        Neighbourhood._meta.primary_key == zone
    )
    await doors.place_again()
    if heirs:
        await _give_ranges(zone, heirs)
    if len(heirs) == 1:
        await _add_residents(zone, heirs[0])


async def _join(zone: int, heir: int) -> None:
    """The heir's ground grows by the zone's."""
    shapes = {held.id: held.shape for held in await held_zones()}
    grown = repaired(shapely.union_all([shape for number in (heir, zone) if (shape := shapes.get(number)) is not None]))
    if grown is None:
        return
    await ZoneOutline.delete().where(ZoneOutline.neighbourhood == heir)
    await ZoneOutline.insert(ZoneOutline(neighbourhood=heir, content=zlib.compress(grown.wkb)))
    drawn = simplify([shapely.geometry.mapping(grown)["coordinates"]])[0]
    values: dict[Any, Any] = {
        Neighbourhood.geometry: json.dumps({"type": "MultiPolygon", "coordinates": drawn}, separators=(",", ":")),
        Neighbourhood.area_m2: areas([grown])[0],
    }
    await Neighbourhood.update(values).where(Neighbourhood._meta.primary_key == heir)


async def _give_ranges(zone: int, heirs: Sequence[int]) -> None:
    """Each stretch of a street goes to the heir that has most of the street's doors, else to the first."""
    marks = ", ".join(["{}"] * len(heirs))
    for row in await rows(_MAIN_HEIR % marks, *heirs, zone):
        await rows("UPDATE street_range SET neighbourhood = {} WHERE id = {}", row["heir"] or heirs[0], row["id"])


async def _add_residents(zone: int, heir: int) -> None:
    """The heir's residents are its own and the zone's, where both are known."""
    names = ("residents", "residents_of_voting_age")
    found = await rows(f"SELECT id, {', '.join(names)} FROM neighbourhood WHERE id IN ({{}}, {{}})", zone, heir)
    sums = {name: [row[name] for row in found] for name in names}
    values: dict[Any, Any] = {
        name: sum(known) if len(known) == 2 and all(value is not None for value in known) else None
        for name, known in sums.items()
    }
    await Neighbourhood.update(values).where(Neighbourhood._meta.primary_key == heir)
    await rows(_ADD_COUNTS, heir, zone)
