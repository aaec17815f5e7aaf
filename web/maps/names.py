# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which names a drawing tries to write: streets, parks, waters, schools and libraries."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from web.maps.atlas import Feature, Shape
from web.maps.frame import Frame
from web.maps.labels import Curve, Labels, Style, curve
from web.maps.palette import ROADS
from web.maps.texts import shortened

PARK = Style("park", 11, "italic")
WATER = Style("water", 11.5, "italic", 0.6)
PLACE = Style("place", 10)
PIECES = 6  # of a street, the longest


@dataclass(frozen=True, slots=True)
class Street:
    """A street by name and class, its longest pieces end to end."""

    name: str
    class_name: str
    length: float
    curves: tuple[Curve, ...]

    def scaled(self, by: float) -> "Street":
        return Street(self.name, self.class_name, self.length * by, tuple(held.scaled(by) for held in self.curves))


def streets(features: Sequence[Feature], frame: Frame, shortest: float = 0.0) -> list[Street]:
    """The streets that can have a name, wide and long ones first; none of less than so many pixels."""
    junctions = _junctions(features, frame)
    held: dict[tuple[str, str], list[Shape]] = defaultdict(list)
    for feature in features:
        if feature.name and ROADS[feature.class_name].text:
            held[feature.name, feature.class_name].append(feature.shape)
    found = []
    for (name, class_name), shapes in held.items():
        if sum(shape.length for shape in shapes) * frame.scale < shortest:
            continue
        lines = [part for shape in shapes for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
        pieces = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
        curves = sorted(
            (curve(frame.pixels(shapely.get_coordinates(p)), junctions) for p in pieces), key=lambda c: c.length
        )
        found.append(Street(name, class_name, sum(c.length for c in curves), tuple(curves[: -PIECES - 1 : -1])))
    return sorted(found, key=lambda street: (-ROADS[street.class_name].rank, -street.length))


def write_streets(
    labels: Labels, found: Sequence[Street], classes: Collection[str], *, scale: float = 1.0, shortest: float = 0.0
) -> None:
    """The names of streets of some classes; none whose longest piece has less than `shortest` pixels."""
    for street in found:
        if street.class_name in classes and street.curves and street.curves[0].length >= shortest:
            road = ROADS[street.class_name]
            short = shortened(street.name)
            texts = [short] if street.class_name == "motorway" or short == street.name else [street.name, short]
            font, css = ("strong", "street-main") if road.strong else ("regular", "street")
            labels.along(street.name, texts, street.curves, Style(css, road.text * scale, font))


def _junctions(features: Sequence[Feature], frame: Frame) -> Shape:
    """Where lines meet, as points in pixels."""
    shapes = np.array([f.shape for f in features if f.shape.geom_type == "LineString"])
    if len(shapes) < 2:
        return np.array([])
    one, other = shapely.STRtree(shapes).query(shapes, "intersects")
    pairs = one < other
    points = shapely.get_coordinates(shapely.intersection(shapes[one[pairs]], shapes[other[pairs]]))
    return shapely.points(frame.pixels(np.unique(np.round(points), axis=0))) if len(points) else np.array([])


def write_parks(
    labels: Labels, features: Sequence[Feature], *, least: float, most: float = np.inf, small: bool = False
) -> None:
    """The names of parks whose largest piece has so many square pixels, large ones first."""
    held: dict[str, list[Shape]] = defaultdict(list)
    for feature in features:
        if feature.name and feature.class_name in ("park", "garden"):
            held[feature.name].extend(shapely.get_parts(feature.shape))
    size = {name: max(part.area for part in parts) * labels.frame.scale**2 for name, parts in held.items()}
    style, widest, spill = (PARK.scaled(10 / 11), 70.0, 2.2) if small else (PARK, 90.0, 0.55)
    for name in sorted(held, key=lambda name: -size[name]):
        if least <= size[name] < most:
            labels.inside(name, held[name], style, widest, spill)


def write_waters(labels: Labels, features: Sequence[Feature], scale: float = 1.0) -> None:
    """The names of rivers and canals, once each, along them."""
    done: set[str] = set()
    for feature in sorted(features, key=lambda f: -f.shape.area):
        if feature.name and feature.name not in done:
            lines = [_axis(feature.shape)] if feature.shape.area else list(shapely.get_parts(feature.shape))
            lines = [line for line in lines if line is not None and line.geom_type == "LineString"]
            curves = [curve(labels.frame.pixels(shapely.get_coordinates(line))) for line in lines]
            texts = [feature.name, feature.name.split()[-1]]
            if labels.along(feature.name, texts, curves, WATER.scaled(scale), most_bend=110):
                done.add(feature.name)


def _axis(shape: Shape) -> Shape | None:
    """The middle line of a long area: middles of the chords across its longer side."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape))[:4]
    if len(corners) < 4:
        return None
    a, b, c, d = corners
    if np.hypot(*(b - a)) < np.hypot(*(c - b)):
        start, end = (a + b) / 2, (c + d) / 2
    else:
        start, end = (b + c) / 2, (d + a) / 2
    points = start + (end - start) * np.linspace(0, 1, 24)[:, None]
    across = np.array([-(end - start)[1], (end - start)[0]])
    chords = shapely.linestrings(np.stack([points - across, points + across], axis=1))
    middles = []
    for chord in shapely.intersection(chords, shape):
        longest = max(shapely.get_parts(chord), key=lambda part: part.length, default=None)
        if longest is not None and longest.length:
            middles.append(longest.centroid.coords[0])
    return shapely.LineString(middles) if len(middles) >= 4 else None


def write_places(labels: Labels, features: Sequence[Feature]) -> None:
    """Schools and libraries with their dots, those near the middle first."""
    points = [(f, labels.frame.pixels(shapely.get_coordinates(f.shape))[0]) for f in features if f.name]
    middle = np.array([labels.frame.width / 2, labels.frame.height / 2])
    for feature, (x, y) in sorted(points, key=lambda held: float(np.hypot(*(held[1] - middle)))):
        labels.beside(float(x), float(y), feature.name, PLACE, "map-place")
