# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who works, studies or volunteers here declares it; the desk decides, and says which ties the regulation has."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.ballots.entitled import ties
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed
from deliberation.people import queries as people
from deliberation.people.register import bases, declarations
from deliberation.people.register.declarations import Tie
from deliberation.places.queries import place_names
from deliberation.regulations.profile import TIES, Basis
from deliberation.regulations.queries import last_number
from web.forms import (
    BirthdayField,
    ByField,
    CivicForm,
    DayField,
    KindField,
    TextField,
    TextsField,
    WholeField,
    errors_of,
    read_form,
    show_form,
    whole,
)
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page, see_other
from web.words.messages.marks import N_
from web.words.messages.register import BASES
from web.words.options import worded

OWN, DESK = "/verifica/dichiarazione", "/gestione/registro/dichiarazioni"
ZONE_NEEDED = N_("Scegli il quartiere.")


class TieForm(CivicForm):
    """What somebody declares."""

    basis = KindField(Basis, N_("Scegli che cosa ti lega al quartiere."))
    venue = TextField()
    neighbourhood = TextField(ZONE_NEEDED)
    born = BirthdayField(N_("Scrivi la tua data di nascita."))
    until = DayField(N_("Scrivi fino a quando vale."))


class RefusalForm(CivicForm):
    """Why a declaration is refused."""

    reason = TextField()


class BasesForm(CivicForm):
    """Which ties the regulation has, and for how long."""

    bases = TextsField()
    months = WholeField()


@get(OWN)
async def own(request: CivicRequest) -> Response[Any]:
    """The person's declaration, or the form for one."""
    account = await people.own_account(request.actor)
    return await _own(request, await read_form(request, TieForm, born=account.birth_date))


@post(OWN, status_code=200)
async def declare(request: CivicRequest) -> Response[Any]:
    """Declare; the desk decides."""
    form = await read_form(request, TieForm)
    try:
        form.check()
        tie = Tie(**{**form.data, "neighbourhood": whole(form.neighbourhood.data) or 0})
        await declarations.declare(request.actor, tie, at=clock.now())
    except (Invalid, Conflict) as refusal:
        return await _own(request, form, refusal)
    sentence = N_("La dichiarazione è all'ufficio. Ti scriviamo appena decide.")
    return await see_other(request, OWN, ("success", sentence))


@post(f"{OWN}/ritira")
async def withdraw(request: CivicRequest) -> Response[Any]:
    """Take back what waits."""
    await declarations.withdraw(request.actor, at=clock.now())
    return await see_other(request, OWN, ("success", N_("La dichiarazione è ritirata.")))


async def _own(request: CivicRequest, form: TieForm, refusal: CivicError | None = None) -> Response[Any]:
    allowed = await bases.allowed(at=clock.now())
    today = clock.in_rome(clock.now()).date()
    context = {
        "held": await declarations.own(request.actor),
        "account": await people.own_account(request.actor),
        "bases": worded(request.locale, {basis: BASES[basis][0] for basis in allowed}),
        "bases_told": {str(basis): words[1] for basis, words in BASES.items()},
        "places": [(place.id, place.name) for place in await place_names()],
        "longest": declarations.last_day(today, max(allowed.values(), default=0)),
        "today": today,
    }
    return await show_form(request, "register/declaration.html", form, refusal, context)


@get(DESK)
async def desk(request: CivicRequest) -> Response[Any]:
    """What waits, what holds, which ties are allowed."""
    return await _desk(request)


@post(f"{DESK}/titoli", status_code=200)
async def allow(request: CivicRequest) -> Response[Any]:
    """Say which ties the regulation has."""
    form = await read_form(request, BasesForm)
    chosen = [basis for basis in TIES if basis in form.bases.data]
    try:
        form.check()
        await bases.allow(request.actor, dict.fromkeys(chosen, form.months.data or 0), at=clock.now())
    except (Conflict, Invalid) as refusal:
        return await _desk(request, form, refusal)
    return await see_other(request, DESK, ("success", N_("I legami ammessi sono aggiornati.")))


async def _desk(
    request: CivicRequest, form: BasesForm | None = None, refusal: Conflict | Invalid | None = None
) -> Response[Any]:
    allowed, is_regulated = await bases.allowed(at=clock.now()), bool(await last_number())
    if is_regulated:
        form = None  # nothing of it can be saved: the page says what holds and where it is changed
    context = {
        "is_regulated": is_regulated,
        "waiting": await declarations.waiting(request.actor),
        "approved": await declarations.approved(request.actor),
        "bases_told": {str(basis): words[1] for basis, words in BASES.items()},
        "options": worded(request.locale, {basis: words[1] for basis, words in BASES.items()}),
        "chosen": form.bases.data if form else [str(basis) for basis in allowed],
        "months": form.typed["months"] if form else max(allowed.values(), default=12),
        "errors": form.errors_of(refusal) if form else errors_of(refusal, request.locale),
    }
    return await page(request, "register/declarations.html", context, status=422 if refusal else 200)


@get(f"{DESK}/{{declaration:str}}")
async def one(request: CivicRequest, declaration: FromPath[str]) -> Response[Any]:
    """One declaration, to be decided."""
    return await _one(request, declaration, ByField())


@post(f"{DESK}/{{declaration:str}}/approva", status_code=200)
async def approve(request: CivicRequest, declaration: FromPath[str]) -> Response[Any]:
    """The proof was seen; next is who the person is."""
    try:
        account = await ties.approve(request.actor, declaration, at=clock.now())
    except (Conflict, NotAllowed) as refusal:
        return await _one(request, declaration, errors_of(refusal, request.locale))
    sentence = N_("La dichiarazione è approvata. Ora verifica la persona con il suo documento.")
    return await see_other(request, f"/gestione/persone/{account}", ("success", sentence))


@post(f"{DESK}/{{declaration:str}}/rifiuta", status_code=200)
async def refuse(request: CivicRequest, declaration: FromPath[str]) -> Response[Any]:
    """Refuse, with a reason."""
    form = await read_form(request, RefusalForm)
    try:
        await ties.refuse(request.actor, declaration, form.reason.data, at=clock.now())
    except (Invalid, Conflict, NotAllowed) as refusal:
        return await _one(request, declaration, form.errors_of(refusal), form.reason.data)
    return await see_other(
        request, DESK, ("success", N_("La dichiarazione non è approvata. Abbiamo scritto alla persona."))
    )


async def _one(request: CivicRequest, declaration: str, errors: ByField, reason: str = "") -> Response[Any]:
    context = {
        "declaration": await declarations.at_desk(request.actor, declaration),
        "bases_told": {str(basis): words[1] for basis, words in BASES.items()},
        "reason": reason,
        "errors": errors,
    }
    return await page(request, "register/declaration_desk.html", context, status=422 if errors else 200)


ROUTES = [
    *routes(Access.SIGNED_IN, own, declare, withdraw),
    *routes(Access.OFFICE, desk, allow, one, approve, refuse),
]
