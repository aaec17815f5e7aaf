# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Maps as pages show them: the ground as a picture of its own, and on it outlines, names and points as SVG.

The ground is the same for everybody and for many pages: the browser keeps it. What stands on it is in the page, where
the style sheet and the typeface reach it. Whatever a map says is also text beside it.
"""

import html
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from deliberation.places.base_files import Layer
from web.http.requests import CivicRequest
from web.maps.atlas import Atlas, Box, Zone
from web.maps.atlases import atlas_of, drawn
from web.maps.choropleth import MapArea, patterns
from web.maps.city import CityDrawing, city_drawing
from web.maps.city import frame_of as city_frame
from web.maps.surroundings import Surroundings, pin, surroundings
from web.maps.zones import ZoneDrawing, frame_of, zone_drawing
from web.words.i18n import translate
from web.words.messages.marks import N_

MOST_TOLD = 8  # names in the words for those who do not see the map


@dataclass(frozen=True, slots=True)
class Sheet:
    """A map. `ground` and `small` are addresses of pictures ('' where the body is all), `words` say what is seen.

    `bounds` are west, south, east, north of the whole drawing, which is linear in both degrees.
    """

    kind: str
    width: int
    height: int
    body: Markup
    words: str
    sources: tuple[str, ...]
    ground: str = ""
    small: str = ""
    beside: tuple[tuple[str, str], ...] = ()
    bounds: Box = (0.0, 0.0, 1.0, 1.0)

    @staticmethod
    def at_night(ground: str) -> str:
        """The address of the same picture in the colours of a dark scheme."""
        return ground.replace(".svg", "-notte.svg")

    def spot(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point in degrees is on the drawing."""
        west, south, east, north = self.bounds
        across, down = (lon - west) / (east - west), (north - lat) / (north - south)
        return round(across * self.width, 1), round(down * self.height, 1)


async def city_sheet(
    request: CivicRequest, areas: Sequence[MapArea], *, look: str, here: Collection[str] = (), greens: bool = True
) -> Sheet | None:
    """The city with its neighbourhoods as areas to click; `look` is a class of the drawing. None without outlines."""
    atlas = await atlas_of(request)
    if not atlas.zones:
        return None
    held = frozenset(here)
    drawing = await drawn(atlas, ("city", look, held), lambda: city_drawing(atlas, look[:1], held))
    ground = f"/fondi/{atlas.version}/{'citta' if greens else 'colori'}"
    words = translate(request.locale, N_("Mappa della città con %(count)s quartieri."), count=len(drawing.areas))
    body = _of_city(drawing, areas, look, held)
    bounds = atlas.degrees(city_frame(atlas.bounds, drawing.width).view)
    small = f"{ground}-336.svg"
    return Sheet(
        "city",
        drawing.width,
        drawing.height,
        body,
        words,
        atlas.attribution,
        f"{ground}-700.svg",
        small,
        bounds=bounds,
    )


async def ground_sheet(request: CivicRequest, slugs: Collection[str]) -> Sheet | None:
    """What points lie upon: a neighbourhood, or the city where those that are meant stand out (none: all are)."""
    if len(slugs) == 1 and (found := await zone_sheet(request, next(iter(slugs)))):
        return found
    atlas = await atlas_of(request)
    areas = [MapArea(zone.slug, zone.name, "", "", "", "") for zone in atlas.zones]
    here = slugs if len(slugs) < len(areas) else ()
    return await city_sheet(request, areas, look="chosen", here=here)


def _of_city(drawing: CityDrawing, areas: Sequence[MapArea], look: str, here: Collection[str]) -> Markup:
    shown = [area for area in areas if area.slug in drawing.areas]
    shown.sort(key=lambda area: area.slug in here)  # the outline of the last one is whole
    paths = "".join(_area(area, drawing.areas[area.slug], area.slug in here) for area in shown)
    ground = f'{patterns() if look == "levels" else ""}<path class="map-borders" d="{drawing.borders}"/>'
    return _over(drawing, ground + paths, look, drawing.wide, drawing.narrow)


def _area(area: MapArea, path: str, is_here: bool) -> str:
    said = html.escape(f"{area.name}: {area.value_text}" if area.value_text else area.name)
    is_shaded = area.class_name.startswith("level-")
    css = html.escape(f"map-area {'' if is_shaded else area.class_name}".rstrip() + (" here" if is_here else ""))
    fill = f' fill="url(#{html.escape(area.class_name)})"' if is_shaded else ""
    drawn_area = f'<path class="{css}"{fill} d="{path}"><title>{said}</title></path>'
    return f'<a href="{html.escape(area.href)}" tabindex="-1">{drawn_area}</a>' if area.href else drawn_area


