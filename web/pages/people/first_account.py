# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The link of the first start: it makes the first account of the office, once, and signs it in."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.errors import Conflict, Invalid, NotFound
from deliberation.installation import links
from web.forms import CivicForm, TextField, read_form, show_form
from web.http.guards import Access, may_open, routes
from web.http.requests import CivicRequest
from web.http.visits import browser_name
from web.pages.people.entries import come_in
from web.pages.people.registration import UNTOLD
from web.render import page, see_other
from web.words.messages.marks import N_

FORM = "access/first_account.html"
SETTINGS = "/gestione/impostazioni"


class FirstAccountForm(CivicForm):
    """Who is the first of the office."""

    email = TextField(N_("Scrivi il tuo indirizzo e-mail."))
    new_password = TextField(N_("Scegli una password."))


@get("/primo-avvio/{token:str}")
async def first_account_form(request: CivicRequest, token: FromPath[str]) -> Response[Any]:
    """Ask for address and password; looking does not use the link up."""
    if may_open(request.actor, Access.OFFICE):
        return await see_other(request, SETTINGS)
    try:
        await links.look(token, at=clock.now())
    except NotFound:
        return await _spent(request)
    return await show_form(request, FORM, await read_form(request, FirstAccountForm), headers=UNTOLD)


@post("/primo-avvio/{token:str}")
async def make_first_account(request: CivicRequest, token: FromPath[str]) -> Response[Any]:
    """Make the account and come in. Of two tabs, the second is told."""
    if may_open(request.actor, Access.OFFICE):
        return await see_other(request, SETTINGS)
    form = await read_form(request, FirstAccountForm)
    try:
        form.check()
        entry = await links.come_first(
            token,
            form.email.data,
            form.new_password.data,
            browser_name(request),
            locale=request.locale,
            devices=request.visit.devices,
            at=clock.now(),
        )
    except NotFound:
        return await _spent(request)
    except (Conflict, Invalid) as refusal:
        return await show_form(request, FORM, form, refusal, headers=UNTOLD)
    return await come_in(request, entry, N_("Il tuo account è pronto. Ora tocca al comune."), otherwise=SETTINGS)


async def _spent(request: CivicRequest) -> Response[Any]:
    has_office = await links.has_office()
    return await page(request, "access/first_link_spent.html", {"has_office": has_office}, status=404, headers=UNTOLD)


ROUTES = routes(Access.ANYONE, first_account_form, make_first_account, unlogged=True, before_city=True)
