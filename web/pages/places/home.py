# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The home page: find your neighbourhood, what is open now, what was decided, the neighbourhoods."""

from collections.abc import Callable

from litestar import Response, get

from deliberation import clock
from deliberation.ballots.traces import own_votes
from deliberation.consultations import queries
from deliberation.consultations.consultation import Stage
from deliberation.people.residences import has_register
from deliberation.places.queries import PlaceView, place_names
from deliberation.text import plain
from web.consultation_cards import Card, card, cards
from web.http.guards import Access, routes
from web.http.recent import recent
from web.http.requests import CivicRequest
from web.maps.choropleth import MapArea
from web.maps.sheets import Sheet, city_sheet
from web.pages.places.home_preview import home_head
from web.render import page
from web.words.messages.marks import N_

MOST_OPEN = 6
MOST_DONE = 3
MOST_VOTED = 3
# What the list of open consultations is narrowed to: its name in the address, the chip's words, which cards stay.
CHIPS: dict[str, tuple[str, Callable[[Card], bool]]] = {
    "": (N_("Tutte"), lambda _: True),
    "voto": (N_("Si vota"), lambda c: c.is_vote),
    "idee": (N_("Si propone"), lambda c: c.takes_ideas),
    "mie": (N_("Sotto casa mia"), lambda c: c.is_mine),
}


@get("/")
async def home(request: CivicRequest) -> Response[str]:
    """What happens in the city, the reader's own neighbourhood first."""
    at = clock.now()
    found = await queries.consultations(request.actor)
    places = await recent(request).get(("places",), None, place_names)
    voted = await own_votes(request.actor, at=at)
    open_now = cards(
        (c for c in found if c.stage(at) is Stage.OPEN), request.locale, at, request.actor.neighbourhood, voted
    )
    coming = cards((c for c in found if c.stage(at) is Stage.COMING), request.locale, at, request.actor.neighbourhood)
    done = sorted((c for c in found if c.result_published_at), key=lambda c: str(c.result_published_at), reverse=True)
    mine = next((place for place in places if place.id == request.actor.neighbourhood), None)
    open_places = {p.slug for c in found if c.stage(at) is Stage.OPEN for p in c.neighbourhoods}
    chosen = request.query_params.get("mostra", "")
    chosen = chosen if chosen in CHIPS else ""
    shown_now = [one for one in open_now if CHIPS[chosen][1](one)]
    counted = {key: (words, sum(map(fits, open_now))) for key, (words, fits) in CHIPS.items()}
    context = {
        "open_now": shown_now[:MOST_OPEN],
        "open_count": len(shown_now),
        "chips": {key: chip for key, chip in counted.items() if chip[1] or key in ("", chosen)},
        "chip": chosen,
        "to_do": sum(one.asks_me for one in open_now if request.actor.is_verified or not one.is_vote),
        "open_places": open_places,
        "coming": coming[: MOST_OPEN // 2],
        "done": [card(c, request.locale, at, voted=voted.get(c.id)) for c in done[:MOST_DONE]],
        "done_count": len(done),
        "hero": await _hero(request, places, open_places, mine.slug if mine else ""),
        "places": sorted(places, key=lambda place: plain(place.name)),
        "voted": list(voted.values())[:MOST_VOTED],
        "has_streets": await has_register(),
        "mine": mine,
        "shared": await home_head(request, len(open_now)),
    }
    return await page(request, "home/home.html", context)


async def _hero(request: CivicRequest, places: list[PlaceView], open_places: set[str], mine: str) -> Sheet | None:
    """The city at first sight: where something is open."""
    prefix = request.visit.settings.path_prefix
    areas = [
        MapArea(p.slug, p.name, "", "", "open" if p.slug in open_places else "", f"{prefix}/quartieri/{p.slug}")
        for p in places
    ]
    return await city_sheet(request, areas, look="hero", here=[mine] if mine else (), greens=False)


ROUTES = routes(Access.ANYONE, home)
