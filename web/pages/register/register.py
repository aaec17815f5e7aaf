# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's page of the register: what is held, who has this code, what was loaded, taking the last list back."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.ballots.entitled import undoing
from deliberation.errors import Conflict, Invalid, NotFound
from deliberation.people.register import drafts, queries
from deliberation.people.register.queries import LoadView
from web.forms import ByField, CivicForm, DayField, TextField, UploadField, read_form, show_form
from web.http.bodies import Takes
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page, see_other
from web.words.messages import MESSAGES
from web.words.messages.marks import N_

HOME = "/gestione/registro"
KB = 1024
REGISTER_FILE = Takes(48 * KB * KB, 20, files=True)


class FileForm(CivicForm):
    """A file of the registry office, and of which day it is."""

    reference_date = DayField(MESSAGES["entitled.needs_date"])
    file = UploadField(MESSAGES["entitled.needs_file"])


class LookUpForm(CivicForm):
    """Whose code it is. Sent in a body, so that no code stands in an address or a log."""

    code = TextField()


@get(HOME)
async def register(request: CivicRequest) -> Response[Any]:
    """What is held, and what can be done."""
    at = clock.now()
    context = {
        "held": await queries.register_held(request.actor, at=at),
        "drafts": await drafts.waiting(request.actor, at=at),
        "misfits": await queries.no_longer_fitting(request.actor),
        "today": await queries.verified_on(request.actor, at),
    }
    return await page(request, "register/register.html", context)


@get(f"{HOME}/nuovo")
async def new_file(request: CivicRequest) -> Response[Any]:
    """The form for a file."""
    form = await read_form(request, FileForm, reference_date=clock.in_rome(clock.now()).date())
    return await show_form(request, "register/new.html", form)


@post(f"{HOME}/nuovo", status_code=200)
async def upload(request: CivicRequest) -> Response[Any]:
    """Keep the file for the next steps; nothing of it is in the register yet."""
    form, at = await read_form(request, FileForm), clock.now()
    try:
        form.check()
        file = form.file.data
        content = await file.read()
        draft = await drafts.keep(request.actor, file.filename, content, form.reference_date.data, at=at)
    except Invalid as refusal:
        return await show_form(request, "register/new.html", form, refusal)
    return await see_other(request, f"{HOME}/prove/{draft}/colonne")


@get(f"{HOME}/cerca")
async def look_up_form(request: CivicRequest) -> Response[Any]:
    """Ask for a code."""
    return await show_form(request, "register/look_up.html", await read_form(request, LookUpForm))


@post(f"{HOME}/cerca", status_code=200)
async def look_up(request: CivicRequest) -> Response[Any]:
    """Who has this code in the register."""
    form = await read_form(request, LookUpForm)
    try:
        found = await queries.look_up(request.actor, form.code.data)
    except Invalid as refusal:
        return await show_form(request, "register/look_up.html", form, refusal)
    context = {"form": form, "errors": ByField(), "asked": True, "found": found}
    return await page(request, "register/look_up.html", context)


@get(f"{HOME}/caricamenti/{{load:str}}/annulla")
async def undo_form(request: CivicRequest, load: FromPath[str]) -> Response[Any]:
    """Ask before the last list is taken back."""
    found = await _load(request, load)
    context = {"load": found, "titles": await undoing.rolls_since(load)}
    return await page(request, "register/undo.html", context)


@post(f"{HOME}/caricamenti/{{load:str}}/annulla")
async def undo(request: CivicRequest, load: FromPath[str]) -> Response[Any]:
    """Take the last list back."""
    await _load(request, load)
    await undoing.undo(request.actor, load, at=clock.now())
    sentence = N_("Il caricamento è annullato: vale di nuovo l'elenco di prima.")
    return await see_other(request, HOME, ("success", sentence))


async def _load(request: CivicRequest, load: str) -> LoadView:
    held = await queries.register_held(request.actor, at=clock.now())
    found = next((one for one in held.loads if one.public_id == load), None)
    if found is None:
        raise NotFound("entitled.no_load")
    if not found.can_undo:
        raise Conflict("entitled.cannot_undo")
    return found


ROUTES = [
    *routes(Access.OFFICE, register, new_file, look_up_form, look_up, undo_form, undo),
    *routes(Access.OFFICE, upload, takes=REGISTER_FILE),
]
