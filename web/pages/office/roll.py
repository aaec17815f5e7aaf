# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may vote: the roll by zone, before it is frozen and after, and its corrections, one person at a time."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from analytics.disclosure import THRESHOLD, hidden_rows
from analytics.exports import harmless
from deliberation import clock
from deliberation.ballots import roll as rolls
from deliberation.ballots.corrections import corrections, queries
from deliberation.ballots.corrections.rules import Kind, Listed, may_be_corrected, may_correct
from deliberation.clock import in_rome
from deliberation.consultations import office_rules
from deliberation.consultations.consultation import Consultation, stored
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed, NotFound, TooLate
from deliberation.people.queries import people_found
from deliberation.places.queries import place_names
from web.forms import CivicForm, KindField, TextField, read_form, show_form
from web.http.guards import Access, routes
from web.http.problems import words_for
from web.http.requests import CivicRequest
from web.render import page, say, see_other
from web.words.i18n import number
from web.words.messages.marks import N_

DONE: dict[Kind, str] = {
    Kind.ADDED: N_("La persona è nella lista. L'abbiamo avvisata."),
    Kind.STRUCK: N_("La persona è stata tolta dalla lista. L'abbiamo avvisata."),
    Kind.REINSTATED: N_("La persona è di nuovo nella lista. L'abbiamo avvisata."),
}
ACTS: dict[Kind, str] = {Kind.ADDED: N_("Aggiunta"), Kind.STRUCK: N_("Tolta"), Kind.REINSTATED: N_("Riammessa")}
STRUCK_AT_REST = N_("La persona è stata tolta dalla lista. Il suo diritto era già sospeso: stavolta non riceve avvisi.")
STILL_RESTS = N_("La persona è di nuovo nella lista, ma il suo diritto resta sospeso: guarda la sua scheda.")


class CorrectionForm(CivicForm):
    """Which correction, and why."""

    kind = KindField(Kind, N_("Questa persona intanto è cambiata: rileggi la pagina."))
    reason = TextField()


