# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Suggested changes of a proposal: all of them, one with what it changes word by word, the form, the answers."""

from dataclasses import dataclass
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.consultations import queries as consultation_queries
from deliberation.consultations.consultation import Consultation
from deliberation.errors import CivicError, Conflict, Invalid, TooLate, TooMany
from deliberation.proposals import proposals
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.amendments import amendments, queries, rules
from deliberation.proposals.amendments.states import AmendmentState
from deliberation.proposals.amendments.views import AmendmentView
from deliberation.proposals.views import ProposalView
from deliberation.proposals.visibility import keeps_order
from deliberation.records.comparisons import Run, compare
from deliberation.text import public_id as new_token
from web.forms import ByField, TextField, VersionForm, WholeField, errors_of, has_texts, read_form
from web.http.guards import Access, routes
from web.http.problems import status_of
from web.http.requests import CivicRequest
from web.pages.consultations.participation import obstacle
from web.render import page, see_other
from web.words.messages.consultations import AMENDMENT_STATES
from web.words.messages.marks import N_


@has_texts(("title", "body", "reason", "token", "instead"))
class SuggestionForm(VersionForm):
    """A suggestion; `base`: the text that the form was opened with; `instead`: one's own that it replaces."""

    base = WholeField()


class AnswerForm(VersionForm):
    """What the author makes of it; `version` is the proposal's that was on the screen."""

    answer = TextField()


@dataclass(frozen=True, slots=True)
class Shown:
    """What an amendment changes. `asks`: how many supporters are asked again when it is accepted."""

    title: tuple[Run, ...]
    body: tuple[Run, ...]
    is_gone: bool
    asks: int


@get("/proposte/{public_id:str}/suggerimenti")
async def all_of_them(request: CivicRequest, public_id: FromPath[str]) -> Response[str]:
    """Every suggestion, the ones without an answer first."""
    seen, held = await _proposal(request, public_id)
    context = {
        "proposal": seen,
        "amendments": await queries.amendments(seen, request.actor),
        "amendment_states": AMENDMENT_STATES,
        "amend_obstacle": suggesting(request, held, seen),
    }
    return await page(request, "amendments/list.html", context)


@get("/proposte/{public_id:str}/suggerimenti/nuovo")
async def suggestion_form(request: CivicRequest, public_id: FromPath[str]) -> Response[str]:
    """The text of now, to be changed; with `da`, one's own earlier suggestion on it."""
    seen, _ = await _proposal(request, public_id)
    instead = request.query_params.get("da", "")
    typed = ByField(title=seen.title, body=seen.body)
    if instead:
        old = await queries.amendment(seen, instead, request.actor)
        typed = ByField(title=old.suggested.title, body=old.suggested.body, reason=old.reason, instead=instead)
    return await _form(request, public_id, ByField(typed | {"base": str(seen.text_number), "token": new_token()}))


@post("/proposte/{public_id:str}/suggerimenti/nuovo")
async def suggest(request: CivicRequest, public_id: FromPath[str]) -> Response[Any]:
    """The suggestion's page; a refused one comes back as it was typed."""
    form = await read_form(request, SuggestionForm)
    data = form.data
    try:
        id = await amendments.suggest(
            request.actor,
            public_id,
            {name: data[name] for name in ("title", "body", "reason")},
            base=data["base"] or 0,
            token=data["token"],
            instead=data["instead"],
            at=clock.now(),
        )
    except (Invalid, Conflict, TooLate, TooMany) as refusal:
        return await _form(request, public_id, form.typed, refusal)
    done = ("success", N_("Il tuo suggerimento è pubblico. Chi ha scritto la proposta ti risponde qui."))
    return await see_other(request, f"/proposte/{public_id}/suggerimenti/{id}", done)


@get("/proposte/{public_id:str}/suggerimenti/{amendment_id:str}")
async def one(request: CivicRequest, public_id: FromPath[str], amendment_id: FromPath[str]) -> Response[str]:
    """One suggestion: why, what it changes, what was answered."""
    return await _one(request, public_id, amendment_id)


@post("/proposte/{public_id:str}/suggerimenti/{amendment_id:str}/accetta")
async def accept(request: CivicRequest, public_id: FromPath[str], amendment_id: FromPath[str]) -> Response[Any]:
    """The proposal with its new text."""
    form = await read_form(request, AnswerForm)
    try:
        await amendments.accept(request.actor, public_id, amendment_id, version=form.version.data, at=clock.now())
    except (Invalid, Conflict, TooLate) as refusal:
        return await _one(request, public_id, amendment_id, refusal=refusal)
    done = ("success", N_("Il suggerimento è nella proposta. Grazie a chi l'ha scritto!"))
    return await see_other(request, f"/proposte/{public_id}", done)


@post("/proposte/{public_id:str}/suggerimenti/{amendment_id:str}/rifiuta")
async def reject(request: CivicRequest, public_id: FromPath[str], amendment_id: FromPath[str]) -> Response[Any]:
    """The suggestion with its answer."""
    form = await read_form(request, AnswerForm)
    try:
        await amendments.reject(request.actor, public_id, amendment_id, form.answer.data, at=clock.now())
    except (Invalid, Conflict, TooLate) as refusal:
        return await _one(request, public_id, amendment_id, form.typed, refusal)
    done = ("success", N_("Hai risposto. Chi ha scritto il suggerimento legge il motivo."))
    return await see_other(request, f"/proposte/{public_id}/suggerimenti/{amendment_id}", done)


