# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proposals: search over all, the page of each, revising and withdrawing one's own."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.consultations import queries
from deliberation.consultations.states import PUBLIC_STATES
from deliberation.errors import CivicError, Conflict, Invalid, TooLate
from deliberation.notices import follows
from deliberation.places.queries import place_names
from deliberation.proposals import drafts, proposals, rules
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.answers import rules as answer_rules
from deliberation.proposals.answers.queries import answer_to
from deliberation.proposals.contents import CATEGORIES as CHOICES
from deliberation.proposals.contents import TYPED
from deliberation.proposals.enclosed import enclosing
from deliberation.proposals.queries import Sort
from deliberation.proposals.views import CommentSort, ProposalView
from deliberation.proposals.visibility import keeps_order
from deliberation.records.comparisons import compare
from deliberation.text import public_id as new_token
from web.forms import ByField, CheckField, TextField, errors_of, has_texts, page_number, read_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.maps.sheets import Sheet, ground_sheet, point_sheet, zone_sheet
from web.pages.consultations.discussions import drawn, reason
from web.pages.consultations.map_points import as_filters, near_of, spots_of
from web.pages.consultations.participation import (
    SIGN_IN_TO_COMMENT,
    SIGN_IN_TO_SUPPORT,
    area_options,
    obstacle,
    way_of,
)
from web.pages.consultations.previews import proposal_head
from web.pages.consultations.spots import NO_SPOT, Spot, SpotForm, spot_of, spot_shown
from web.pages.consultations.together import amendments
from web.render import page, say, see_other
from web.words.messages.consultations import CATEGORIES, COMMENT_SORTS, SORTS, STANCES, STATES
from web.words.messages.deeds.answers import STATES as ANSWER_STATES
from web.words.messages.marks import N_
from web.words.options import worded

ORDERS = {"sostenute": Sort.SUPPORTED, "recenti": Sort.NEWEST, "caso": Sort.RANDOM}
COMMENT_ORDERS = {"recenti": CommentSort.NEWEST, "vecchi": CommentSort.OLDEST, "risposte": CommentSort.ANSWERED}


@has_texts(TYPED)
class ProposalForm(SpotForm):
    """A proposal that is changed. `confirmed`: that its supporters are asked again; `again`: back to the text."""

    reason = TextField()
    confirmed = CheckField()
    again = CheckField()


@get("/proposte")
async def search(request: CivicRequest) -> Response[str]:
    """All public proposals, by words, neighbourhood, consultation, category and state."""
    at = clock.now()
    asked = {
        name: request.query_params.get(name, "").strip()[:160]
        for name in ("q", "quartiere", "consultazione", "argomento", "stato", "ordine")
    }
    if asked["ordine"] not in ORDERS:
        asked["ordine"] = "recenti"
    near = await near_of(request)
    found = await proposal_queries.proposals(
        request.actor,
        at=at,
        sort=ORDERS[asked["ordine"]],
        near=near.point,
        page=page_number(request),
        **as_filters(asked),
    )
    places = [(place.slug, place.name) for place in await place_names()]
    filters = {name: value for name, value in asked.items() if value and name != "ordine"}
    if near.typed:
        filters["vicino"] = near.typed
    context = {
        "found": found,
        "asked": asked,
        "filters": filters,
        "near": near,
        "spots": await spots_of(request, asked, near, [asked["quartiere"]] if asked["quartiere"] else []),
        "address": f"/proposte?{urlencode(filters)}" if filters else "/proposte",
        "here": f"/proposte?{urlencode(filters | {'ordine': asked['ordine']})}",
        "places": places,
        "place": dict(places).get(asked["quartiere"], ""),
        "consultations": [(c.slug, c.title) for c in await queries.consultations(request.actor)],
        "topics": [(key, named(request, key)) for key in await proposal_queries.categories(request.actor)],
        "states": STATES,
        "kinds": [(str(state), say(request, STATES[state][0])) for state in PUBLIC_STATES],
        "sorts_of": SORTS,
    }
    return await page(request, "proposals/search.html", context)


