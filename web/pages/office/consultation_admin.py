# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A consultation's page at the office: where it stands, and the acts that move it on, each asked for twice."""

import secrets
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from analytics import tallies as counting
from analytics.disclosure import HIDDEN, LIVE_STEP, protect, stepped
from deliberation import clock
from deliberation.ballots import desk, endings, lifecycle, lists, roll, tallies
from deliberation.ballots import queries as ballots
from deliberation.consultations import office_rules as rules
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.editing import Step
from deliberation.consultations.phases import PhaseView
from deliberation.consultations.pots.values import Pot
from deliberation.consultations.states import WITH_A_COUNT, State
from deliberation.errors import CivicError, NotAllowed
from deliberation.places.queries import place_names
from voting import RULES
from web.forms import CivicForm, TextField, VersionForm, errors_of, read_form
from web.http.guards import Access, routes
from web.http.problems import status_of, words_for
from web.http.requests import CivicRequest
from web.render import page, say, see_other
from web.words.choices import in_words
from web.words.i18n import number, short_moment, translate
from web.words.messages.consultations import PHASE_NAMES
from web.words.messages.marks import N_

STEPS: dict[str, str] = {
    Step.TEXTS: "testi",
    Step.SCHEDULE: "fasi",
    Step.VOTE: "voto",
    Step.POTS: "somme",
    Step.SUMMARY: "riepilogo",
}


class EndingForm(VersionForm):
    """Why a consultation ends before its time."""

    reason = TextField()


class LotForm(CivicForm):
    """What the public draw gave."""

    lot_value = TextField()


