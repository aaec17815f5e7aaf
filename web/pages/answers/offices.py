# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The offices that answer: the list that the participation office keeps."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.errors import CivicError, NotAllowed, NotFound
from deliberation.proposals.answers import offices, rules
from web.forms import CivicForm, TextField, read_form, show_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import see_other
from web.words.messages.marks import N_

HERE = "/gestione/uffici"


class OfficeForm(CivicForm):
    """An office; `office` is the public id of one that is changed."""

    office = TextField()
    name = TextField()
    email = TextField()


@get(HERE)
async def office_list(request: CivicRequest) -> Response[Any]:
    """The list, with the form of a new one, or of the one that the address asks for."""
    known = await offices.offices(with_closed=True)
    asked = request.query_params.get("ufficio", "")
    one = next((one for one in known if one.public_id == asked), None)
    initial = {"office": one.public_id, "name": one.name, "email": one.email} if one else {}
    return await _show(request, await read_form(request, OfficeForm, **initial))


@post(HERE)
async def save_office(request: CivicRequest) -> Response[Any]:
    """A new office, or another name and address of one."""
    form = await read_form(request, OfficeForm)
    name, email, at = form.name.data or "", form.email.data or "", clock.now()
    try:
        if form.office.data:
            await offices.change(request.actor, form.office.data, name, email, at=at)
        else:
            await offices.add(request.actor, name, email, at=at)
    except CivicError as refusal:
        if isinstance(refusal, NotAllowed | NotFound):
            raise
        return await _show(request, form, refusal)
    return await see_other(request, HERE, ("success", N_("L'elenco degli uffici è aggiornato.")))


@post(HERE + "/{office:str}/chiudi")
async def close_office(request: CivicRequest, office: FromPath[str]) -> Response[Any]:
    """It takes nothing in charge any more."""
    await offices.close(request.actor, office, closed=True, at=clock.now())
    said = N_("L'ufficio è chiuso: non prende più niente in carico. Le sue risposte restano.")
    return await see_other(request, HERE, ("success", said))


@post(HERE + "/{office:str}/riapri")
async def reopen_office(request: CivicRequest, office: FromPath[str]) -> Response[Any]:
    """It does again."""
    await offices.close(request.actor, office, closed=False, at=clock.now())
    return await see_other(request, HERE, ("success", N_("L'ufficio risponde di nuovo.")))


async def _show(request: CivicRequest, form: OfficeForm, refusal: CivicError | None = None) -> Response[Any]:
    context = {
        "offices": await offices.offices(with_closed=True),
        "may_keep": rules.may_keep_offices(request.actor) is None,
    }
    return await show_form(request, "answers/offices.html", form, refusal, context)


ROUTES = routes(Access.OFFICE, office_list, save_office, close_office, reopen_office)
