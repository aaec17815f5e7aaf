# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Polygons that fit together: broken ones repaired, overlaps and holes measured in square metres."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from deliberation.places.geodata.systems import in_metres

_METRES_A_DEGREE = 111_195.0
SMALLEST = 10.0  # square metres; less is rounding


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two polygons, by their place in the list, that claim the same ground; `shape` is that ground."""

    first: int
    second: int
    square_metres: int
    shape: Any = field(compare=False, default=None)


@dataclass(frozen=True, slots=True)
class Hole:
    """Ground inside that no polygon claims, and the polygons around it."""

    square_metres: int
    around: tuple[int, ...]
    shape: Any = field(compare=False, default=None)


def repaired(shape: Any) -> Any:
    """The polygon, or the valid one that covers the same ground; None when no ground is left."""
    if not isinstance(shape, shapely.Polygon | shapely.MultiPolygon | shapely.GeometryCollection):
        return None
    valid = shape if shape.is_valid else shapely.make_valid(shape)
    parts = [part for part in shapely.get_parts(shapely.get_parts(valid)) if isinstance(part, shapely.Polygon)]
    whole = shapely.union_all(parts) if len(parts) > 1 else parts[0] if parts else None
    if whole is None or whole.is_empty or whole.area == 0:
        return None
    return whole if isinstance(whole, shapely.MultiPolygon) else shapely.MultiPolygon([whole])


def areas(shapes: Sequence[Any]) -> list[int]:
    """Square metres of shapes in degrees."""
    return [round(shape.area) for shape in in_metres(shapes)]


def overlaps_and_holes(shapes: Sequence[Any]) -> tuple[tuple[Overlap, ...], tuple[Hole, ...]]:
    """What does not fit together, largest first. Shapes are valid and in degrees.

    Compared in degrees, where the file's straight lines are straight: on another plane a long border bows away from
    the corners that a neighbour has on it.
    """
    whole = shapely.union_all(np.array(shapes, dtype=object))
    tree = shapely.STRtree(shapes)
    overlaps = []
    for first, second in zip(*tree.query(shapes, predicate="intersects"), strict=True):
        if first < second:
            shared = shapely.intersection(shapes[first], shapes[second])
            if (common := _square_metres(shared)) >= SMALLEST:
                overlaps.append(Overlap(int(first), int(second), round(common), shared))
    holes = []
    for part in shapely.get_parts(whole):
        for ring in getattr(part, "interiors", ()):
            inside = shapely.Polygon(ring)
            if (empty := _square_metres(inside)) >= SMALLEST:
                near = tree.query(inside, predicate="intersects")
                holes.append(Hole(round(empty), tuple(sorted(int(n) for n in near)), inside))
    overlaps.sort(key=lambda overlap: -overlap.square_metres)
    holes.sort(key=lambda hole: -hole.square_metres)
    return tuple(overlaps), tuple(holes)


def _square_metres(shape: Any) -> float:
    """The area of a small shape in degrees."""
    if shape.is_empty:
        return 0.0
    return float(shape.area * _METRES_A_DEGREE**2 * math.cos(math.radians(shape.centroid.y)))
