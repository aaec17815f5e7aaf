# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in and out. Whoever was going somewhere gets there."""

from dataclasses import replace
from typing import Any

from litestar import Response, get, post

from deliberation import clock
from deliberation.errors import Invalid, NotAllowed, TooMany
from deliberation.notices.choices import is_unreachable
from deliberation.people import accounts
from deliberation.people.access.sessions import close_session
from deliberation.people.emails import as_typed
from web.forms import CivicForm, TextField, read_form, show_form
from web.http.guards import Access, routes
from web.http.limits import origin_of
from web.http.requests import CivicRequest
from web.http.visits import browser_name, is_from_loopback, safe_next
from web.pages.people.entries import come_in
from web.render import say, see_other
from web.words.messages.marks import N_

FORM = "access/sign_in.html"
UNREACHABLE = N_(
    "Le mail al tuo indirizzo tornano indietro: per ora non te ne mandiamo più. "
    "Controlla l'indirizzo nel profilo, alla voce «Quali avvisi ricevere e come»."
)


class SignInForm(CivicForm):
    """`next` is where the person was going."""

    email = TextField(N_("Scrivi il tuo indirizzo e-mail."))
    password = TextField(N_("Scrivi la password."))
    next = TextField()


@get("/accesso")
async def sign_in_form(request: CivicRequest) -> Response[Any]:
    """The form, or straight on when the person is signed in already."""
    next_path = safe_next(request.query_params.get("next", ""))
    if request.actor.is_signed_in:
        return await see_other(request, next_path or "/")
    form = await read_form(request, SignInForm, next=next_path)
    return await show_form(request, FORM, form)


@post("/accesso")
async def sign_in(request: CivicRequest) -> Response[Any]:
    """Open a session."""
    form = await read_form(request, SignInForm)
    try:
        form.check()
        entry = await accounts.sign_in(
            form.email.data,
            form.password.data,
            browser_name(request),
            from_loopback=is_from_loopback(request),
            devices=request.visit.devices,
            origin=origin_of(request),
            at=clock.now(),
        )
    except (Invalid, NotAllowed, TooMany) as refusal:
        return await show_form(request, FORM, form, refusal)
    if await is_unreachable(as_typed(form.email.data)):
        request.visit.flash("warning", say(request, UNREACHABLE))
    return await come_in(request, replace(entry, next_path=safe_next(form.next.data)))


@post("/esci")
async def sign_out(request: CivicRequest) -> Response[Any]:
    """Close this browser's session."""
    if request.actor.is_signed_in:
        await close_session(request.visit.token)
    request.visit.sign_out()
    return await see_other(request, "/", ("success", N_("Accesso chiuso. A presto.")))


ROUTES = routes(Access.ANYONE, sign_in_form, sign_in, sign_out, before_city=True)
