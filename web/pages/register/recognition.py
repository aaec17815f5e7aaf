# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Being verified from home: the resident's data, then the code of the mail. It can be left and taken up for a week."""

from typing import Any

from litestar import Response, get, post

from deliberation import clock
from deliberation.ballots.entitled import recognitions
from deliberation.errors import Conflict, Invalid, TooMany
from deliberation.people import queries as people
from deliberation.people.register import matching, queries
from deliberation.people.register.matching import Claim
from web.forms import BirthdayField, CivicForm, TextField, read_form, show_form
from web.http.guards import Access, routes
from web.http.limits import origin_of
from web.http.problems import words_for
from web.http.requests import CivicRequest
from web.http.visits import safe_next
from web.render import see_other
from web.words.messages.marks import N_

HOME, CODE = "/verifica", "/verifica/codice"


class ClaimForm(CivicForm):
    """Who somebody says to be."""

    name = TextField()
    surname = TextField()
    code = TextField()
    born = BirthdayField(N_("Scrivi la tua data di nascita."))


class DigitsForm(CivicForm):
    """The code of the mail."""

    digits = TextField(N_("Scrivi il codice che trovi nella mail."))


@get(HOME)
async def recognition(request: CivicRequest) -> Response[Any]:
    """The form, or how things stand."""
    return await _page(request, await read_form(request, ClaimForm))


@post(HOME, status_code=200)
async def ask(request: CivicRequest) -> Response[Any]:
    """Mail a code to who was found, and word of it to who was not. The answer on screen is the same."""
    form = await read_form(request, ClaimForm)
    try:
        if not await queries.is_loaded():
            raise Conflict("match.no_register")
        form.check()
        claim = Claim(**form.data)
        await recognitions.ask(request.actor, claim, origin=origin_of(request), at=clock.now())
    except (Invalid, Conflict, TooMany) as refusal:
        return await _page(request, form, refusal)
    return await see_other(request, CODE)


async def _page(
    request: CivicRequest, form: ClaimForm, refusal: Invalid | Conflict | TooMany | None = None
) -> Response[Any]:
    at = clock.now()
    context = {
        "account": await people.own_account(request.actor),
        "is_loaded": await queries.is_loaded(),
        "asking": await matching.asking(request.actor, at=at),
        "next": safe_next(request.query_params.get("next", "")),
    }
    return await show_form(request, "register/recognition.html", form, refusal, context)


@get(CODE)
async def digits_form(request: CivicRequest) -> Response[Any]:
    """Where the code of the mail is typed."""
    if await matching.asking(request.actor, at=clock.now()) is None:
        return await see_other(request, HOME)
    return await _digits(request, await read_form(request, DigitsForm))


@post(CODE, status_code=200)
async def confirm(request: CivicRequest) -> Response[Any]:
    """Close it with the code."""
    form = await read_form(request, DigitsForm)
    try:
        form.check()
        await recognitions.confirm(request.actor, form.digits.data, at=clock.now())
    except (Invalid, Conflict) as refusal:
        return await _digits(request, form, refusal)
    return await see_other(request, "/profilo", ("success", N_("Fatto: ora puoi votare nel tuo quartiere.")))


@post(f"{CODE}/rimanda")
async def resend(request: CivicRequest) -> Response[Any]:
    """Mail another code."""
    try:
        await matching.resend(request.actor, at=clock.now())
    except (Conflict, TooMany) as refusal:
        request.visit.flash("danger", words_for(request, refusal))
        return await see_other(request, CODE)
    return await see_other(request, CODE, ("success", N_("Ti abbiamo mandato un'altra mail.")))


async def _digits(request: CivicRequest, form: DigitsForm, refusal: Invalid | Conflict | None = None) -> Response[Any]:
    at = clock.now()
    asking = await matching.asking(request.actor, at=at)
    context = {
        "account": await people.own_account(request.actor),
        "asking": asking,
        "is_good": asking is not None and asking.is_good(at),
    }
    return await show_form(request, "register/digits.html", form, refusal, context)


ROUTES = routes(Access.SIGNED_IN, recognition, ask, digits_form, confirm, resend)
