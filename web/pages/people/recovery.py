# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A forgotten password: a link by mail, a new password."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.errors import Conflict, Invalid, NotAllowed, NotFound
from deliberation.people import credentials
from deliberation.people.access import links
from deliberation.people.access.links import Purpose
from web.forms import CivicForm, TextField, read_form, show_form
from web.http.guards import Access, routes
from web.http.limits import no_sooner_than, origin_of
from web.http.requests import CivicRequest
from web.http.visits import browser_name, is_from_loopback, safe_next
from web.pages.people.entries import come_in, spent
from web.pages.people.registration import UNTOLD, NewPasswordForm
from web.render import page
from web.words.messages.marks import N_

FORM = "access/recovery.html"
NEW = "access/new_password.html"


class RecoveryForm(CivicForm):
    """Whose password."""

    email = TextField(N_("Scrivi il tuo indirizzo e-mail."))
    next = TextField()


@get("/recupero")
async def recovery_form(request: CivicRequest) -> Response[Any]:
    """Ask for the address."""
    form = await read_form(request, RecoveryForm, next=safe_next(request.query_params.get("next", "")))
    return await show_form(request, FORM, form)


@post("/recupero")
async def ask(request: CivicRequest) -> Response[Any]:
    """Send the link. The answer does not tell whether the address has an account."""
    form = await read_form(request, RecoveryForm)
    next_path = safe_next(form.next.data)
    try:
        form.check()
        async with no_sooner_than(0.5):
            await credentials.ask_recovery(
                form.email.data, locale=request.locale, next_path=next_path, origin=origin_of(request), at=clock.now()
            )
    except Invalid as refusal:
        return await show_form(request, FORM, form, refusal)
    return await page(request, "access/link_sent.html", {"email": form.email.data, "why": "recovery"})


@get("/recupero/{token:str}")
async def new_password_form(request: CivicRequest, token: FromPath[str]) -> Response[Any]:
    """Ask for the new password; the link is not used up by looking."""
    try:
        await links.look(token, Purpose.RECOVER, at=clock.now())
    except NotFound:
        return await spent(request, "/recupero")
    form = await read_form(request, NewPasswordForm)
    return await show_form(request, NEW, form, headers=UNTOLD)


@post("/recupero/{token:str}")
async def set_new_password(request: CivicRequest, token: FromPath[str]) -> Response[Any]:
    """Set it; every other browser is signed out."""
    form = await read_form(request, NewPasswordForm)
    try:
        await links.look(token, Purpose.RECOVER, at=clock.now())
        form.check()
        entry = await credentials.recover(
            token,
            form.new_password.data,
            browser_name(request),
            from_loopback=is_from_loopback(request),
            devices=request.visit.devices,
            at=clock.now(),
        )
    except (Invalid, NotAllowed) as refusal:
        return await show_form(request, NEW, form, refusal, headers=UNTOLD)
    except (Conflict, NotFound):
        return await spent(request, "/recupero")
    return await come_in(request, entry, N_("La nuova password è salvata."), otherwise="/profilo")


ROUTES = [
    *routes(Access.ANYONE, recovery_form, ask, before_city=True),
    *routes(Access.ANYONE, new_password_form, set_new_password, unlogged=True, before_city=True),
]
