# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Find your neighbourhood by street and number. Works without JavaScript: a search, a list, an answer."""

from typing import Any

from litestar import Response, get

from deliberation.errors import Invalid
from deliberation.people.residences import has_register
from deliberation.places import streets
from deliberation.places.addresses import register
from deliberation.places.addresses.index import Address
from deliberation.places.queries import PlaceView, place_names
from deliberation.places.streets import StreetView
from deliberation.text import plain
from web.forms import ByField, whole
from web.http.guards import Access, routes
from web.http.problems import words_for
from web.http.requests import CivicRequest
from web.render import page

LONGEST = 160


@get("/trova-il-tuo-quartiere")
async def find_neighbourhood(request: CivicRequest) -> Response[str]:
    """The form; with a street, the streets that may be meant; with a number too, the neighbourhood.

    A city without a street register lists its neighbourhoods instead.
    """
    if not await has_register():
        return await page(request, "places/no_streets.html", {"held": await place_names()})
    typed = request.query_params.get("via", "")[:LONGEST].strip()
    number = request.query_params.get("numero", "")[:20].strip()
    typed, number = await streets.split_number(typed, number)
    chosen, meant = await _street(request.query_params.get("strada", ""), typed)
    context: dict[str, Any] = {
        "typed": chosen.name if chosen else typed,
        "number": number,
        "street": chosen,
        "meant": meant,
        "asked": bool(typed or chosen),
        "errors": ByField(),
        "places": [],
        "crossed": [],
        "near": "",
    }
    if chosen is None and (number and not typed):
        context["errors"] = ByField(via=words_for(request, Invalid("street.missing")))
    if chosen is not None:
        context["crossed"] = await streets.neighbourhoods_crossed(chosen.id)
        try:
            context["places"] = await _places(chosen, number, context["crossed"])
            context["near"] = f"{chosen.name} {number}" if await _door(chosen, number) else ""
        except Invalid as refusal:
            context["errors"] = ByField(numero=words_for(request, refusal))
    return await page(request, "places/finder.html", context)


@get("/trova-il-tuo-quartiere/vie")
async def matching_streets(request: CivicRequest) -> Response[str]:
    """The streets that match what is being typed, as a fragment of the page."""
    typed = request.query_params.get("via", "")[:LONGEST].strip()
    typed, number = await streets.split_number(typed, request.query_params.get("numero", "")[:20].strip())
    meant = await streets.search(typed, 8) if len(plain(typed)) > 2 else []
    return await page(request, "places/_streets.html", {"meant": meant, "typed": typed, "number": number})


async def _street(chosen: str, typed: str) -> tuple[StreetView | None, list[StreetView]]:
    """The street that was picked, that bears the name typed or that is the only one meant; and the others."""
    if (number := whole(chosen)) is not None:
        picked = await streets.street(number)
        if picked is not None and (not typed or plain(typed) == plain(picked.name)):
            return picked, []
    meant = await streets.search(typed)
    same = [street for street in meant if streets.is_named(typed, street.name)]
    if len(meant) == 1 or len(same) == 1:
        chosen_street = (same or meant)[0]
        return chosen_street, [street for street in meant if street != chosen_street]
    return None, meant


async def _places(street: StreetView, number: str, crossed: list[PlaceView]) -> list[PlaceView]:
    """Where a number lies; without a number, the one neighbourhood of a street that has only one."""
    if not number:
        return crossed if len(crossed) == 1 else []
    read = streets.read_number(number)
    return await streets.neighbourhoods_of(street.id, read.number, read.suffix)


async def _door(street: StreetView, number: str) -> Address | None:
    """The house number of a street with its point, or the closest one."""
    found = await register.search(f"{street.name} {number}", 1) if number else []
    return next((address for address in found if address.street == street.id and address.number), None)


ROUTES = routes(Access.ANYONE, find_neighbourhood, matching_streets)
