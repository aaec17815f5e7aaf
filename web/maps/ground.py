# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ground: built-up tint, woods, parks, water, railways, streets; without any name. One drawing for all maps."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deliberation.places.base_files import Layer
from web.maps import palette
from web.maps.atlas import Atlas, Feature, Shape
from web.maps.frame import FINENESS, Frame
from web.maps.palette import ROADS, Road

CLOSE = 0.12  # pixels a metre: track beds and sleepers are drawn from here on
FAR = 0.06  # under this many, a city: no brooks, no edges of streets, nothing of a few pixels
_ROUND = 'fill="none" stroke-linejoin="round" stroke-linecap="round"'
_BUTT = 'fill="none" stroke-linejoin="round"'


@dataclass(frozen=True, slots=True)
class Plain:
    """What of the ground a drawing leaves out."""

    greens: bool = True
    roads: frozenset[str] = frozenset(ROADS)
    swell: float = 1.0


def ground(atlas: Atlas, frame: Frame, prefix: str, plain: Plain | None = None) -> str:
    """Everything under the names, as the inside of an SVG of the frame's size. `prefix` keeps ids apart."""
    plain = plain or Plain()
    parts = [
        *(_greens(atlas, frame) if plain.greens else ()),
        *_water(atlas, frame),
        *_tracks(atlas, frame),
        *_cycle_paths(atlas, frame),
        *_streets(atlas.within(Layer.STREETS, frame.box), frame, prefix, plain),
        *_rails(atlas, frame),
    ]
    return f'<g transform="scale(.2)">{"".join(parts)}</g>' if any(parts) else ""


def _area(frame: Frame, shapes: Iterable[Shape], fill: str, tolerance: float = 0.3) -> str:
    path = frame.path(shapes, tolerance)
    return f'<path fill="{fill}" d="{path}"/>' if path else ""


def _line(frame: Frame, shapes: Iterable[Shape], stroke: str, width: float, dashes: str = "") -> str:
    path = frame.path(shapes)
    ends = f'{_BUTT} stroke-dasharray="{dashes}"' if dashes else _ROUND
    return f'<path {ends} stroke="{stroke}" stroke-width="{width * FINENESS:.3g}" d="{path}"/>' if path else ""


def _greens(atlas: Atlas, frame: Frame) -> Iterable[str]:
    is_far = frame.scale < FAR
    fine, least = (0.6, 8) if is_far else (0.3, 3)

    def large(features: Iterable[Feature], *classes: str) -> list[Shape]:
        held = (f.shape for f in features if not classes or f.class_name in classes)
        return [shape for shape in held if shape.area * frame.scale**2 > least]

    parks = atlas.within(Layer.PARKS, frame.box)
    yield _area(frame, (f.shape for f in atlas.within(Layer.BUILT_UP, frame.box)), palette.BUILT_UP, 0.6)
    yield _area(frame, large(atlas.within(Layer.WOODS, frame.box)), palette.WOOD, fine)
    yield _area(frame, large(parks, "green"), palette.GREEN, fine)
    yield _area(frame, large(parks, "park", "garden"), palette.PARK, fine)


def _water(atlas: Atlas, frame: Frame) -> Iterable[str]:
    water = [f.shape for f in atlas.within(Layer.WATER, frame.box)]
    yield _area(frame, (s for s in water if s.area), palette.WATER)
    if frame.scale >= FAR:
        yield _line(frame, (s for s in water if not s.area), palette.WATER, max(0.8, min(2.0, 2.5 * frame.scale)))


def _tracks(atlas: Atlas, frame: Frame) -> Iterable[str]:
    if frame.scale > CLOSE:
        yield _area(frame, (f.shape for f in atlas.within(Layer.RAILWAY, frame.box) if f.shape.area), palette.RAIL_BED)


def _rails(atlas: Atlas, frame: Frame) -> Iterable[str]:
    lines = [f.shape for f in atlas.within(Layer.RAILWAY, frame.box) if not f.shape.area]
    if frame.scale <= CLOSE:
        yield _line(frame, lines, palette.RAIL, 0.6)
        return
    width = max(1.6, min(3.0, 3 * frame.scale))
    yield _line(frame, lines, palette.RAIL, width)
    yield _line(frame, lines, palette.SLEEPERS, width - 1, "30 30")


def _cycle_paths(atlas: Atlas, frame: Frame) -> Iterable[str]:
    if frame.scale > 2 * CLOSE:
        lines = (f.shape for f in atlas.within(Layer.CYCLE_PATHS, frame.box))
        yield _line(frame, lines, palette.CYCLE_PATH, 1.4, "20 15")


def _streets(features: Sequence[Feature], frame: Frame, prefix: str, plain: Plain) -> Iterable[str]:
    """All edges under all fills, so that junctions open up. A path is written once and stroked twice by <use>."""
    by_class: dict[str, list[Shape]] = defaultdict(list)
    for feature in features:
        by_class[feature.class_name].append(feature.shape)
    drawn = [(name, ROADS[name]) for name in ROADS if name in by_class and name in plain.roads]
    wide = {name: max(road.least, road.metres * frame.scale * plain.swell) for name, road in drawn}
    paths = {name: frame.path(by_class[name]) for name, _ in drawn}
    edged = {name for name, width in wide.items() if frame.scale > FAR and width > 1 and paths[name]}
    yield "<defs>" + "".join(f'<path id="{prefix}{n}" d="{paths[n]}"/>' for n in paths if n in edged) + "</defs>"
    yield f"<g {_ROUND}>"
    for name, road in drawn:
        if name in edged:
            yield _use(prefix, name, road.edge, wide[name] + 2 * _margin(road, wide[name]))
    for name, road in drawn:
        if name in edged:
            yield _use(prefix, name, road.fill, wide[name])
        elif paths[name]:
            yield f'<path stroke="{road.thin}" stroke-width="{wide[name] * FINENESS:.3g}" d="{paths[name]}"/>'
    yield "</g>"


def _margin(road: Road, width: float) -> float:
    return min(road.margin, 0.35 + width * 0.12)


def _use(prefix: str, name: str, stroke: str, width: float) -> str:
    return f'<use href="#{prefix}{name}" stroke="{stroke}" stroke-width="{width * FINENESS:.3g}"/>'
