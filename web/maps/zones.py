# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One neighbourhood: its ground with the rest of the city under a veil, its outline, streets and neighbours by name."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from deliberation.places.base_files import Layer
from web.maps import names, palette
from web.maps.atlas import Atlas, Feature, Shape, Zone
from web.maps.frame import Frame, holding
from web.maps.ground import Plain, ground
from web.maps.labels import Labels, Style
from web.maps.palette import ROADS

WIDTHS = (700, 336)
BESIDE = Style("zone-beside", 12)
LOUD = ("motorway", "main", "secondary")
SHORT = 110  # pixels of a street that is worth a try
SMALL = 0.92  # of the size that names have near by
SIMPLER = 8  # metres: outlines are held finer than any drawing needs


@dataclass(frozen=True, slots=True)
class ZoneDrawing:
    """What stands on the ground of a zone of 700 pixels; names for 336 pixels too; `beside` are its neighbours."""

    width: int
    height: int
    outline: str
    wide: str
    narrow: str
    narrow_height: int
    names: tuple[str, ...]
    beside: tuple[Zone, ...]


def frame_of(zone: Zone, width: int) -> Frame:
    """The zone in the middle, in the same shape at every width."""
    return holding(zone.shape.bounds, width, margin=0.1, lowest=0.6, highest=1.05)


def zone_ground(atlas: Atlas, zone: Zone, frame: Frame, more: str = "") -> str:
    """The ground as a picture of its own, and what stands on it; the rest of the city under a veil."""
    roads = (
        set(ROADS)
        - ({"minor"} if frame.scale < 0.3 else set())
        - ({"local", "square"} if frame.scale < 0.05 else set())
    )
    plain = Plain(roads=frozenset(roads), swell=1.15 if frame.scale > 0.15 else 1.0)
    outside = shapely.difference(shapely.box(*frame.box), zone.shape)
    others = _line(frame, [other.shape.boundary for other in atlas.zones if other is not zone])
    veil = f'<path fill="{palette.PAPER}" fill-opacity=".62" d="{frame.path([outside])}"/>'
    return picture(
        frame, ground(atlas, frame, "g", plain) + f'<g transform="scale(.2)">{veil}{others}</g>{more}', palette.PAPER
    )


def _line(frame: Frame, shapes: Sequence[Shape]) -> str:
    return f'<path fill="none" stroke="{palette.BORDER}" stroke-width="4" d="{frame.path(shapes, 0.5)}"/>'


def picture(frame: Frame, body: str, paper: str) -> str:
    """An SVG file of a frame."""
    size = f'width="{frame.width}" height="{frame.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {frame.width} {frame.height}">'
        f'<rect {size} fill="{paper}"/>{body}</svg>'
    )


def zone_drawing(atlas: Atlas, zone: Zone, prefix: str) -> ZoneDrawing:
    """Outline and names. `prefix` keeps ids apart from others on the page."""
    frame, narrow = (frame_of(zone, width) for width in WIDTHS)
    shapely.prepare(zone.shape)
    streets = names.streets(_cut(atlas.within(Layer.STREETS, frame.box), zone), frame, SHORT)
    wide_names = _named(atlas, zone, frame, streets, f"{prefix}w")
    smaller = [street.scaled(narrow.width / frame.width) for street in streets]
    narrow_names = _named(atlas, zone, narrow, smaller, f"{prefix}n")
    beside = [other for other in atlas.zones if other is not zone and other.shape.distance(zone.shape) < 2 * SIMPLER]
    return ZoneDrawing(
        frame.width,
        frame.height,
        frame.path([zone.shape.boundary], 0.4),
        wide_names.group(),
        narrow_names.group(),
        narrow.height,
        tuple(wide_names.names),
        tuple(sorted(beside, key=lambda other: other.name)),
    )


def _named(atlas: Atlas, zone: Zone, frame: Frame, streets: Sequence[names.Street], prefix: str) -> Labels:
    labels = Labels(frame, prefix)
    edge = frame.pixels(shapely.get_coordinates(shapely.segmentize(zone.shape.boundary, 8 / frame.scale)))
    labels.take(np.column_stack([edge, np.full(len(edge), 2.0)]))  # no name breaks the outline
    names.write_streets(labels, streets, LOUD, scale=SMALL)
    parks = [f for f in atlas.within(Layer.PARKS, frame.box) if f.class_name == "park" and _holds(zone, f)]
    names.write_parks(labels, parks, least=900)
    names.write_waters(labels, [f for f in atlas.within(Layer.WATER, frame.box) if f.name], SMALL)
    names.write_streets(labels, streets, ("local", "square"), scale=SMALL * SMALL, shortest=SHORT)
    _write_neighbours(labels, atlas, zone, frame)
    return labels


def _holds(zone: Zone, feature: Feature) -> bool:
    return bool(shapely.contains(zone.shape, feature.shape.centroid))


def _cut(features: list[Feature], zone: Zone) -> list[Feature]:
    """What of them is in the zone."""
    shapes = np.array([f.shape for f in features], dtype=object)
    if not len(shapes):
        return []
    whole, touching = shapely.contains(zone.shape, shapes), shapely.intersects(zone.shape, shapes)
    shapes[touching & ~whole] = shapely.intersection(shapes[touching & ~whole], zone.shape)
    return [Feature(shapes[n], features[n].name, features[n].class_name) for n in np.flatnonzero(touching)]


def _write_neighbours(labels: Labels, atlas: Atlas, zone: Zone, frame: Frame) -> None:
    west, south, east, north = frame.box
    for other in sorted(atlas.zones, key=lambda z: -z.shape.area):
        if other is not zone:
            seen = shapely.clip_by_rect(shapely.simplify(other.shape, 1 / frame.scale), west, south, east, north)
            labels.inside(other.name, list(shapely.get_parts(seen)), BESIDE, 60, 0.9)