@get("/gestione/consultazioni/{slug:str}")
async def administration(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Where the consultation stands and what can be done now; of a draft, the step at which it was left."""
    held = await stored(slug)
    if not held.has_begun:
        return await see_other(request, f"/gestione/consultazioni/{slug}/{STEPS[held.draft_step or Step.TEXTS]}")
    return await show(request, held)


async def show(request: CivicRequest, held: Consultation, refusal: CivicError | None = None) -> Response[Any]:
    """The page, with what went wrong on top."""
    at = clock.now()
    _, _, _, numbers = await desk.examined(request.actor, held.slug, size=1)
    options = await lists.admissible(held.id)
    turnout = await ballots.turnout(held.id) if held.roll_frozen_at else None
    zones: dict[str, Any] = {"entitled_places": (), "some_hidden": False}
    if held.roll_frozen_at and not held.imported_from:
        zones = await by_place(request, held, await roll.on_roll(held.id))
    context = {
        **zones,
        "held": held,
        "errors": errors_of(refusal, request.locale),
        "amounts": numbers,
        "phases": [phase_line(phase, request.locale, at) for phase in held.phases],
        "held_places": [place.name for place in await place_names() if place.id in held.neighbourhood_ids],
        "rule_name": RULES[held.rule].name(request.locale) if held.rule else "",
        "tasks": desk.tasks_of(held, numbers["da-valutare"], at),
        "lost": lists.without_pot(held, options),
        "turnout": turnout,
        "voted": stepped(turnout.voters, LIVE_STEP) if turnout and held.closed_at is None else None,
        "may_freeze": freezing(request, held, options, at) is None,
        "must_divide": bool(held.pot_kind) and "pots" in rules.missing(held) and not held.ballot_frozen_at,
        "may_edit_texts": rules.may_edit_texts(request.actor, held) is None,
        "may_extend": rules.may_edit_schedule(request.actor, held, at) is None,
        "may_edit_vote": held.has_vote and rules.may_edit_vote(request.actor, held) is None,
        "may_cancel": rules.may_cancel(request.actor, held) is None,
        "may_annul": rules.may_annul(request.actor, held) is None,
    }
    return await page(request, "office/administration.html", context, status=status_of(refusal))


def freezing(
    request: CivicRequest, held: Consultation, options: Sequence[lists.Candidate], at: datetime
) -> CivicError | None:
    """Why the list cannot be frozen now, or None."""
    costs = [option.cost_cents for option in options]
    return rules.may_freeze(request.actor, held, costs, at) or lists.unfit(held, options)


def phase_line(phase: PhaseView, locale: str, at: datetime) -> tuple[str, str, str]:
    """A phase for the macro `phases`: its name, where it stands, its dates."""
    standing = "next" if at < phase.opens_at else "current" if at < phase.closes_at else "done"
    dates = f"{short_moment(phase.opens_at, locale)} – {short_moment(phase.closes_at, locale)}"
    return translate(locale, PHASE_NAMES[phase.kind]), standing, dates


async def refused(request: CivicRequest, slug: str, refusal: CivicError) -> Response[Any]:
    """Back on the consultation's page with the reason."""
    if isinstance(refusal, NotAllowed):
        raise refusal
    return await show(request, await stored(slug), refusal)


@get("/gestione/consultazioni/{slug:str}/congela")
async def ask_to_freeze(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """The list and the roll, before they are fixed."""
    held = await stored(slug)
    _, _, _, numbers = await desk.examined(request.actor, slug, size=1)
    options = () if held.answers else await lists.admissible(held.id)
    refusal = None
    if not held.ballot_frozen_at:
        refusal = freezing(request, held, options, clock.now())
    reason = words_for(request, refusal) if refusal else ""
    pots: Sequence[Pot | None] = held.pots or (None,)
    context = {
        "held": held,
        "options": options,
        "answers": [say(request, words) for words in held.answers.values()],
        "left_out": numbers["da-valutare"],
        "reason": reason,
        "lost": lists.without_pot(held, options),
        "pots": [(pot, [option for option in options if option.pot(held) == pot]) for pot in pots],
        **await entitled(request, held),
    }
    return await page(request, "office/freeze.html", context)


async def entitled(request: CivicRequest, held: Consultation) -> dict[str, Any]:
    """How many could vote if the roll were frozen now; by neighbourhood, small numbers hidden, where there are many."""
    found = await roll.forecast(held.id, at=clock.now())
    unknown = sum(found.unknown.values())
    return {"entitled": found.size, "unknown": unknown, **await by_place(request, held, found.stand)}


async def by_place(request: CivicRequest, held: Consultation, counts: Mapping[int, int]) -> dict[str, Any]:
    """How many in each neighbourhood, small numbers hidden, where there are several."""
    held_in = [place for place in await place_names() if held.city_wide or place.id in held.neighbourhood_ids]
    shown = protect([counts.get(place.id, 0) for place in held_in]) if len(held_in) > 1 else ()
    return {
        "some_hidden": HIDDEN in shown,
        "entitled_places": [
            (place.name, say(request, N_("nascosto")) if n is HIDDEN else number(n, request.locale))
            for place, n in zip(held_in, shown, strict=bool(shown))
        ],
    }


@post("/gestione/consultazioni/{slug:str}/congela")
async def freeze(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Fix the list, then the roll. If only the list was fixed, the same button fixes the roll."""
    held, at = await stored(slug), clock.now()
    try:
        if not held.ballot_frozen_at:
            await lists.freeze(request.actor, slug, secrets.token_hex(32), at=at)
        await roll.freeze(request.actor, held.id, at=at)
    except CivicError as refusal:
        return await refused(request, slug, refusal)
    done = N_("Sono fissati l'elenco sulla scheda e chi può votare.")
    return await see_other(request, f"/gestione/consultazioni/{slug}", ("success", done))


@get("/gestione/consultazioni/{slug:str}/annulla")
async def ask_to_cancel(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Why, and what it does: before the count the consultation stops, afterwards the count is published as annulled."""
    return await cancel_page(request, await stored(slug))


@post("/gestione/consultazioni/{slug:str}/annulla")
async def cancel(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Cancel before the count."""
    return await end(request, slug, endings.cancel, N_("La consultazione è annullata."))


@post("/gestione/consultazioni/{slug:str}/annulla-risultato")
async def annul(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Annul what was counted, in public."""
    done = N_("Il risultato è annullato. Motivi e conteggio sono pubblici; chi ha votato riceve un avviso.")
    return await end(request, slug, endings.annul, done)


async def end(
    request: CivicRequest, slug: str, act: Callable[..., Coroutine[Any, Any, None]], done: str
) -> Response[Any]:
    """One of the two acts; what was typed stays if it is refused."""
    form = await read_form(request, EndingForm)
    try:
        await act(request.actor, slug, form.reason.data, form.version.data, at=clock.now())
    except NotAllowed:
        raise
    except CivicError as refusal:
        return await cancel_page(request, await stored(slug), form.reason.data, refusal)
    return await see_other(request, f"/gestione/consultazioni/{slug}", ("success", done))


async def cancel_page(
    request: CivicRequest, held: Consultation, reason: str = "", refusal: CivicError | None = None
) -> Response[Any]:
    """Asks for the reason and says how many have voted, in tens while they do; or why nothing can be cancelled."""
    counted = held.state in WITH_A_COUNT
    ballots = await endings.cast_so_far(held.id) if held.roll_frozen_at else None
    is_open = held.closes_at is None or clock.now() < held.closes_at if held.state == State.PUBLISHED else False
    forbidden = rules.may_annul(request.actor, held) if counted else rules.may_cancel(request.actor, held)
    context = {
        "held": held,
        "errors": errors_of(refusal, request.locale),
        "reason": reason,
        "version": held.version,
        "counted": counted,
        "ballots": ballots,
        "at_least": stepped(ballots, LIVE_STEP) if ballots is not None and is_open else None,
        "refusal": words_for(request, forbidden) if forbidden else "",
    }
    return await page(request, "office/cancel.html", context, status=status_of(refusal))


@post("/gestione/consultazioni/{slug:str}/estrazione")
async def write_lot(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """The result of the public draw."""
    form = await read_form(request, LotForm)
    try:
        await lifecycle.write_lot_value(request.actor, slug, form.lot_value.data, at=clock.now())
    except CivicError as refusal:
        return await refused(request, slug, refusal)
    return await see_other(request, f"/gestione/consultazioni/{slug}", ("success", N_("L'estrazione è scritta.")))


@post("/gestione/consultazioni/{slug:str}/conta")
async def tally(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Count the ballots of a closed vote."""
    try:
        await counting.count_consultation(slug, at=clock.now(), actor=request.actor)
    except CivicError as refusal:
        return await refused(request, slug, refusal)
    done = N_("Il conteggio è pronto. Guardalo, poi pubblica il risultato.")
    return await see_other(request, f"/gestione/consultazioni/{slug}", ("success", done))


@get("/gestione/consultazioni/{slug:str}/pubblica-risultato")
async def ask_to_publish(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    held = await stored(slug)
    question, counts = await ballots.result(request.actor, slug)
    question = in_words(question, request.locale)
    winners = [winner for count in counts if count.is_official for winner in count.winners]
    names = {pot.id: pot.name for pot in question.pots}
    context = {"held": held, "question": question, "winners": winners, "pots": names}
    return await page(request, "office/publish_result.html", context)


@post("/gestione/consultazioni/{slug:str}/pubblica-risultato")
async def publish_result(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    try:
        await tallies.publish(request.actor, slug, at=clock.now())
    except CivicError as refusal:
        return await refused(request, slug, refusal)
    done = N_("Il risultato è pubblicato. Gli autori ricevono un avviso.")
    return await see_other(request, f"/gestione/consultazioni/{slug}", ("success", done))


ROUTES = routes(
    Access.OFFICE,
    administration,
    ask_to_freeze,
    freeze,
    ask_to_cancel,
    cancel,
    annul,
    write_lot,
    tally,
    ask_to_publish,
    publish_result,
)
