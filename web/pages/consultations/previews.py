# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consultations and proposals handed on: their pictures, and the pages with their addresses as QR codes."""

from datetime import datetime

from litestar import Response, get
from litestar.params import FromPath

from deliberation import clock
from deliberation.actor import VISITOR
from deliberation.consultations import queries
from deliberation.consultations.consultation import Consultation, Stage
from deliberation.consultations.states import PUBLIC_STATES, State
from deliberation.errors import NotFound
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.views import ProposalView
from web.consultation_cards import CITY, phase_words, place_names
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.maps.atlases import atlas_of, drawn
from web.sharing.heads import Head, head, share_page
from web.sharing.maps import place_map, point_map
from web.sharing.pictures import LANGUAGE, Picture, answer, of_this_comune
from web.words.i18n import short_moment, translate
from web.words.messages.consultations import STATES
from web.words.messages.marks import N_
from web.words.speech import Speech

UNTIL = N_("fino al %(when)s")
A_PROPOSAL, A_CONSULTATION = N_("Una proposta"), N_("Una consultazione")


async def consultation_head(request: CivicRequest, held: Consultation, at: datetime) -> Head | None:
    """The head of its page; a draft has none."""
    if held.state == State.DRAFT:
        return None
    here = f"/consultazioni/{held.slug}"
    said = await _consultation(request, held, at)
    return await head(request, here, said, title=held.title, text=held.summary, feed=f"{here}/novita.atom")


async def proposal_head(request: CivicRequest, seen: ProposalView, held: Consultation) -> Head | None:
    """The head of its page; what is not public has none."""
    if not _is_public(seen):
        return None
    text = proposal_queries.excerpt(seen.body)
    return await head(
        request, f"/proposte/{seen.public_id}", await _proposal(request, seen, held), title=seen.title, text=text
    )


def _is_public(seen: ProposalView) -> bool:
    return seen.state in PUBLIC_STATES and seen.hidden_at is None and seen.may_read


async def _consultation(request: CivicRequest, held: Consultation, at: datetime) -> Picture:
    now = held.current(at) if held.stage(at) is Stage.OPEN else None
    facts = [phase_words(held, LANGUAGE, at)]
    if now:
        facts.append(translate(LANGUAGE, UNTIL, when=short_moment(now.closes_at, LANGUAGE)))
    places = ",".join(place.slug for place in held.neighbourhoods)
    return Picture(
        title=held.title,
        kicker=place_names(held, LANGUAGE),
        text=held.summary,
        facts=tuple(facts),
        layout="map",
        drawn_from=f"{(await atlas_of(request)).version} {places}",
        otherwise=translate(LANGUAGE, A_CONSULTATION),
    )


async def _proposal(request: CivicRequest, seen: ProposalView, held: Consultation) -> Picture:
    told = Speech(LANGUAGE)
    supports = told.ngettext("%(num)s sostegno", "%(num)s sostegni", seen.supports, num=told.number(seen.supports))
    place = seen.place.name if seen.place else translate(LANGUAGE, CITY)
    where = seen.place.slug if seen.place else ""
    return Picture(
        title=seen.title,
        kicker=place,
        text=held.title,
        facts=(supports, translate(LANGUAGE, STATES[seen.state][0])),
        layout="map",
        drawn_from=f"{(await atlas_of(request)).version} {where} {seen.longitude} {seen.latitude}",
        otherwise=translate(LANGUAGE, A_PROPOSAL),
    )


@get("/consultazioni/{slug:str}/anteprima/{version:str}")
async def of_consultation(request: CivicRequest, slug: FromPath[str]) -> Response[bytes]:
    """Its title, its zone, its phase and until when."""
    held = await queries.consultation(slug, VISITOR)
    said = await of_this_comune(await _consultation(request, held, clock.now()))
    slugs = tuple(place.slug for place in held.neighbourhoods)

    async def draw() -> str:
        atlas = await atlas_of(request)
        key = ("preview", slugs, said.colour)
        return await drawn(atlas, key, lambda: place_map(atlas, slugs, said.colour))

    return await answer(request, said, draw)


@get("/proposte/{public_id:str}/anteprima/{version:str}")
async def of_proposal(request: CivicRequest, public_id: FromPath[str]) -> Response[bytes]:
    """Its title, where it is, how many support it."""
    seen, held = await _public(public_id)
    said = await of_this_comune(await _proposal(request, seen, held))
    slugs = (seen.place.slug,) if seen.place else ()

    async def draw() -> str:
        atlas = await atlas_of(request)
        lon, lat = seen.longitude, seen.latitude
        if lon is not None and lat is not None:
            point = await drawn(
                atlas, ("preview", lon, lat, said.colour), lambda: point_map(atlas, lon, lat, said.colour)
            )
            if point:
                return point
        return await drawn(atlas, ("preview", slugs, said.colour), lambda: place_map(atlas, slugs, said.colour))

    return await answer(request, said, draw)


async def _public(public_id: str) -> tuple[ProposalView, Consultation]:
    """A proposal that everybody reads. Raises NotFound, also for a hidden one that stands on a ballot."""
    seen = await proposal_queries.proposal(public_id, VISITOR)
    if not _is_public(seen):
        raise NotFound("proposal.unknown")
    return seen, await queries.consultation(seen.consultation_slug, VISITOR)


@get("/consultazioni/{slug:str}/condividi")
async def share_consultation(request: CivicRequest, slug: FromPath[str]) -> Response[str]:
    """Its address, to hand on."""
    held = await queries.consultation(slug, VISITOR)
    prefix, here = request.visit.settings.path_prefix, f"/consultazioni/{held.slug}"
    crumbs = [(translate(request.locale, N_("Consultazioni")), f"{prefix}/consultazioni"), (held.title, prefix + here)]
    return await share_page(request, here, held.title, crumbs)


@get("/proposte/{public_id:str}/condividi")
async def share_proposal(request: CivicRequest, public_id: FromPath[str]) -> Response[str]:
    """Its address, to hand on."""
    seen, _ = await _public(public_id)
    prefix, here = request.visit.settings.path_prefix, f"/proposte/{seen.public_id}"
    crumbs = [(translate(request.locale, N_("Proposte")), f"{prefix}/proposte"), (seen.title, prefix + here)]
    return await share_page(request, here, seen.title, crumbs)


ROUTES = [
    *routes(Access.ANYONE, of_consultation, of_proposal, impersonal=True),
    *routes(Access.ANYONE, share_consultation, share_proposal),
]
