# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses for scripts: what is being typed, and where a point is. Pages find them without a script too."""

import math

import msgspec
from litestar import Response, get

from deliberation.errors import Invalid
from deliberation.places.addresses import register
from deliberation.places.queries import neighbourhoods
from deliberation.proposals.contents import is_inside
from web.http.guards import Access, routes
from web.http.paces import keep_pace
from web.http.requests import CivicRequest
from web.words.addresses import hint_of, near_words

LONGEST, MOST, A_MINUTE = 160, 8, 600


class Suggestion(msgspec.Struct, frozen=True):
    """An address that may be meant; without a number it is the middle of its street."""

    text: str
    hint: str
    latitude: float
    longitude: float


class Where(msgspec.Struct, frozen=True):
    """A point in words ('' with no door around) and its neighbourhood by slug and name ('' outside all)."""

    text: str
    place: str
    place_name: str


@get("/indirizzi")
async def suggestions(request: CivicRequest) -> Response[list[Suggestion]]:
    """The addresses with a point that match what is being typed."""
    keep_pace(request, "addresses", A_MINUTE)
    found = await register.search(request.query_params.get("testo", "")[:LONGEST], MOST)
    return Response(
        [
            Suggestion(a.text, hint_of(a, request.locale), a.latitude, a.longitude)
            for a in found
            if a.latitude is not None and a.longitude is not None
        ]
    )


@get("/indirizzi/punto")
async def point(request: CivicRequest) -> Response[Where]:
    """The nearest door and the neighbourhood of a point."""
    keep_pace(request, "addresses", A_MINUTE)
    try:
        longitude, latitude = (float(request.query_params.get(name, "")) for name in ("lon", "lat"))
    except ValueError:
        raise Invalid("proposal.point_unreadable") from None
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise Invalid("proposal.point_unreadable")
    text = near_words(await register.nearest(longitude, latitude), request.locale)
    for place in await neighbourhoods():
        if place.geometry and is_inside(place.geometry, longitude, latitude):
            return Response(Where(text, place.slug, place.name))
    return Response(Where(text, "", ""))


ROUTES = routes(Access.ANYONE, suggestions, point)
