# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reference systems of Italian files: which one a file may be in, and the same shapes in degrees (WGS84)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from pyproj.transformer import AreaOfInterest

from deliberation.errors import Invalid

DEGREES = "EPSG:4326"
EQUAL_AREA = "EPSG:3035"  # ETRS89-LAEA: square metres are true all over Europe

# The systems that a comune may choose by name, likeliest first.
SYSTEMS: Mapping[str, str] = {
    DEGREES: "WGS 84 (GPS, GeoJSON)",
    "EPSG:32632": "UTM 32N, WGS 84",
    "EPSG:32633": "UTM 33N, WGS 84",
    "EPSG:6707": "UTM 32N, RDN2008",
    "EPSG:6708": "UTM 33N, RDN2008",
    "EPSG:3003": "Gauss-Boaga Ovest (Monte Mario 1)",
    "EPSG:3004": "Gauss-Boaga Est (Monte Mario 2)",
    "EPSG:23032": "UTM 32N, ED50",
    "EPSG:23033": "UTM 33N, ED50",
    "EPSG:25832": "UTM 32N, ETRS89",
    "EPSG:25833": "UTM 33N, ETRS89",
    "EPSG:6706": "RDN2008 (lon, lat)",
    "EPSG:4265": "Monte Mario (lon, lat)",
    "EPSG:3857": "Web Mercator",
}
_ITALY = AreaOfInterest(6.0, 35.0, 19.0, 47.6)
_BOX = (6.0, 35.0, 19.0, 47.6)

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class InDegrees:
    """Shapes in degrees, longitude first. `was_swapped`: the file had latitude first."""

    shapes: tuple[Any, ...]
    was_swapped: bool


def known_system(text: str) -> str:
    """A system as SYSTEMS names it when it is one of them, else as its own WKT; '' when nothing can be read."""
    if not text.strip():
        return ""
    try:
        system = CRS.from_user_input(text.strip())
    except (CRSError, ValueError):
        return ""
    for confidence in (100, 70, 25):
        code = system.to_epsg(min_confidence=confidence)
        if code is not None:
            return f"EPSG:{code}"
    return str(system.to_wkt())


def system_name(system: str) -> str:
    """What people call it."""
    if system in SYSTEMS:
        return SYSTEMS[system]
    try:
        return str(CRS.from_user_input(system).name)
    except CRSError:
        return system[:40]


def candidates(bounds: Bounds) -> tuple[str, ...]:
    """The systems of SYSTEMS in which these bounds would lie in Italy; for degrees, in whichever order they are."""
    if is_degrees(bounds):
        return (DEGREES,)
    return tuple(system for system in SYSTEMS if _lies_in_italy(system, bounds))


def is_degrees(bounds: Bounds) -> bool:
    """Whether the numbers can be degrees at all: metres are in the hundreds of thousands."""
    return max(map(abs, bounds)) <= 180


def in_degrees(shapes: Sequence[Any], system: str) -> InDegrees:
    """The shapes in WGS84, longitude first. Raises Invalid: geodata.metres, geodata.unknown_system, geodata.nowhere."""
    bounds = bounds_of(shapes)
    swapped = False
    if not system or system == DEGREES:
        if not is_degrees(bounds):
            raise Invalid("geodata.metres")
        moved, swapped = list(shapes), _is_swapped(bounds)
        if swapped:
            moved = [shapely.transform(shape, _turned, interleaved=False) for shape in shapes]
    else:
        change = transformer(system, DEGREES)
        moved = [shapely.transform(shape, change.transform, interleaved=False) for shape in shapes]
        if not _is_on_earth(bounds_of(moved)):
            moved = [
                shapely.transform(shape, lambda x, y: change.transform(y, x), interleaved=False) for shape in shapes
            ]
            swapped = True
    if not _is_on_earth(bounds_of(moved)):
        raise Invalid("geodata.nowhere", system=system_name(system))
    return InDegrees(tuple(moved), swapped)


def transformer(system: str, target: str) -> Transformer:
    """From one system to another, longitude or easting first. Raises Invalid(geodata.unknown_system)."""
    try:
        return Transformer.from_crs(system, target, always_xy=True, area_of_interest=_ITALY)
    except CRSError as error:
        raise Invalid("geodata.unknown_system", system=system[:60]) from error


def in_metres(shapes: Sequence[Any]) -> list[Any]:
    """Shapes in degrees, on a plane where areas are true."""
    change = transformer(DEGREES, EQUAL_AREA)
    return [shapely.transform(shape, change.transform, interleaved=False) for shape in shapes]


def bounds_of(shapes: Sequence[Any]) -> Bounds:
    """West, south, east, north of all of them. Raises Invalid(geodata.nowhere) when they have no finite bounds."""
    low_x, low_y, high_x, high_y = (float(value) for value in shapely.total_bounds(np.array(shapes, dtype=object)))
    if not np.isfinite([low_x, low_y, high_x, high_y]).all():
        raise Invalid("geodata.nowhere", system="")
    return low_x, low_y, high_x, high_y


def _turned(x: Any, y: Any) -> tuple[Any, Any]:
    return y, x


def _is_swapped(bounds: Bounds) -> bool:
    west, south, east, north = bounds
    return not _is_in(bounds, _BOX) and _is_in((south, west, north, east), _BOX)


def _lies_in_italy(system: str, bounds: Bounds) -> bool:
    if CRS.from_user_input(system).is_geographic:
        return False
    moved = transformer(system, DEGREES).transform([bounds[0], bounds[2]], [bounds[1], bounds[3]])
    corners = (*(float(values[0]) for values in moved), *(float(values[1]) for values in moved))
    return all(np.isfinite(corners)) and _is_in(corners, _BOX)  # type: ignore[arg-type]


def _is_in(bounds: Bounds, box: Bounds) -> bool:
    return box[0] <= bounds[0] and box[1] <= bounds[1] and bounds[2] <= box[2] and bounds[3] <= box[3]


def _is_on_earth(bounds: Bounds) -> bool:
    return _is_in(bounds, (-180.0, -85.0, 180.0, 85.0))