@get("/proposte/{public_id:str}")
async def proposal(request: CivicRequest, public_id: FromPath[str]) -> Response[str]:
    """What is proposed, where, for how much; support it; discuss it."""
    at = clock.now()
    seen = await proposal_queries.proposal(public_id, request.actor)
    held = await queries.consultation(seen.consultation_slug, request.actor)
    order = request.query_params.get("ordine", "")
    order = order if order in COMMENT_ORDERS else "recenti"
    discussion = await proposal_queries.discussion(seen, request.actor)
    here = f"/proposte/{public_id}"
    context = {
        "proposal": seen,
        "consultation": held,
        "state": STATES[seen.state],
        "way": way_of(seen, held, request.locale, at),
        "category": named(request, seen.category),
        "hidden_reason": reason(seen.hidden_reason, request.locale) if seen.hidden_at else "",
        "support_obstacle": obstacle(
            rules.may_support(request.actor, held, seen, at), request.locale, f"{here}#sostegno", SIGN_IN_TO_SUPPORT
        ),
        "support_until": held.current(at),
        "comment_obstacle": obstacle(
            rules.may_comment(request.actor, held, seen, at), request.locale, f"{here}#commenti", SIGN_IN_TO_COMMENT
        ),
        "may_revise": rules.may_revise(request.actor, held, seen, at) is None,
        "may_withdraw": rules.may_withdraw(request.actor, held, seen, at) is None,
        "is_mine": request.actor.is_signed_in and seen.author_id == request.actor.id,
        "moderates": keeps_order(request.actor, seen.place.id if seen.place else None),
        "drawn": partial(drawn, request, discussion, COMMENT_ORDERS[order], page_number(request)),
        "page_number": page_number(request),
        "order": order,
        "sorts_of": COMMENT_SORTS,
        "stances": worded(request.locale, STANCES),
        "token": new_token(),
        "spot": await _spot(request, seen),
        "enclosed": await enclosing.enclosures_of(seen, request.actor),
        "may_enclose": rules.may_enclose(request.actor, held, seen, at) is None,
        "shared": await proposal_head(request, seen, held),
        "answer": await answer_to(seen.id),
        "answer_states": ANSWER_STATES,
        "may_answer": answer_rules.may_answer(request.actor, seen) is None,
        "is_followed": await follows.is_followed(request.actor, follows.Kind.PROPOSAL, public_id),
    }
    context |= await amendments.shown_below(request, seen, held)
    return await page(request, "proposals/proposal.html", context)


@get("/proposte/{public_id:str}/modifica")
async def revise_form(request: CivicRequest, public_id: FromPath[str]) -> Response[str]:
    """One's own proposal, to be changed."""
    at = clock.now()
    seen = await proposal_queries.proposal(public_id, request.actor)
    held = await queries.consultation(seen.consultation_slug, request.actor)
    if refusal := rules.may_revise(request.actor, held, seen, at):
        raise refusal
    return await _form(request, seen, ByField())


@post("/proposte/{public_id:str}/modifica")
async def revise(request: CivicRequest, public_id: FromPath[str]) -> Response[Any]:
    """The changed proposal; a refused change comes back as it was typed, a conflict with both texts."""
    form = await read_form(request, ProposalForm)
    spot, typed = await spot_of(form.typed, request.locale)
    if spot.is_asking:
        return await _form(request, await proposal_queries.proposal(public_id, request.actor), typed, None, spot)
    if form.again.data:
        return await _form(request, await proposal_queries.proposal(public_id, request.actor), typed)
    version, reason, at = form.version.data, typed["reason"], clock.now()
    try:
        if not form.confirmed.data:
            weighed = await proposals.weigh(request.actor, public_id, typed, at=at)
            if weighed.asks:
                return await _asks_again(request, public_id, typed, version, weighed)
        done = await proposals.revise(request.actor, public_id, typed, version=version, reason=reason, at=at)
    except (Invalid, Conflict, TooLate) as refusal:
        seen = await proposal_queries.proposal(public_id, request.actor)
        return await _form(request, seen, typed, refusal, spot)
    said = (
        N_("La proposta è aggiornata.") if done.changes else N_("Non hai cambiato niente: la proposta resta com'era.")
    )
    return await see_other(request, f"/proposte/{public_id}", ("success" if done.changes else "info", said))


