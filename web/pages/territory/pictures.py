# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file of zones on the map before it is loaded: what is new, what moves, what goes, what does not fit together."""

import asyncio
import html
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from markupsafe import Markup

from deliberation.places.loads.options import ZoneOptions
from deliberation.places.loads.pictures import Ground, Piece, pieces
from web.http.problems import words
from web.http.requests import CivicRequest
from web.maps.atlas import Atlas, Zone
from web.maps.atlases import atlas_of
from web.maps.city import ROADS, named
from web.maps.frame import Frame, holding
from web.maps.ground import Plain, ground
from web.maps.projection import Projection
from web.maps.sheets import Sheet
from web.words.i18n import number, translate
from web.words.messages.marks import N_
from web.words.territory import GROUNDS

ZONES = (Ground.SAME, Ground.NEW, Ground.CHANGED, Ground.GONE)
MISFITS = (Ground.OVERLAP, Ground.HOLE)
# What tells grounds apart where colours do not; in fifths of a pixel.
_TEXTURES = {
    Ground.NEW: "M0 40L40 0M-10 10L10-10M30 50L50 30",
    Ground.CHANGED: "M10 10h.1M30 30h.1",
    Ground.GONE: "M0 40L40 0M0 0L40 40",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """The map, the grounds that are on it with their words, misfits as sentences in the order of their numbers, and the
    zones that were repaired."""

    sheet: Sheet
    legend: tuple[tuple[str, str], ...]
    misfits: tuple[str, ...]
    repaired: tuple[str, ...]


async def picture_of(request: CivicRequest, content: bytes, options: ZoneOptions) -> Picture | None:
    """The picture of a file; None when no zone of it can be drawn. Raises Invalid(geodata.…)."""
    found = await pieces(content, options)
    if not any(piece.ground in ZONES for piece in found):
        return None
    atlas = await atlas_of(request)
    said = translate(request.locale, N_("Mappa dei quartieri del file sopra i confini di oggi. L'elenco è qui sotto."))
    sheet = await asyncio.to_thread(_sheet, atlas, found, said)
    shown = {piece.ground for piece in found}
    return Picture(
        sheet,
        tuple((one.value, translate(request.locale, text)) for one, text in GROUNDS.items() if one in shown),
        tuple(_sentence(request, piece) for piece in found if piece.ground in MISFITS),
        tuple(piece.names[0] for piece in found if piece.is_repaired),
    )


def _sentence(request: CivicRequest, piece: Piece) -> str:
    large = number(piece.square_metres, request.locale)
    if piece.ground is Ground.OVERLAP:
        first, second = piece.names
        return words(request.locale, "zones.overlap", {"first": first, "second": second, "square_metres": large})
    return words(request.locale, "zones.hole", {"names": ", ".join(piece.names), "square_metres": large})


def _sheet(atlas: Atlas, found: Sequence[Piece], said: str) -> Sheet:
    west, south, east, north = shapely.total_bounds([piece.shape for piece in found])
    plane = atlas.projection if atlas.zones else Projection(float(west + east) / 2, float(south + north) / 2)
    flat = [shapely.transform(piece.shape, plane.metres) for piece in found]
    box = tuple(float(edge) for edge in shapely.total_bounds(flat))
    wide, narrow = (holding(box, width, margin=0.05, lowest=0.6, highest=1.0) for width in (700, 336))  # type: ignore[arg-type]
    under = ground(atlas, wide, "p", Plain(roads=ROADS)) if atlas.zones else ""
    drawn = "".join(_path(wide, piece, shape) for piece, shape in zip(found, flat, strict=True))
    titled = [
        Zone("", piece.names[0], shape) for piece, shape in zip(found, flat, strict=True) if piece.ground in ZONES
    ]
    misfits = [shape for piece, shape in zip(found, flat, strict=True) if piece.ground in MISFITS]
    hidden = 'aria-hidden="true" focusable="false"'
    names = "".join(
        f'<svg class="{kind}" viewBox="0 0 {frame.width} {frame.height}" lang="it" {hidden}>'
        f"{named(titled, frame, f'p{kind[0]}').group()}{_marks(frame, misfits)}</svg>"
        for kind, frame in (("wide", wide), ("narrow", narrow))
    )
    body = Markup(  # noqa: S704 — made of numbers and of names that were escaped
        f'<svg viewBox="0 0 {wide.width} {wide.height}" role="img" aria-label="{html.escape(said)}">{under}</svg>'
        f'<svg class="map-areas grounds" viewBox="0 0 {wide.width} {wide.height}" {hidden}>{_patterns()}'
        f'<g transform="scale(.2)">{drawn}</g></svg>{names}'
    )
    return Sheet("preview", wide.width, wide.height, body, said, atlas.attribution if under else ())


def _patterns() -> str:
    tiles = "".join(
        f'<pattern id="ground-{one.value}" width="40" height="40" patternUnits="userSpaceOnUse">'
        f'<rect class="ground-{one.value}" width="40" height="40"/><path class="texture" d="{path}"/></pattern>'
        for one, path in _TEXTURES.items()
    )
    return f"<defs>{tiles}</defs>"


def _path(frame: Frame, piece: Piece, shape: object) -> str:
    said = html.escape(", ".join(piece.names))
    fill = f' fill="url(#ground-{piece.ground.value})"' if piece.ground in _TEXTURES else ""
    css = f"ground ground-line-{piece.ground.value}{' repaired' if piece.is_repaired else ''}"
    return f'<path class="{css}"{fill} d="{frame.path([shape], 0.4)}"><title>{said}</title></path>'


def _marks(frame: Frame, misfits: Sequence[object]) -> str:
    """A number on each misfit: many are too small to be seen."""
    marks = []
    for n, shape in enumerate(misfits, 1):
        x, y = frame.spot(shapely.point_on_surface(shape).coords[0])
        marks.append(f'<g transform="translate({x:.0f} {y:.0f})"><circle r="9"/><text y="4">{n}</text></g>')
    return f'<g class="map-marks">{"".join(marks)}</g>' if marks else ""
