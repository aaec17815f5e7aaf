# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The surroundings of a point: seven hundred metres of streets with their names, a pin in the middle.

One ground, names twice: over the whole width, and over the 336 pixels in the middle that a phone shows (the drawing
keeps its size and is cut at both sides; the style sheet picks the names).
"""

from dataclasses import dataclass

from deliberation.places.base_files import Layer
from web.maps import names
from web.maps.atlas import Atlas, Box, Feature
from web.maps.frame import around
from web.maps.ground import ground
from web.maps.labels import Labels

WIDTH, HEIGHT, METRES = 700, 420, 700.0
NARROW = 336
ROOMY = 2500  # square pixels of a park whose name comes before those of small streets
PIN = "M0 0C-3-9-11.5-13-11.5-22a11.5 11.5 0 0 1 23 0C11.5-13 3-9 0 0z"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A drawing without its frame; `names` are what is written on it, those that a phone shows first, `view` its edges
    in metres."""

    width: int
    height: int
    body: str
    names: tuple[str, ...]
    view: Box


@dataclass(frozen=True, slots=True)
class _View:
    streets: list[names.Street]
    parks: list[Feature]
    water: list[Feature]
    places: list[Feature]


def surroundings(atlas: Atlas, lon: float, lat: float, prefix: str) -> Surroundings:
    """The drawing around a point in degrees. `prefix` keeps its ids apart from others on the page."""
    frame = around(atlas.projection.place(lon, lat), METRES, WIDTH, HEIGHT)
    view = _View(
        names.streets(atlas.within(Layer.STREETS, frame.box), frame),
        atlas.within(Layer.PARKS, frame.box),
        atlas.within(Layer.WATER, frame.box),
        atlas.within(Layer.PLACES, frame.box),
    )
    wide = _named(view, Labels(frame, f"{prefix}w"))
    narrow = _named(view, Labels(frame, f"{prefix}n", ((WIDTH - NARROW) / 2, (WIDTH + NARROW) / 2)))
    body = ground(atlas, frame, prefix) + wide.group("wide") + narrow.group("narrow") + pin(WIDTH / 2, HEIGHT / 2)
    return Surroundings(WIDTH, HEIGHT, body, tuple(dict.fromkeys([*narrow.names, *wide.names])), frame.view)


def _named(view: _View, labels: Labels) -> Labels:
    x, y = WIDTH / 2, HEIGHT / 2
    labels.keep_clear(x, y, 17)
    labels.keep_clear(x, y - 22, 15)
    names.write_streets(labels, view.streets, ("main", "secondary", "motorway"))
    names.write_parks(labels, view.parks, least=ROOMY)
    names.write_waters(labels, view.water)
    names.write_streets(labels, view.streets, ("local", "square", "minor"))
    names.write_parks(labels, view.parks, least=0, most=ROOMY, small=True)
    names.write_places(labels, view.places)
    return labels


def pin(x: float, y: float) -> str:
    """The mark of what somebody did, its tip on the point."""
    return f'<g class="map-pin" transform="translate({x:.1f} {y:.1f})"><path d="{PIN}"/><circle cy="-22" r="4.2"/></g>'