@get("/proposte/{public_id:str}/ritira")
async def withdraw_form(request: CivicRequest, public_id: FromPath[str]) -> Response[str]:
    """What withdrawing means, before it is done."""
    at = clock.now()
    seen = await proposal_queries.proposal(public_id, request.actor)
    held = await queries.consultation(seen.consultation_slug, request.actor)
    if refusal := rules.may_withdraw(request.actor, held, seen, at):
        raise refusal
    return await page(request, "proposals/withdraw.html", {"proposal": seen, "consultation": held})


@post("/proposte/{public_id:str}/ritira")
async def withdraw(request: CivicRequest, public_id: FromPath[str]) -> Response[Any]:
    """The proposal, withdrawn."""
    await proposals.withdraw(request.actor, public_id, at=clock.now())
    return await see_other(request, f"/proposte/{public_id}", ("success", N_("Hai ritirato la proposta.")))


def named(request: CivicRequest, category: str) -> str:
    """A category in words; an imported one has its own."""
    return say(request, CATEGORIES[category]) if category in CATEGORIES else category


def _stored(seen: ProposalView) -> ByField:
    return ByField(seen.typed(seen.place.slug if seen.place else ""), version=str(seen.version))


async def _form(
    request: CivicRequest,
    seen: ProposalView,
    typed: ByField,
    refusal: CivicError | None = None,
    spot: Spot = NO_SPOT,
) -> Response[str]:
    held = await queries.consultation(seen.consultation_slug, request.actor)
    frame = await drafts.frame_of(held)
    conflict = refusal is not None and refusal.code == "proposal.conflict"
    stored = _stored(seen)
    values = ByField(stored | typed | ({"version": stored["version"]} if conflict else {}))
    context = {
        "proposal": seen,
        "consultation": held,
        "frame": frame,
        "errors": ByField(errors_of(refusal, request.locale) | ({"address": spot.error} if spot.error else {})),
        "values": values,
        "theirs": stored if conflict else None,
        "areas": area_options(frame),
        "categories": worded(request.locale, CATEGORIES, CHOICES),
        "map": await ground_sheet(request, [area.slug for area in frame.areas]),
    }
    context |= await spot_shown(spot, values, request.locale)
    return await page(request, "proposals/revise.html", context, status=422 if refusal or spot.error else 200)


async def _asks_again(
    request: CivicRequest, public_id: str, typed: ByField, version: int, weighed: proposals.Revision
) -> Response[str]:
    """What changes and who is asked, before it is done; the form's fields go along."""
    context = {
        "proposal": await proposal_queries.proposal(public_id, request.actor),
        "asks": weighed.asks,
        "runs": compare(weighed.before, weighed.after),
        "hidden": {name: typed[name] for name in (*TYPED, "reason")} | {"version": str(version)},
    }
    return await page(request, "proposals/asks_again.html", context)


async def _spot(request: CivicRequest, seen: ProposalView) -> Sheet | None:
    """The surroundings of its point; where nobody gave one, its neighbourhood."""
    slug = seen.place.slug if seen.place else ""
    if seen.latitude is None or seen.longitude is None:
        return await zone_sheet(request, slug) if slug else None
    return await point_sheet(request, seen.longitude, seen.latitude, slug)


ROUTES = [
    *routes(Access.ANYONE, search, proposal),
    *routes(Access.SIGNED_IN, revise_form, revise, withdraw_form, withdraw),
]