@post("/proposte/{public_id:str}/suggerimenti/{amendment_id:str}/ritira")
async def take_back(request: CivicRequest, public_id: FromPath[str], amendment_id: FromPath[str]) -> Response[Any]:
    """The proposal, without the suggestion."""
    await amendments.withdraw(request.actor, public_id, amendment_id, at=clock.now())
    done = ("info", N_("Hai ritirato il suggerimento."))
    return await see_other(request, f"/proposte/{public_id}/suggerimenti", done)


@post("/proposte/{public_id:str}/suggerimenti/{amendment_id:str}/da-solo")
async def stand_alone(request: CivicRequest, public_id: FromPath[str], amendment_id: FromPath[str]) -> Response[Any]:
    """The first step of a proposal of one's own, with the suggested text in it."""
    try:
        slug = await amendments.stand_alone(request.actor, public_id, amendment_id, at=clock.now())
    except (Conflict, TooLate) as refusal:
        return await _one(request, public_id, amendment_id, refusal=refusal)
    done = ("success", N_("Ecco la tua bozza: cambiala come vuoi, poi mandala."))
    return await see_other(request, f"/consultazioni/{slug}/proposte/nuova", done)


async def shown_below(request: CivicRequest, seen: ProposalView, held: Consultation) -> dict[str, Any]:
    """What the proposal's page tells of its suggestions. One statement."""
    return {
        "amendments": await queries.amendments(seen, request.actor),
        "amendment_states": AMENDMENT_STATES,
        "amend_obstacle": suggesting(request, held, seen),
    }


def suggesting(request: CivicRequest, held: Consultation, seen: ProposalView) -> Any:
    """What stands between this person and a suggestion; None for nothing."""
    refusal = rules.may_suggest(request.actor, held, seen, clock.now())
    here = f"/proposte/{seen.public_id}/suggerimenti/nuovo"
    return obstacle(refusal, request.locale, here, (N_("Per suggerire serve un account."), N_("Accedi e suggerisci")))


async def _proposal(request: CivicRequest, public_id: str) -> tuple[ProposalView, Consultation]:
    seen = await proposal_queries.proposal(public_id, request.actor)
    return seen, await consultation_queries.consultation(seen.consultation_slug, request.actor)


async def _form(
    request: CivicRequest, public_id: str, values: ByField, refusal: CivicError | None = None
) -> Response[str]:
    seen, held = await _proposal(request, public_id)
    context = {
        "proposal": seen,
        "values": values,
        "errors": errors_of(refusal, request.locale),
        "obstacle": suggesting(request, held, seen),
    }
    return await page(request, "amendments/form.html", context, status=status_of(refusal))


async def _one(
    request: CivicRequest,
    public_id: str,
    amendment_id: str,
    typed: ByField | None = None,
    refusal: CivicError | None = None,
) -> Response[str]:
    at, actor = clock.now(), request.actor
    seen, held = await _proposal(request, public_id)
    found = await queries.amendment(seen, amendment_id, actor)
    answers = rules.may_answer(actor, held, seen, found, at) is None
    mine = actor.is_signed_in and found.author_id == actor.id
    context = {
        "proposal": seen,
        "amendment": found,
        "state": AMENDMENT_STATES[found.state],
        "shown": await _shown(request, seen, found, answers),
        "may_answer": answers,
        "may_take_back": rules.may_take_back(actor, found) is None,
        "may_stand_alone": rules.may_stand_alone(actor, held, found, at) is None,
        "may_suggest": rules.may_suggest(actor, held, seen, at) is None,
        "is_mine": mine,
        "moderates": keeps_order(actor, seen.place.id if seen.place else None) and not mine,
        "values": typed or ByField(),
        "errors": errors_of(refusal, request.locale),
    }
    return await page(request, "amendments/amendment.html", context, status=status_of(refusal))


async def _shown(request: CivicRequest, seen: ProposalView, found: AmendmentView, answers: bool) -> Shown:
    """While it is open, what it would change of the text of now; then, what it changed of the one it was written on."""
    result = found.result if found.state is AmendmentState.OPEN else found.suggested
    if result is None or found.state is not AmendmentState.OPEN:
        before, after = found.base, found.suggested
    else:
        before, after = found.now, result
    asks = 0
    if answers and result is not None:
        try:
            typed = amendments.typed_with(seen, result)
            asks = (await proposals.weigh(request.actor, seen.public_id, typed, at=clock.now())).asks
        except Invalid:  # its place or its cost is no longer what may be chosen: accepting says so
            asks = 0
    return Shown(compare(before.title, after.title), compare(before.body, after.body), result is None, asks)


ROUTES = [
    *routes(Access.ANYONE, all_of_them, one),
    *routes(Access.SIGNED_IN, suggestion_form, suggest, accept, reject, take_back, stand_alone),
]
