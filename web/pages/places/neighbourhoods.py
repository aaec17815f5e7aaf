# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The neighbourhoods: the list with the map, and the page of each."""

from itertools import groupby

from litestar import Response, get
from litestar.params import FromPath

from deliberation import clock
from deliberation.ballots.traces import own_votes
from deliberation.committees.queries import committee_of
from deliberation.committees.rules import may_edit_committee
from deliberation.consultations import queries
from deliberation.consultations.consultation import Stage
from deliberation.notices.follows import Kind, is_followed
from deliberation.places.queries import AgeRow, NeighbourhoodView, neighbourhood, neighbourhoods, pyramid
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.queries import Sort
from web.city_maps import city_map
from web.consultation_cards import card, cards
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.maps.sheets import zone_sheet
from web.render import page, say
from web.words.i18n import number
from web.words.messages.marks import N_

LATEST = 4
OLD = 65


@get("/quartieri")
async def all_neighbourhoods(request: CivicRequest) -> Response[str]:
    """The map and the neighbourhoods by district, with what is open in each."""
    at = clock.now()
    places = await neighbourhoods()
    found = [c for c in await queries.consultations(request.actor) if c.stage(at) is Stage.OPEN]
    open_in = {place.id: sum(any(p.id == place.id for p in c.neighbourhoods) for c in found) for place in places}
    ordered = sorted(places, key=lambda place: (place.district, place.name))
    mine = next((place for place in places if place.id == request.actor.neighbourhood), None)
    context = {
        "districts": [(name, list(held)) for name, held in groupby(ordered, key=lambda place: place.district)],
        "open_in": open_in,
        "city_wide": sum(c.city_wide for c in found),
        "city_map": await city_map(request, mine.slug if mine else ""),
        "mine": mine,
    }
    return await page(request, "places/neighbourhoods.html", context)


@get("/quartieri/{slug:str}")
async def one_neighbourhood(request: CivicRequest, slug: FromPath[str]) -> Response[str]:
    """What is open here, the latest ideas, the committee, who lives here."""
    at = clock.now()
    place = await neighbourhood(slug)
    found = await queries.consultations(request.actor, neighbourhood=slug)
    latest = await proposal_queries.proposals(request.actor, at=at, neighbourhood=slug, sort=Sort.NEWEST, size=LATEST)
    ages = await pyramid(place.id)
    voted = await own_votes(request.actor, at=at)
    context = {
        "place": place,
        "open_now": cards((c for c in found if c.stage(at) is Stage.OPEN), request.locale, at, place.id, voted),
        "coming": cards((c for c in found if c.stage(at) is Stage.COMING), request.locale, at, place.id),
        "ended": [card(c, request.locale, at) for c in found if c.stage(at) is Stage.ENDED][:LATEST],
        "latest": latest,
        "committee": await committee_of(place.id),
        "today": clock.in_rome(at).date(),
        "ages": [_age_line(request, row) for row in ages if row.women + row.men],
        "old_share": _share_from(ages, OLD),
        "may_edit": may_edit_committee(request.actor, place.id) is None,
        "city_map": await city_map(request, slug),
        "zone": await zone_sheet(request, slug),
        "heirs": await _heirs(place) if place.closed_at else [],
        "is_followed": await is_followed(request.actor, Kind.NEIGHBOURHOOD, slug),
    }
    return await page(request, "places/neighbourhood.html", context)


async def _heirs(place: NeighbourhoodView) -> list[NeighbourhoodView]:
    """The neighbourhoods of today that took over one that is closed."""
    return [heir for heir in await neighbourhoods() if heir.slug in place.merged_into]


def _age_line(request: CivicRequest, row: AgeRow) -> tuple[str, ...]:
    """A line of the table: which ages, women, men, all."""
    if row.age_to is None:
        name = say(request, N_("%(from)s anni e più"), **{"from": row.age_from})
    else:
        name = say(request, N_("%(from)s–%(to)s anni"), **{"from": row.age_from, "to": row.age_to})
    return name, *(number(people, request.locale) for people in (row.women, row.men, row.women + row.men))


def _share_from(ages: list[AgeRow], age: int) -> int | None:
    """How many of a hundred residents are at least that old; None when nobody counted."""
    total = sum(row.women + row.men for row in ages)
    return round(100 * sum(r.women + r.men for r in ages if r.age_from >= age) / total) if total else None


ROUTES = routes(Access.ANYONE, all_neighbourhoods, one_neighbourhood)
