# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The name that others read: two words of three, first name and initial, or that of the place."""

from typing import Any

from litestar import Response, get, post

from deliberation import clock
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed
from deliberation.people import queries
from deliberation.people.identity import names
from deliberation.people.identity.names import NameKind
from deliberation.people.queries import Person
from web.forms import CheckField, CivicForm, TextField, read_form, show_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.http.visits import safe_next
from web.render import say, see_other
from web.words.messages.marks import N_

OWN, BY_PLACE = str(NameKind.PERSON), str(NameKind.PLACE)  # everything else is a name of two words


class NameForm(CivicForm):
    """Which name, and whether the neighbourhood stands beside it; `next` is where the person came from."""

    name = TextField(N_("Scegli un nome."))
    shows_place = CheckField()
    next = TextField()


@get("/profilo/nome")
async def name_form(request: CivicRequest) -> Response[str]:
    """Three names to choose from, and what else is possible."""
    account = await queries.own_account(request.actor)
    kind = account.public_name if account.name_kind == NameKind.WORDS else account.name_kind
    chosen = kind if account.public_name else ""
    form = await read_form(request, NameForm, name=chosen, shows_place=account.shows_place)
    return await _show(request, form)


@post("/profilo/nome")
async def choose(request: CivicRequest) -> Response[Any]:
    """Bear it."""
    form = await read_form(request, NameForm)
    try:
        form.check()
        kind = NameKind(form.name.data) if form.name.data in (OWN, BY_PLACE) else NameKind.WORDS
        await names.choose(request.actor, kind, form.name.data, shows_place=bool(form.shows_place.data), at=clock.now())
    except (Invalid, Conflict, NotAllowed) as refusal:
        return await _show(request, form, refusal)
    path = safe_next(form.next.data) or "/profilo"
    return await see_other(request, path, ("success", N_("Da adesso gli altri leggono questo nome.")))


async def _show(request: CivicRequest, form: NameForm, refusal: CivicError | None = None) -> Response[str]:
    account = await queries.own_account(request.actor)
    context = {"account": account, "options": await _options(request, account)}
    return await show_form(request, "identity/public_name.html", form, refusal, context)


async def _options(request: CivicRequest, account: Person) -> list[tuple[str, str, str]]:
    """Value, name and what is said of it."""
    options = [(name, name, "") for name in await names.offers()]
    if account.name_kind == NameKind.WORDS:
        options.insert(0, (account.public_name, account.public_name, say(request, N_("quello di adesso"))))
    if own := await names.own_first_name(request.actor):
        told = N_("il tuo nome vero, senza il cognome intero: puoi toglierlo quando vuoi")
        options.append((OWN, own, say(request, told)))
    by_place = say(request, N_("Residente e il quartiere"))
    return [*options, (BY_PLACE, by_place, say(request, N_("con una sigla, come «Residente di Savena · k7»")))]


ROUTES = routes(Access.SIGNED_IN, name_form, choose)
