# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The maps of shared pictures: a panel that a zone, some zones, the city or the surroundings of a point fill.

They have no style sheet, so that what stands on the ground brings its colours as attributes.
"""

from collections.abc import Collection

import shapely

from deliberation.places.base_files import Layer
from web.maps import names, palette
from web.maps.atlas import Atlas, Zone
from web.maps.frame import Frame, around, holding
from web.maps.ground import Plain, ground
from web.maps.labels import Labels
from web.maps.surroundings import PIN
from web.maps.zones import picture, zone_ground

WIDTH, HEIGHT = 560, 630
METRES = 620.0  # across, around a point
SHAPE = HEIGHT / WIDTH
TEXTS = (
    ".map-names text{fill:#3f3932;stroke:#fff;stroke-opacity:.85;stroke-width:2.6px;stroke-linejoin:round;"
    "paint-order:stroke;text-anchor:middle;font-family:'Titillium Web'}.map-names path{fill:none}"
    ".map-names .street-main{font-weight:600;fill:#352f26;stroke:#fbf3e0}"
    ".map-names .park{font-style:italic;fill:#3f5c31;stroke:#e6efdd}"
    ".map-names .water{font-style:italic;fill:#2f5b6c;stroke:#dbe8ec}"
)


def place_map(atlas: Atlas, slugs: Collection[str], accent: str) -> str:
    """One zone with its streets, or those zones in the city (none: all of it); '' without any outline."""
    held = [zone for zone in atlas.zones if zone.slug in slugs]
    if len(held) == 1:
        return _zone_map(atlas, held[0], accent)
    return _city_map(atlas, held, accent) if atlas.zones else ""


def point_map(atlas: Atlas, lon: float, lat: float, accent: str) -> str:
    """The surroundings of a point with a pin in the middle; '' where no street is known."""
    if Layer.STREETS not in atlas.layers:
        return ""
    frame = around(atlas.projection.place(lon, lat), METRES, WIDTH, HEIGHT)
    labels = Labels(frame, "p")
    labels.keep_clear(WIDTH / 2, HEIGHT / 2, 46)
    streets = names.streets(atlas.within(Layer.STREETS, frame.box), frame)
    names.write_streets(labels, streets, ("main", "secondary", "motorway"))
    names.write_parks(labels, atlas.within(Layer.PARKS, frame.box), least=2500)
    names.write_streets(labels, streets, ("local", "square"))
    body = ground(atlas, frame, "g") + labels.group() + _pin(WIDTH / 2, HEIGHT / 2, accent)
    return picture(frame, f"<style>{TEXTS}</style>{body}", palette.PAPER)


def _pin(x: float, y: float, accent: str) -> str:
    return (
        f'<g transform="translate({x:.1f} {y:.1f}) scale(2)"><path d="{PIN}" fill="{accent}" stroke="#fff" '
        'stroke-width="1.6"/><circle cy="-22" r="4.2" fill="#fff"/></g>'
    )


def _zone_map(atlas: Atlas, zone: Zone, accent: str) -> str:
    frame = holding(zone.shape.bounds, WIDTH, margin=0.16, lowest=SHAPE, highest=SHAPE)
    edge = frame.path([zone.shape.boundary], 0.4)
    lines = "".join(
        f'<path fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round" d="{edge}"/>'
        for colour, width in (("#fff", 40), (accent, 18))
    )
    return zone_ground(atlas, zone, frame, f'<g transform="scale(.2)">{lines}</g>')


def _city_map(atlas: Atlas, held: Collection[Zone], accent: str) -> str:
    frame = holding(atlas.bounds, WIDTH, margin=0.1, lowest=SHAPE, highest=SHAPE)
    land = f'<path fill="{palette.PAPER}" d="{frame.path([shapely.union_all([z.shape for z in atlas.zones])], 0.4)}"/>'
    roads = ground(atlas, frame, "g", Plain(greens=True, roads=frozenset({"motorway", "main", "secondary"})))
    borders = frame.path([zone.shape.boundary for zone in atlas.zones], 0.5)
    chosen = frame.path([zone.shape for zone in held or atlas.zones], 0.5)
    fill = ".30" if held else ".10"
    over = (
        f'<path fill="none" stroke="#7d7268" stroke-width="5" d="{borders}"/>'
        f'<path fill="{accent}" fill-opacity="{fill}" stroke="{accent}" stroke-width="{12 if held else 5}" '
        f'stroke-linejoin="round" d="{chosen}"/>'
    )
    body = f'<g transform="scale(.2)">{land}</g>{roads}<g transform="scale(.2)">{over}</g>'
    return picture(frame, body, palette.BEYOND)


__all__ = ["HEIGHT", "WIDTH", "Frame", "place_map", "point_map"]
