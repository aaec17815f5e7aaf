# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two accounts of one person: both beside each other, which remains, and the way back."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.ballots.mergers import merging, rules, sides
from deliberation.ballots.mergers.sides import side
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed
from deliberation.people.identity.queries import identity_at_desk
from deliberation.people.queries import person_at_desk
from web.forms import CivicForm, TextField, read_form, show_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import see_other
from web.words.messages.marks import N_

PATH = "/gestione/persone/{person:str}/unisci/{other:str}"


class MergerForm(CivicForm):
    """Which account remains, and whose address and password."""

    kept = TextField(N_("Scegli quale account resta."))
    email_of = TextField(N_("Scegli con quale indirizzo si entra."))


class UndoForm(CivicForm):
    """Sure to divide them again."""


@get(PATH)
async def merger_form(request: CivicRequest, person: FromPath[str], other: FromPath[str]) -> Response[str]:
    """Both accounts, side by side."""
    return await _show(request, person, other, await read_form(request, MergerForm))


@post(PATH)
async def merge(request: CivicRequest, person: FromPath[str], other: FromPath[str]) -> Response[Any]:
    """Make them one."""
    form = await read_form(request, MergerForm)
    try:
        form.check()
        if {form.kept.data, form.email_of.data} - {person, other}:
            raise Invalid("request.unreadable")
        dropped = other if form.kept.data == person else person
        await merging.merge(request.actor, form.kept.data, dropped, email_of=form.email_of.data, at=clock.now())
    except (Invalid, Conflict, NotAllowed) as refusal:
        return await _show(request, person, other, form, refusal)
    sentence = N_("I due account sono uno. Abbiamo avvisato la persona a tutti e due gli indirizzi.")
    return await see_other(request, f"/gestione/persone/{form.kept.data}", ("success", sentence))


@get("/gestione/unioni/{merger:str}/annulla")
async def undo_form(request: CivicRequest, merger: FromPath[str]) -> Response[str]:
    """Ask before two are made of one again."""
    return await _ask(request, merger)


@post("/gestione/unioni/{merger:str}/annulla")
async def undo(request: CivicRequest, merger: FromPath[str]) -> Response[Any]:
    """Make them two again."""
    try:
        kept, _ = await merging.undo(request.actor, merger, at=clock.now())
    except (Conflict, NotAllowed) as refusal:
        return await _ask(request, merger, refusal)
    return await see_other(request, f"/gestione/persone/{kept}", ("success", N_("I due account sono di nuovo divisi.")))


async def _ask(request: CivicRequest, merger: str, refusal: CivicError | None = None) -> Response[str]:
    form = await read_form(request, UndoForm)
    return await show_form(request, "identity/merger_undo.html", form, refusal, {"merger": merger})


async def _show(
    request: CivicRequest, person: str, other: str, form: MergerForm, refusal: CivicError | None = None
) -> Response[str]:
    at, pair = clock.now(), (person, other)
    accounts = [await person_at_desk(request.actor, name) for name in pair]
    two = [await side(name, at=at) for name in pair]
    rights = {
        one.public_id: await sides.rights_moved(request.actor, one, two[1 - n], at=at) for n, one in enumerate(two)
    }
    context = {
        "accounts": accounts,
        "names": {name: one.full_name if (one := await identity_at_desk(request.actor, name)) else "" for name in pair},
        "written": {one.public_id: await sides.belongings(one.id) for one in accounts},
        "by_name": [(one.public_id, one.pseudonym, one.email) for one in accounts],
        "by_address": [(one.public_id, one.email) for one in accounts],
        "person": person,
        "other": other,
        "moved": {name: moved[0] for name, moved in rights.items()},
        "lost": {name: moved[1] for name, moved in rights.items()},
        "suggested": person if _weight(two[0]) > _weight(two[1]) else other,
    }
    return await show_form(request, "identity/merger.html", form, refusal, context)


def _weight(one: rules.Side) -> tuple[int, int, bool, bool]:
    """What speaks for keeping an account: its ballots, its rights, a role, a person."""
    return sum(vote.has_ballot for vote in one.votes), len(one.votes), one.has_roles, one.person is not None


ROUTES = routes(Access.OFFICE, merger_form, merge, undo_form, undo)
