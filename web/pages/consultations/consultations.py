# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consultations, as everybody sees them: the list and the page of each."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from deliberation import clock
from deliberation.ballots.entitled.answers import own_answers
from deliberation.ballots.traces import own_votes
from deliberation.consultations import queries
from deliberation.consultations.consultation import Consultation, Stage
from deliberation.consultations.states import State
from deliberation.notices.follows import Kind, is_followed
from deliberation.places.queries import place_names
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.queries import Sort
from web.consultation_cards import cards
from web.forms import page_number
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.maps.choropleth import MapArea
from web.maps.sheets import Sheet, city_sheet
from web.pages.consultations.map_points import near_of, spots_of
from web.pages.consultations.participation import phase_steps, primary_act
from web.pages.consultations.previews import consultation_head
from web.render import page
from web.words.listed import listed
from web.words.messages.consultations import SORTS, STATES
from web.words.regulations import answer_words, conditions_told

ORDERS = {"sostenute": Sort.SUPPORTED, "recenti": Sort.NEWEST, "caso": Sort.RANDOM}
ENDED_SHOWN = 12


@get("/consultazioni")
async def all_consultations(request: CivicRequest) -> Response[str]:
    """Open now, coming, ended; of one neighbourhood when `quartiere` says so."""
    at = clock.now()
    chosen = request.query_params.get("quartiere", "")[:80]
    found = await queries.consultations(request.actor, neighbourhood=chosen)
    places = await place_names()
    ended = [c for c in found if c.stage(at) is Stage.ENDED]
    mine, voted = request.actor.neighbourhood, await own_votes(request.actor, at=at)
    all_ended = request.query_params.get("concluse") == "tutte"
    context = {
        "places": [(place.slug, place.name) for place in places],
        "chosen": chosen,
        "chosen_name": next((place.name for place in places if place.slug == chosen), ""),
        "open_now": cards((c for c in found if c.stage(at) is Stage.OPEN), request.locale, at, mine, voted),
        "coming": cards((c for c in found if c.stage(at) is Stage.COMING), request.locale, at, mine),
        "ended": cards(ended if all_ended else ended[:ENDED_SHOWN], request.locale, at, mine, voted),
        "more_ended": 0 if all_ended else max(0, len(ended) - ENDED_SHOWN),
    }
    return await page(request, "consultations/list.html", context)


@get("/consultazioni/{slug:str}")
async def consultation(request: CivicRequest, slug: FromPath[str]) -> Response[str]:
    """The place, the phase, what one can do now; what it is about; its proposals."""
    at = clock.now()
    held = await queries.consultation(slug, request.actor)
    order = request.query_params.get("ordine", "")
    order = order if order in ORDERS else next(iter(ORDERS))
    near = await near_of(request)
    found = await proposal_queries.proposals(
        request.actor, at=at, consultation=slug, sort=ORDERS[order], near=near.point, page=page_number(request)
    )
    places = [place.slug for place in held.neighbourhoods]
    context = {
        "consultation": held,
        "steps": phase_steps(held, request.locale, at),
        "act": primary_act(
            held, request.actor, request.locale, at, (await own_votes(request.actor, at=at)).get(held.id)
        ),
        "counts": await queries.counts(held.id),
        "proposals": found,
        "near": near,
        "can_be_added": can_be_added(held, at),
        "spots": await spots_of(request, {"consultazione": slug}, near, places) if found.items else None,
        "sorts_of": SORTS,
        "order": order,
        "states": STATES,
        "listed": listed(held.template),
        "map": await _where(request, held),
        "shared": await consultation_head(request, held, at),
        "is_followed": await is_followed(request.actor, Kind.CONSULTATION, slug),
        **await _may_i_vote(request, held),
    }
    return await page(request, "consultations/consultation.html", context)


async def _may_i_vote(request: CivicRequest, held: Consultation) -> dict[str, Any]:
    """Who may vote, in words; and whether this person may, while that can still be asked."""
    at, locale = clock.now(), request.locale
    if not held.has_vote or held.imported_from:
        return {"voters": [], "own": None}
    asks = request.actor.is_signed_in and held.state == State.PUBLISHED and held.stage(at) is not Stage.ENDED
    own = (await own_answers(request.actor, [held], at=at))[0] if asks else None
    told = conditions_told(held.voters, locale)
    return {"voters": told, "own": answer_words(own, held.voters, locale) if own else None}


async def _where(request: CivicRequest, held: Consultation) -> Sheet | None:
    """Where its neighbourhoods lie in the city, without the ground, which weighs as much
    as a picture; nothing where it is for the whole city."""
    slugs = [place.slug for place in held.neighbourhoods]
    prefix = request.visit.settings.path_prefix
    areas = [MapArea(p.slug, p.name, "", "", "", f"{prefix}/quartieri/{p.slug}") for p in held.neighbourhoods]
    return _bare(await city_sheet(request, areas, look="chosen", here=slugs)) if slugs else None


def _bare(sheet: Sheet | None) -> Sheet | None:
    return replace(sheet, ground="", small="") if sheet else None


def can_be_added(held: Consultation, at: datetime) -> bool:
    """Whether somebody who is missing on the roll can still ask for it, as the page then says."""
    if held.state != State.PUBLISHED or held.imported_from or not held.has_vote or held.voting is None:
        return False
    return at < held.voting.closes_at


ROUTES = routes(Access.ANYONE, all_consultations, consultation)
