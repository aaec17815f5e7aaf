# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""All that maps are drawn from, in memory and in metres: the layers with an index each, and the neighbourhoods."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from deliberation.places.base_files import Layer
from deliberation.places.queries import NeighbourhoodView
from web.maps.projection import Projection

Shape = Any  # shapely has no types
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Feature:
    """A street, a park …: its shape as far as it is in view."""

    shape: Shape
    name: str
    class_name: str


@dataclass(frozen=True, slots=True)
class Zone:
    """A neighbourhood's outline."""

    slug: str
    name: str
    shape: Shape


class MapLayer:
    """Shapes with names and classes, found by place. Compound shapes are held part by part: less to cut."""

    __slots__ = ("_classes", "_names", "_shapes", "_tree")

    def __init__(self, geojson: bytes, projection: Projection) -> None:
        features = json.loads(geojson)["features"]
        shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
        parts, origin = shapely.get_parts(shapes, return_index=True)
        self._shapes = shapely.transform(parts, projection.metres)
        self._names = [features[n]["properties"].get("name", "") for n in origin]
        self._classes = [features[n]["properties"].get("class", "") for n in origin]
        self._tree = shapely.STRtree(self._shapes)

    def within(self, box: Box) -> list[Feature]:
        """What is in the box, cut to it, in the order of the file."""
        found = np.sort(self._tree.query(shapely.box(*box)))
        cut = shapely.clip_by_rect(self._shapes[found], *box)
        return [
            Feature(shape, self._names[n], self._classes[n])
            for shape, n in zip(cut, found, strict=True)
            if not shape.is_empty
        ]

    @property
    def bounds(self) -> Box:
        """What holds it all."""
        west, south, east, north = shapely.total_bounds(self._shapes)
        return float(west), float(south), float(east), float(north)


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """The comune as it can be drawn; another `version` is another atlas."""

    version: str
    projection: Projection
    layers: Mapping[Layer, MapLayer]
    zones: tuple[Zone, ...]
    attribution: tuple[str, ...] = ()

    def within(self, layer: Layer, box: Box) -> list[Feature]:
        """The features of a layer in a box; none where nobody loaded the layer."""
        held = self.layers.get(layer)
        return held.within(box) if held else []

    def zone(self, slug: str) -> Zone | None:
        """A neighbourhood by its address; None when it has no outline."""
        return next((zone for zone in self.zones if zone.slug == slug), None)

    def degrees(self, view: Box) -> Box:
        """West, south, east, north of a box in metres."""
        west, south = self.projection.degrees(*view[:2])
        east, north = self.projection.degrees(*view[2:])
        return round(west, 6), round(south, 6), round(east, 6), round(north, 6)

    @property
    def bounds(self) -> Box:
        """What holds the neighbourhoods, or the boundary where there are none; a square kilometre in an empty city."""
        if self.zones:
            west, south, east, north = shapely.total_bounds([zone.shape for zone in self.zones])
            return float(west), float(south), float(east), float(north)
        held = self.layers.get(Layer.BOUNDARY)
        return held.bounds if held else (-500.0, -500.0, 500.0, 500.0)


def outlines(places: Sequence[NeighbourhoodView]) -> tuple[Projection, tuple[Zone, ...]]:
    """The neighbourhoods that have an outline, in metres around their middle."""
    drawn = [place for place in places if place.geometry]
    shapes = shapely.from_geojson([place.geometry for place in drawn])
    if not drawn:
        return Projection(0.0, 0.0), ()
    west, south, east, north = shapely.total_bounds(shapes)
    projection = Projection(round((west + east) / 2, 3), round((south + north) / 2, 3))
    flat = shapely.transform(shapes, projection.metres)
    broken = ~shapely.is_valid(flat)
    flat[broken] = shapely.make_valid(flat[broken], method="structure", keep_collapsed=False)
    return projection, tuple(Zone(place.slug, place.name, shape) for place, shape in zip(drawn, flat, strict=True))