def _over(drawing: CityDrawing | ZoneDrawing, paths: str, look: str, wide: str, narrow: str) -> Markup:
    """Areas, and names for two widths; hidden from screen readers, which have the picture's words and the list."""
    full, small = f"0 0 {drawing.width} {drawing.height}", f"0 0 336 {drawing.narrow_height}"
    hidden = 'aria-hidden="true" focusable="false"'
    return Markup(  # noqa: S704 — made of numbers and of names that were escaped
        f'<svg class="map-areas {look}" viewBox="{full}" {hidden}><g transform="scale(.2)">{paths}</g></svg>'
        f'<svg class="wide" viewBox="{full}" lang="it" {hidden}>{wide}</svg>'
        f'<svg class="narrow" viewBox="{small}" lang="it" {hidden}>{narrow}</svg>'
    )


async def zone_sheet(request: CivicRequest, slug: str) -> Sheet | None:
    """One neighbourhood; None when it has no outline."""
    atlas = await atlas_of(request)
    zone = atlas.zone(slug)
    if zone is None:
        return None
    drawing = await drawn(atlas, ("zone", slug), lambda: zone_drawing(atlas, zone, "z"))
    return _of_zone(request, atlas, zone, drawing, "")


def _of_zone(request: CivicRequest, atlas: Atlas, zone: Zone, drawing: ZoneDrawing, more: str) -> Sheet:
    outline = f'<path class="map-halo" d="{drawing.outline}"/><path class="map-outline" d="{drawing.outline}"/>'
    ground = f"/fondi/{atlas.version}/quartiere-{zone.slug}"
    body = _over(drawing, outline, "outline", drawing.wide, drawing.narrow)
    told = ", ".join(drawing.names[:MOST_TOLD])
    words = translate(request.locale, N_("Mappa di %(place)s."), place=zone.name)
    if told:
        words += " " + translate(request.locale, N_("Si leggono: %(names)s."), names=told)
    return Sheet(
        "zone",
        drawing.width,
        drawing.height,
        body + Markup(more),  # noqa: S704 — numbers
        words,
        atlas.attribution,
        f"{ground}-700.svg",
        f"{ground}-336.svg",
        tuple((other.name, f"/quartieri/{other.slug}") for other in drawing.beside),
        atlas.degrees(frame_of(zone, drawing.width).view),
    )


async def point_sheet(request: CivicRequest, lon: float, lat: float, slug: str = "") -> Sheet | None:
    """The surroundings of a point; where no street is known, the point in its neighbourhood. None without either."""
    atlas = await atlas_of(request)
    if Layer.STREETS in atlas.layers:
        drawing = await drawn(atlas, ("point", lon, lat), lambda: surroundings(atlas, lon, lat, "v"))
        return _of_point(request, atlas, drawing)
    zone = atlas.zone(slug)
    if zone is None:
        return None
    held = await drawn(atlas, ("zone", slug), lambda: zone_drawing(atlas, zone, "z"))
    frame = frame_of(zone, held.width)
    x, y = frame.spot(atlas.projection.place(lon, lat))
    mark = f'<svg viewBox="0 0 {held.width} {held.height}" aria-hidden="true" focusable="false">{pin(x, y)}</svg>'
    return _of_zone(request, atlas, zone, held, mark)


async def middle_sheet(request: CivicRequest) -> Sheet | None:
    """The surroundings of the middle of all streets: what the map looks like near by. None without streets."""
    atlas = await atlas_of(request)
    streets = atlas.layers.get(Layer.STREETS)
    if streets is None:
        return None
    west, south, east, north = streets.bounds
    lon, lat = atlas.projection.degrees((west + east) / 2, (south + north) / 2)
    return await point_sheet(request, lon, lat)


def _of_point(request: CivicRequest, atlas: Atlas, drawing: Surroundings) -> Sheet:
    title = translate(request.locale, N_("Mappa dei dintorni del punto"))
    names = ", ".join(drawing.names[:MOST_TOLD])
    words = translate(request.locale, N_("Si leggono: %(names)s."), names=names) if names else ""
    body = Markup(  # noqa: S704 — made of numbers and of names that were escaped
        f'<svg viewBox="0 0 {drawing.width} {drawing.height}" preserveAspectRatio="xMidYMid slice" role="img" '
        f'aria-labelledby="v-title v-words"><title id="v-title">{html.escape(title)}</title>'
        f'<desc id="v-words">{html.escape(words)}</desc><g lang="it">{drawing.body}</g></svg>'
    )
    bounds = atlas.degrees(drawing.view)
    return Sheet("around", drawing.width, drawing.height, body, words, atlas.attribution, bounds=bounds)
