# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's side of answers: what is owed, what nobody has taken, and the form of one answer."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.errors import CivicError, NotAllowed, NotFound
from deliberation.proposals import queries as proposals
from deliberation.proposals.answers import answers, queries, rules
from deliberation.proposals.answers.offices import offices
from deliberation.proposals.answers.states import GIVEN, TRANSITIONS, AnswerState, due_at
from deliberation.regulations.queries import in_force
from web.forms import ByField, TextField, VersionForm, page_number, read_form
from web.http.bodies import LONG_TEXTS
from web.http.guards import Access, routes
from web.http.problems import status_of, words_for
from web.http.requests import CivicRequest
from web.pages.answers.calendar import due_days
from web.render import page, say, see_other
from web.words.messages.deeds.answers import OUTCOMES, STATES
from web.words.messages.marks import N_

HERE = "/gestione/risposte"


class AnswerForm(VersionForm):
    """All that is typed of an answer, whichever of its three acts is sent."""

    office = TextField()
    registry = TextField()
    outcome = TextField()
    reasons = TextField()
    next_steps = TextField()


@get(HERE)
async def owed(request: CivicRequest) -> Response[str]:
    """Answers that are owed, late ones first; proposals that nobody has taken in charge, the most supported first."""
    here = page_number(request)
    waiting, total = await queries.unanswered(page=here)
    context = {
        "dues": await queries.dues(),
        "unanswered": waiting,
        "total": total,
        "page": here,
        "pages": max(1, -(-total // queries.PAGE_SIZE)),
        "has_offices": bool(await offices()),
    }
    return await page(request, "answers/owed.html", context)


@get(HERE + "/scadenze.ics")
async def owed_dates(request: CivicRequest) -> Response[bytes]:
    """The last days of what is owed, for the office's own calendar."""
    text = due_days(request.locale, request.visit.settings.base_url, await queries.dues(), at=clock.now())
    headers = {"content-disposition": 'attachment; filename="scadenze.ics"'}
    return Response(text, media_type="text/calendar", headers=headers)


@get(HERE + "/{public_id:str}")
async def answer_form(request: CivicRequest, public_id: FromPath[str]) -> Response[Any]:
    """One proposal and its answer, in whatever state it is."""
    return await _show(request, public_id)


@post(HERE + "/{public_id:str}/prendi")
async def take(request: CivicRequest, public_id: FromPath[str]) -> Response[Any]:
    """An office takes it in charge."""
    form = await read_form(request, AnswerForm)
    try:
        done = await answers.take(
            request.actor,
            public_id,
            form.office.data or "",
            form.registry.data or "",
            form.version.data,
            at=clock.now(),
        )
    except CivicError as refusal:
        return await _refused(request, public_id, form, refusal)
    text = N_("Presa in carico con il n. %(number)s. Avvisiamo chi l'ha scritta, la sostiene o la segue.")
    return await see_other(request, f"{HERE}/{public_id}", ("success", say(request, text, number=done.label)))


@post(HERE + "/{public_id:str}/passa")
async def hand_on(request: CivicRequest, public_id: FromPath[str]) -> Response[Any]:
    """Another office goes on."""
    form = await read_form(request, AnswerForm)
    try:
        await answers.hand_on(request.actor, public_id, form.office.data or "", form.version.data, at=clock.now())
    except CivicError as refusal:
        return await _refused(request, public_id, form, refusal)
    said = N_("Adesso risponde un altro ufficio. Il giorno entro cui rispondere resta lo stesso.")
    return await see_other(request, f"{HERE}/{public_id}", ("success", said))


@post(HERE + "/{public_id:str}/rispondi")
async def give(request: CivicRequest, public_id: FromPath[str]) -> Response[Any]:
    """The answer."""
    form = await read_form(request, AnswerForm)
    try:
        await answers.give(
            request.actor,
            public_id,
            form.outcome.data or "",
            form.reasons.data or "",
            form.next_steps.data or "",
            form.version.data,
            at=clock.now(),
        )
    except CivicError as refusal:
        return await _refused(request, public_id, form, refusal)
    said = N_("La risposta è pubblicata. Avvisiamo chi ha scritto la proposta, la sostiene o la segue.")
    return await see_other(request, f"{HERE}/{public_id}", ("success", said))


async def _refused(request: CivicRequest, public_id: str, form: AnswerForm, refusal: CivicError) -> Response[Any]:
    if isinstance(refusal, NotAllowed | NotFound):
        raise refusal
    return await _show(request, public_id, form, refusal)


async def _show(
    request: CivicRequest, public_id: str, form: AnswerForm | None = None, refusal: CivicError | None = None
) -> Response[Any]:
    at = clock.now()
    seen = await proposals.proposal(public_id, request.actor)
    held = await queries.answer_to(seen.id)
    obstacle = rules.may_answer(request.actor, seen)
    state = held.state if held else AnswerState.NONE
    days = (await in_force(clock.in_rome(at).date())).profile.answer_days
    context = {
        "proposal": seen,
        "answer": held,
        "state": STATES[state],
        "is_late": bool(held and held.is_late(at)),
        "obstacle": words_for(request, obstacle) if obstacle else "",
        "may_take": AnswerState.TAKEN in TRANSITIONS[state] and state is not AnswerState.TAKEN,
        "is_taken": state is AnswerState.TAKEN,
        "offices": [(one.public_id, one.name) for one in await offices()],
        "outcomes": [(str(key), say(request, OUTCOMES[key][0]), say(request, OUTCOMES[key][1])) for key in GIVEN],
        "days": days,
        "due_at": due_at(at, days),
        "values": form.typed if form else ByField(),
        "version": held.version if held else 0,
        "errors": form.errors_of(refusal) if form else ByField(),
    }
    status = status_of(refusal) if refusal else 200
    return await page(request, "answers/answering.html", context, status=status)


ROUTES = [
    *routes(Access.OFFICE, owed, owed_dates, answer_form, take, hand_on),
    *routes(Access.OFFICE, give, takes=LONG_TEXTS),
]
