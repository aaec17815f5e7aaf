# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole city: its ground, the neighbourhoods as areas, and their names; a small one's name stands beside it."""

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import shapely

from deliberation.places.base_files import Layer
from web.maps import palette
from web.maps.atlas import Atlas, Box, Shape, Zone
from web.maps.frame import Frame, holding
from web.maps.ground import Plain, ground
from web.maps.labels import Labels, Style
from web.maps.texts import lines, width
from web.maps.zones import WIDTHS, picture

ROADS = frozenset({"motorway", "main", "secondary"})
SIZES = {700: 13.0, 336: 10.5}
ANGLES = (0, 0.3, -0.3, 0.6, -0.6, 0.9, -0.9, 1.3, -1.3, 1.8, -1.8)


@dataclass(frozen=True, slots=True)
class CityDrawing:
    """The neighbourhoods by slug as paths of the 700 pixels' frame, their shared borders, and their names twice."""

    width: int
    height: int
    areas: dict[str, str]
    borders: str
    wide: str
    narrow: str
    narrow_height: int


def frame_of(box: Box, across: int) -> Frame:
    """The whole city in the same shape at every width."""
    return holding(box, across, margin=0.03, lowest=0.6, highest=1.0)


def city_ground(atlas: Atlas, across: int, *, greens: bool) -> str:
    """The ground as a picture of its own. Without greens it can lie under the colours of a quantity."""
    frame = frame_of(atlas.bounds, across)
    shapes = [zone.shape for zone in atlas.zones] or [f.shape for f in atlas.within(Layer.BOUNDARY, frame.box)]
    paper, beyond = (palette.PAPER, palette.BEYOND) if greens else (palette.SHEET, palette.SHEET)
    land = f'<path fill="{paper}" d="{frame.path([shapely.union_all(shapes)], 0.4)}"/>'
    body = ground(atlas, frame, "g", Plain(greens=greens, roads=ROADS))
    return picture(frame, f'<g transform="scale(.2)">{land}</g>{body}', beyond)


def city_drawing(atlas: Atlas, prefix: str, here: Collection[str] = ()) -> CityDrawing:
    """Areas and names; the names of the neighbourhoods in `here` (slugs) stand out."""
    frame, narrow = (frame_of(atlas.bounds, across) for across in WIDTHS)
    simple = shapely.coverage_simplify(np.array([zone.shape for zone in atlas.zones], dtype=object), 0.5 / frame.scale)
    areas = {zone.slug: frame.path([shape], 0) for zone, shape in zip(atlas.zones, simple, strict=True)}
    borders = shapely.line_merge(shapely.union_all(shapely.boundary(simple))) if len(simple) else shapely.LineString()
    return CityDrawing(
        frame.width,
        frame.height,
        areas,
        frame.path([borders], 0),
        named(atlas.zones, frame, f"{prefix}w", here).group(),
        named(atlas.zones, narrow, f"{prefix}n", here).group(),
        narrow.height,
    )


def named(zones: Collection[Zone], frame: Frame, prefix: str, here: Collection[str] = ()) -> Labels:
    """The names of zones on a frame of 700 or 336 pixels."""
    labels = Labels(frame, prefix)
    size = SIZES[frame.width]
    crowded: list[tuple[Zone, Style, float, float, float]] = []
    for zone in sorted(zones, key=lambda z: -z.shape.area):
        style = Style("zone-here" if zone.slug in here else "zone", size, "strong")
        area = _largest(shapely.simplify(frame.drawn(zone.shape), 0.7))
        x, y = shapely.maximum_inscribed_circle(area, tolerance=1).coords[0]
        roomy = area.buffer(size * 0.15, quad_segs=2)
        for widest in (size * 12, size * 5):
            if labels.block(x, y, lines(zone.name, size, "strong", widest), style, area=roomy):
                break
        else:
            crowded.append((zone, style, x, y, area.area))
    if crowded:
        middle = np.mean([(x, y) for _, _, x, y, _ in crowded], axis=0)
        for zone, style, x, y, _ in sorted(crowded, key=lambda held: -held[4]):
            _write_outwards(labels, zone.name, style, (x, y), math.atan2(y - middle[1], x - middle[0]))
    return labels


def _write_outwards(labels: Labels, name: str, style: Style, at: tuple[float, float], angle: float) -> None:
    """The nearest free place away from the others, with a thin line where it is far."""
    (x, y), size = at, style.size
    for away in np.arange(0, size * 14, size * 0.5):
        for turn in ANGLES:
            to = x + away * math.cos(angle + turn), y + away * math.sin(angle + turn)
            written = [name] if away < size * 1.2 else lines(name, size, style.font, size * 8)
            if labels.block(*to, written, style, pad=0.5):
                if away > size * 2.5:
                    labels.texts.append(_lead(at, to, name, style))
                return


def _lead(at: tuple[float, float], to: tuple[float, float], name: str, style: Style) -> str:
    """From a neighbourhood to its name, ending before the letters."""
    dx, dy = to[0] - at[0], to[1] - at[1]
    clear = style.size * 0.8
    if abs(dy) > clear:
        share = 1 - clear / abs(dy)
    else:
        share = 1 - (width(name, style.size, style.font) / 2 + 3) / max(abs(dx), 1)
    share = min(1.0, max(0.0, share))
    x, y = at
    line = f"M{x:.0f} {y:.0f}L{x + dx * share:.0f} {y + dy * share:.0f}"
    return f'<path class="map-lead" d="{line}"/><circle class="map-lead" cx="{x:.0f}" cy="{y:.0f}" r="1.6"/>'


def _largest(shape: Shape) -> Shape:
    return max(shapely.get_parts(shape), key=lambda part: part.area)
