# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The home page: find your neighbourhood, what is open now, how the neighbourhoods take part, what was decided."""

from dataclasses import replace

from litestar import Response, get

from deliberation import clock
from deliberation.ballots.traces import own_votes
from deliberation.consultations import queries
from deliberation.consultations.consultation import Stage
from deliberation.people.residences import has_register
from deliberation.places.queries import place_names
from web.city_maps import CityMap, city_map
from web.consultation_cards import card, cards
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.maps.sheets import Sheet, city_sheet
from web.render import page

MOST_OPEN = 6
MOST_DONE = 3


@get("/")
async def home(request: CivicRequest) -> Response[str]:
    """What happens in the city, the reader's own neighbourhood first."""
    at = clock.now()
    found = await queries.consultations(request.actor)
    places = await place_names() if request.actor.neighbourhood else []
    voted = await own_votes(request.actor, at=at)
    open_now = cards(
        (c for c in found if c.stage(at) is Stage.OPEN), request.locale, at, request.actor.neighbourhood, voted
    )
    coming = cards((c for c in found if c.stage(at) is Stage.COMING), request.locale, at, request.actor.neighbourhood)
    done = sorted((c for c in found if c.result_published_at), key=lambda c: str(c.result_published_at), reverse=True)
    mine = next((place for place in places if place.id == request.actor.neighbourhood), None)
    shown = await city_map(request, mine.slug if mine else "")
    open_places = {p.slug for c in found if c.stage(at) is Stage.OPEN for p in c.neighbourhoods}
    context = {
        "open_now": open_now[:MOST_OPEN],
        "open_count": len(open_now),
        "open_places": open_places,
        "coming": coming[: MOST_OPEN // 2],
        "done": [card(c, request.locale, at) for c in done[:MOST_DONE]],
        "done_count": len(done),
        "city_map": shown,
        "hero": await _hero(request, shown, open_places, mine.slug if mine else "") if shown else None,
        "has_streets": await has_register(),
        "mine": mine,
    }
    return await page(request, "home/home.html", context)


async def _hero(request: CivicRequest, shown: CityMap, open_places: set[str], mine: str) -> Sheet | None:
    """The city at first sight: where something is open."""
    areas = [replace(a, class_name="open" if a.slug in open_places else "", value_text="") for a in shown.view.areas]
    return await city_sheet(request, areas, look="hero", here=[mine] if mine else ())


ROUTES = routes(Access.ANYONE, home)
