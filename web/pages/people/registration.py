# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing up: an address, a link sent there, and a password chosen by whoever opens the link."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.errors import Conflict, Invalid, NotFound, TooMany
from deliberation.people import accounts
from deliberation.people.access import links
from deliberation.people.access.links import Purpose
from web.forms import CheckField, CivicForm, TextField, read_form, show_form
from web.http.guards import Access, routes
from web.http.limits import no_sooner_than, origin_of
from web.http.requests import CivicRequest
from web.http.visits import browser_name, safe_next
from web.pages.people.entries import come_in, spent, welcome
from web.render import page, see_other
from web.words.messages.marks import N_

FORM = "access/registration.html"
LINK = "access/confirmation.html"
UNTOLD = {"referrer-policy": "no-referrer"}


class RegistrationForm(CivicForm):
    """`next` is where the person was going."""

    email = TextField(N_("Scrivi il tuo indirizzo e-mail."))
    consent = CheckField(N_("Per registrarti devi aver letto l'informativa."))
    next = TextField()


class NewPasswordForm(CivicForm):
    """A password chosen by the reader of a mail, typed once; it can be shown by the browser."""

    new_password = TextField(N_("Scegli una password."))


class OwnPasswordForm(CivicForm):
    """The password of the account that is to have this address."""

    password = TextField(N_("Scrivi la password che usi adesso."))


@get("/registrazione")
async def registration(request: CivicRequest) -> Response[Any]:
    """The form."""
    if request.actor.is_signed_in:
        return await see_other(request, safe_next(request.query_params.get("next", "")) or "/profilo")
    form = await read_form(request, RegistrationForm, next=safe_next(request.query_params.get("next", "")))
    return await show_form(request, FORM, form)


@post("/registrazione")
async def register(request: CivicRequest) -> Response[Any]:
    """Ask for an account. The answer does not tell whether the address has one."""
    form = await read_form(request, RegistrationForm)
    next_path = safe_next(form.next.data)
    try:
        form.check()
        async with no_sooner_than(0.5):
            await accounts.register(
                form.email.data, locale=request.locale, next_path=next_path, origin=origin_of(request), at=clock.now()
            )
    except (Invalid, TooMany) as refusal:
        return await show_form(request, FORM, form, refusal)
    return await page(request, "access/link_sent.html", {"email": form.email.data, "why": "registration"})


@get("/conferma/{token:str}")
async def confirmation(request: CivicRequest, token: FromPath[str]) -> Response[Any]:
    """Ask for the password. Mail programs open links to look at them; that must not use them up."""
    return await _ask(request, token)


@post("/conferma/{token:str}")
async def confirm(request: CivicRequest, token: FromPath[str]) -> Response[Any]:
    """Use the link; the person is signed in."""
    return await _ask(request, token)


async def _ask(request: CivicRequest, token: str) -> Response[Any]:
    """The page of a link that still works; with a password that is good, what it leads to."""
    try:
        link = await links.look(token, Purpose.CONFIRM, Purpose.MOVE, at=clock.now())
        kind = NewPasswordForm if link.purpose is Purpose.CONFIRM else OwnPasswordForm
        form = await read_form(request, kind)
        if request.method != "POST":
            return await show_form(request, LINK, form, context={"link": link}, headers=UNTOLD)
        form.check()
        password = next(iter(form.data.values()))
        entry = await accounts.confirm(
            token, password, browser_name(request), devices=request.visit.devices, at=clock.now()
        )
    except (Invalid, TooMany) as refusal:
        return await show_form(request, LINK, form, refusal, {"link": link}, headers=UNTOLD)
    except (Conflict, NotFound):
        return await spent(request, "/registrazione")
    if link.purpose is Purpose.MOVE:
        return await come_in(request, entry, N_("Il tuo indirizzo è confermato."), otherwise="/profilo")
    return await welcome(request, entry)


ROUTES = [*routes(Access.ANYONE, registration, register), *routes(Access.ANYONE, confirmation, confirm, unlogged=True)]
