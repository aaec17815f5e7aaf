# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outlines and the classes of a quantity: areas with level-0 … level-5, a legend, an outline map in degrees."""

import json
import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

WIDTH = 1000
LEVELS = 5
Ring = tuple[tuple[float, float], ...]
Bounds = tuple[float, float, float, float]
Area = tuple[str, str, str, float | None, str, str]


@dataclass(frozen=True, slots=True)
class MapArea:
    """One neighbourhood on the map."""

    slug: str
    name: str
    path: str
    value_text: str
    class_name: str
    href: str


@dataclass(frozen=True, slots=True)
class MapView:
    """A map. `bounds` are west, south, east, north of the whole view box, which is linear in both degrees."""

    view_box: str
    areas: tuple[MapArea, ...]
    bounds: Bounds
    legend: tuple[tuple[str, str], ...] = ()


# What tells the levels apart where colours do not: level lines (not known), nothing, dots, and slanting lines that come
# closer and cross. In fifths of a pixel, as all paths are; the colours are the style sheet's.
_TEXTURES = {
    0: "M0 10h40M0 30h40",
    1: "",
    2: "M10 10h.1M30 30h.1",
    3: "M0 40L40 0M-10 10L10-10M30 50L50 30",
    4: "M0 40L40 0M-10 10L10-10M30 50L50 30M-10 30L30-10M10 50L50 10",
    5: "M0 40L40 0M-10 10L10-10M30 50L50 30M0 0L40 40M-10 30L10 50M30-10L50 10",
}


def patterns() -> str:
    """The levels as patterns of an SVG, to be filled with by `url(#level-3)`; once a page."""
    tiles = "".join(
        f'<pattern id="level-{level}" width="40" height="40" patternUnits="userSpaceOnUse">'
        f'<rect class="level-{level}" width="40" height="40"/><path class="texture-{level}" d="{path}"/></pattern>'
        for level, path in _TEXTURES.items()
    )
    return f"<defs>{tiles}</defs>"


def draw(
    areas: Sequence[Area],
    *,
    value_in_words: Callable[[float], str] = str,
    unknown: str = "",
    edges: Sequence[float] | None = None,
) -> MapView:
    """Areas (slug, name, GeoJSON MultiPolygon, value or None, its text, address) as a map.

    Equirectangular, scaled by the cosine of the middle latitude. Values fall into five classes of as many areas each
    (quintiles), or into the classes that `edges` (upper limits, ascending) give. `legend` is empty when no area has
    a value; `unknown` is the legend's word for areas without one.
    """
    known = [area for area in areas if area[2]]
    bounds = _bounds([_extent(area[2]) for area in known])
    west, south, east, north = bounds
    across = WIDTH / (east - west)
    down = across / math.cos(math.radians((south + north) / 2))
    values = [area[3] for area in known if area[3] is not None]
    limits = list(edges) if edges is not None else _quantiles(values)
    drawn = tuple(
        MapArea(slug, name, _path(geometry, west, north, across, down), text, _class_name(value, limits), href)
        for slug, name, geometry, value, text, href in known
    )
    view_box = f"0 0 {WIDTH} {(north - south) * down:.2f}"
    return MapView(view_box, drawn, bounds, _legend(values, limits, value_in_words, unknown, len(known)))


@lru_cache(maxsize=256)
def _rings(geometry: str) -> tuple[Ring, ...]:
    """All rings of a MultiPolygon (holes too: paths are filled even-odd by their direction)."""
    shape = json.loads(geometry)
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return tuple(tuple((x, y) for x, y, *_ in ring) for polygon in polygons for ring in polygon)


@lru_cache(maxsize=256)
def _extent(geometry: str) -> Bounds:
    """West, south, east, north of an outline."""
    points = [point for ring in _rings(geometry) for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


@lru_cache(maxsize=512)
def _path(geometry: str, west: float, north: float, across: float, down: float) -> str:
    parts = []
    for ring in _rings(geometry):
        points = [f"{(x - west) * across:.1f} {(north - y) * down:.1f}" for x, y in ring[:-1]]
        parts.append("M" + "L".join(points) + "Z")
    return "".join(parts)


def _bounds(extents: Sequence[Bounds]) -> Bounds:
    """What holds all extents, with a narrow margin; one degree where there is nothing to draw."""
    if not extents:
        return 0.0, 0.0, 1.0, 1.0
    west, south, east, north = zip(*extents, strict=True)
    margin = (max(east) - min(west)) * 0.008
    return min(west) - margin, min(south) - margin, max(east) + margin, max(north) + margin


def _quantiles(values: Sequence[float]) -> list[float]:
    """Upper limits of classes of about as many areas each; equal values share a class."""
    ordered = sorted(values)
    limits = {ordered[math.ceil(len(ordered) * n / LEVELS) - 1] for n in range(1, LEVELS + 1)} if ordered else set()
    return sorted(limits)


def _class_name(value: float | None, limits: Sequence[float]) -> str:
    if value is None:
        return "level-0"
    place = min(bisect_left(limits, value), len(limits) - 1)
    return f"level-{place + 1 + (LEVELS - len(limits)) // 2}"


def _legend(
    values: Sequence[float], limits: Sequence[float], words: Callable[[float], str], unknown: str, areas: int
) -> tuple[tuple[str, str], ...]:
    """Class and its span in words, lowest first; only classes that hold an area."""
    entries = []
    for place, upper in enumerate(limits):
        lower = limits[place - 1] if place else -math.inf
        held = sorted(v for v in values if lower < v <= upper)
        if held:
            low, high = words(held[0]), words(held[-1])
            entries.append((_class_name(held[0], limits), low if low == high else f"{low} – {high}"))
    if entries and unknown and len(values) < areas:
        entries.append(("level-0", unknown))
    return tuple(entries)
