# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The home page: find your neighbourhood, what is open now, how the neighbourhoods take part, what was decided."""

from litestar import Response, get

from deliberation import clock
from deliberation.ballots.traces import own_votes
from deliberation.consultations import queries
from deliberation.consultations.consultation import Stage
from deliberation.people.residences import has_register
from deliberation.places.queries import place_names
from web.city_maps import city_map
from web.consultation_cards import card, cards
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
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
    context = {
        "open_now": open_now[:MOST_OPEN],
        "open_count": len(open_now),
        "open_places": {p.slug for c in found if c.stage(at) is Stage.OPEN for p in c.neighbourhoods},
        "coming": coming[: MOST_OPEN // 2],
        "done": [card(c, request.locale, at) for c in done[:MOST_DONE]],
        "done_count": len(done),
        "city_map": await city_map(request),
        "has_streets": await has_register(),
        "mine": next((place for place in places if place.id == request.actor.neighbourhood), None),
    }
    return await page(request, "home/home.html", context)


ROUTES = routes(Access.ANYONE, home)
