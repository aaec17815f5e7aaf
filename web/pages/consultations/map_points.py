# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proposals on a map beside their list: the drawing with their points, the points for the script, "near me"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict
from urllib.parse import urlencode

import msgspec
from litestar import Response, get

from deliberation.places.addresses.index import Address
from deliberation.proposals import queries
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.maps.sheets import Sheet, ground_sheet
from web.pages.consultations.spots import found_addresses

FILTERS = ("q", "quartiere", "consultazione", "argomento", "stato")


class Filters(TypedDict):
    """What a list of proposals is narrowed by, as the rooms name it."""

    query: str
    neighbourhood: str
    consultation: str
    category: str
    state: str


class Dot(msgspec.Struct, frozen=True):
    """A proposal as the script shows it."""

    path: str
    title: str
    place: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Spots:
    """A drawing of the places with the points on it. `address` answers the points, `near` is where somebody looks."""

    count: int
    address: str
    near: str
    map: Sheet
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Near:
    """The address that somebody looks around, as typed and as found."""

    typed: str = ""
    found: Address | None = None

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude."""
        if self.found is None or self.found.longitude is None or self.found.latitude is None:
            return None
        return self.found.longitude, self.found.latitude


@get("/proposte/punti")
async def points(request: CivicRequest) -> Response[list[Dot]]:
    """The public proposals that have a point, with the filters of /proposte."""
    prefix = request.app.state.settings.path_prefix
    found = await queries.points(request.actor, **as_filters(request.query_params))
    return Response([Dot(f"{prefix}/proposte/{p.public_id}", p.title, p.place, p.longitude, p.latitude) for p in found])


async def near_of(request: CivicRequest) -> Near:
    """The address in the query, if any."""
    typed = request.query_params.get("vicino", "").strip()[:160]
    found = await found_addresses(typed) if typed else []
    return Near(typed, found[0] if found else None)


async def spots_of(
    request: CivicRequest, asked: Mapping[str, str], near: Near, slugs: Sequence[str] = ()
) -> Spots | None:
    """The map beside a list with these filters; None where no proposal has a point. `slugs`: the places to draw."""
    found = await queries.points(request.actor, **as_filters(asked))
    if not found:
        return None
    drawing = await ground_sheet(request, slugs)
    if drawing is None:
        return None
    filters = {name: asked[name] for name in FILTERS if asked.get(name)}
    address = f"/proposte/punti?{urlencode(filters)}" if filters else "/proposte/punti"
    middle = " ".join(map(str, near.point)) if near.point else ""
    dots = tuple(drawing.spot(point.longitude, point.latitude) for point in found)
    return Spots(len(found), address, middle, drawing, dots)


def as_filters(asked: Mapping[str, Any]) -> Filters:
    """The filters of a query as the rooms name them."""
    query, neighbourhood, consultation, category, state = (str(asked.get(name, "")).strip()[:160] for name in FILTERS)
    return Filters(query=query, neighbourhood=neighbourhood, consultation=consultation, category=category, state=state)


ROUTES = routes(Access.ANYONE, points)
