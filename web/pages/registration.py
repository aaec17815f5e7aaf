# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing up: an address, a password, and a link that confirms the address."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from deliberation import clock
from deliberation.errors import Conflict, Invalid, NotFound
from deliberation.people import accounts, links
from deliberation.people.links import Purpose
from web.entries import come_in, spent
from web.forms import CivicForm, read_form
from web.guards import Access
from web.limits import allow, no_sooner_than
from web.messages.marks import N_
from web.problems import words_for
from web.render import page, see_other
from web.visits import browser_name, safe_next, visit_of

FORM = "people/registration.html"


class RegistrationForm(CivicForm):
    """`next` is where the person was going."""

    email = StringField(validators=[InputRequired(N_("Scrivi il tuo indirizzo e-mail."))])
    password = PasswordField(validators=[InputRequired(N_("Scegli una password."))])
    consent = BooleanField(validators=[InputRequired(N_("Per registrarti devi aver letto l'informativa."))])
    next = HiddenField()


@get("/registrazione", opt={"access": Access.ANYONE}, include_in_schema=False)
async def registration(request: Request[Any, Any, Any]) -> Response[Any]:
    """The form."""
    if (await visit_of(request)).actor.is_signed_in:
        return await see_other(request, safe_next(request.query_params.get("next", "")) or "/profilo")
    form = await read_form(request, RegistrationForm, next=safe_next(request.query_params.get("next", "")))
    return await page(request, FORM, {"form": form, "problem": ""})


@post("/registrazione", opt={"access": Access.ANYONE}, include_in_schema=False)
async def register(request: Request[Any, Any, Any]) -> Response[Any]:
    """Ask for an account. The answer does not tell whether the address has one."""
    form = await read_form(request, RegistrationForm)
    if not form.validate():
        return await page(request, FORM, {"form": form, "problem": ""}, status=422)
    await allow(request, "registration", form.email.data)
    visit, next_path = await visit_of(request), safe_next(form.next.data or "")
    try:
        async with no_sooner_than(0.5):
            await accounts.register(
                form.email.data, form.password.data, locale=visit.locale, next_path=next_path, at=clock.now()
            )
    except Invalid as refusal:
        return await page(request, FORM, {"form": form, "problem": await words_for(request, refusal),
                                          "where": next(iter(refusal.fields), "")}, status=422)  # fmt: skip
    return await page(request, "people/link_sent.html", {"email": form.email.data, "why": "registration"})


@get("/conferma/{token:str}", opt={"access": Access.ANYONE, "unlogged": True}, include_in_schema=False)
async def confirmation(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
    """A button. Mail programs open links to look at them; that must not use them up."""
    try:
        link = await links.look(token, Purpose.CONFIRM, Purpose.MOVE, at=clock.now())
    except NotFound:
        return await spent(request, "/registrazione")
    return await page(request, "people/confirmation.html", {"link": link})


@post("/conferma/{token:str}", opt={"access": Access.ANYONE, "unlogged": True}, include_in_schema=False)
async def confirm(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
    """Use the link; the person is signed in."""
    try:
        entry = await accounts.confirm(token, browser_name(request), at=clock.now())
    except (Conflict, NotFound):
        return await spent(request, "/registrazione")
    return await come_in(request, entry, N_("Il tuo indirizzo è confermato."), otherwise="/residenza")


ROUTES: list[Any] = [registration, register, confirmation, confirm]