@get("/gestione/consultazioni/{slug:str}/lista")
async def roll(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """The numbers by zone, the corrections, and the search for who should be added or struck."""
    held, at = await _voted_on(request, slug), clock.now()
    typed = request.query_params.get("q", "").strip()[:120]
    found = (await people_found(request.actor, typed)).people if typed else ()
    beside = await queries.listed(request.actor, slug, [person.public_id for person in found])
    assert held.voting is not None
    closed = may_correct(request.actor, held.state, held.roll_frozen_at, held.voting.closes_at, at)
    made = await queries.corrections(request.actor, held.id)
    context = {
        "held": held,
        "numbers": await queries.numbers(held.id) if held.roll_frozen_at else None,
        **await _zones(request, held),
        "why_closed": words_for(request, closed) if closed else "",
        "closes_at": held.voting.closes_at,
        "corrections": made,
        "in_all": await queries.corrections_made(held.id) if len(made) == queries.LATEST else len(made),
        "q": typed,
        "found": [(one, _stands(request, one)) for one in beside],
    }
    return await page(request, "rolls/roll.html", context)


@get("/gestione/consultazioni/{slug:str}/lista/correzioni.csv")
async def corrections_file(request: CivicRequest, slug: FromPath[str]) -> Response[bytes]:
    """Every correction of the roll, the first one first, for a spreadsheet."""
    held = await _voted_on(request, slug)
    made = await queries.corrections(request.actor, held.id, await queries.corrections_made(held.id))
    columns = (N_("quando"), N_("che cosa"), N_("persona"), N_("codice"), N_("motivo"), N_("chi l'ha fatta"))
    acts = {kind: say(request, word) for kind, word in ACTS.items()}
    lines = [
        (
            f"{in_rome(one.made_at):%Y-%m-%d %H:%M}",
            acts[one.kind],
            *map(harmless, (one.pseudonym, one.holder, one.reason, one.by_pseudonym)),
        )
        for one in reversed(made)
    ]
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([[say(request, column) for column in columns], *lines])
    headers = {"content-disposition": f'attachment; filename="correzioni-{slug}.csv"'}
    return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


async def _voted_on(request: CivicRequest, slug: str) -> Consultation:
    if refusal := office_rules.may_manage(request.actor):
        raise refusal
    held = await stored(slug)
    if not held.has_vote or held.voting is None or held.imported_from:
        raise NotFound("vote.unknown")
    return held


async def _zones(request: CivicRequest, held: Consultation) -> dict[str, Any]:
    """How many by neighbourhood: before the freezing who would stand, afterwards who was frozen and who may vote now.
    A row of small numbers is hidden whole, and so many others that it cannot be found out."""
    if held.roll_frozen_at:
        counts: Mapping[int, tuple[int, ...]] = await queries.by_zone(held.id)
    else:
        counts = {place: (n,) for place, n in (await rolls.forecast(held.id, at=clock.now())).stand.items()}
    nobody = (0, 0) if held.roll_frozen_at else (0,)
    held_in = [place for place in await place_names() if held.city_wide or place.id in held.neighbourhood_ids]
    rows = [counts.get(place.id, nobody) for place in held_in]
    hidden = hidden_rows(rows, lambda row: any(0 < n < THRESHOLD for n in row)) if len(rows) > 1 else frozenset[int]()
    word = say(request, N_("nascosto"))
    return {
        "some_hidden": bool(hidden),
        "would_stand": sum(n for (n, *_) in counts.values()),
        "zones": [
            (place.name, *(word if at in hidden else number(n, request.locale) for n in row))
            for at, (place, row) in enumerate(zip(held_in, rows, strict=True))
        ],
    }


def _stands(request: CivicRequest, one: Listed) -> str:
    """Why nothing can be done about this person now; '' where something can."""
    kind = one.may_be or (Kind.ADDED if one.entry is None else Kind.STRUCK)
    refusal = may_be_corrected(request.actor, kind, one, clock.now())
    return words_for(request, refusal) if refusal else ""


@get("/gestione/consultazioni/{slug:str}/lista/{person:str}")
async def ask_to_correct(request: CivicRequest, slug: FromPath[str], person: FromPath[str]) -> Response[Any]:
    """What the correction does, before it is made, and why it is made."""
    return await _ask(request, slug, person, await read_form(request, CorrectionForm))


@post("/gestione/consultazioni/{slug:str}/lista/{person:str}")
async def correct(request: CivicRequest, slug: FromPath[str], person: FromPath[str]) -> Response[Any]:
    """Add, strike or reinstate."""
    form, at = await read_form(request, CorrectionForm), clock.now()
    done, act = "", (request.actor, slug, person, form.reason.data)
    try:
        form.check()
        done = DONE[form.kind.data]
        match form.kind.data:
            case Kind.ADDED:
                await corrections.add(*act, at=at)
            case Kind.STRUCK if not await corrections.strike(*act, at=at):
                done = STRUCK_AT_REST
            case Kind.REINSTATED if not await corrections.reinstate(*act, at=at):
                done = STILL_RESTS
    except (Invalid, Conflict, TooLate) as refusal:
        return await _ask(request, slug, person, form, refusal)
    return await see_other(request, f"/gestione/consultazioni/{slug}/lista", ("success", done))


async def _ask(
    request: CivicRequest, slug: str, person: str, form: CorrectionForm, refusal: CivicError | None = None
) -> Response[Any]:
    held = await _voted_on(request, slug)
    one = await queries.one_listed(request.actor, slug, person)
    why_not = _stands(request, one)
    if refusal is None and why_not and one.account == request.actor.id:
        raise NotAllowed("desk.own_account")
    context = {"held": held, "one": one, "why_not": why_not}
    return await show_form(request, "rolls/correction.html", form, refusal, context)


ROUTES = routes(Access.OFFICE, roll, corrections_file, ask_to_correct, correct)
