# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The territory at a glance: zones, streets, house numbers, residents; the latest files; the undoing of the last."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.errors import Conflict, Invalid, NotFound
from deliberation.installation.steps import steps_missing
from deliberation.places.loads import doubts, drafts, loading
from deliberation.places.loads.differences import Kind, State
from deliberation.places.queries import city, neighbourhoods
from web.forms import CivicForm, UploadField, WholeField, page_number, read_form, show_form
from web.http.bodies import FILES
from web.http.guards import Access, routes
from web.http.problems import words_for
from web.http.requests import CivicRequest
from web.render import page, say, see_other
from web.words.i18n import number
from web.words.messages.marks import N_
from web.words.set_up import PLACES
from web.words.territory import CHANGES, KINDS, PATHS

HOME = "/gestione/territorio"
NO_FILE = N_("Scegli il file da caricare.")


class FileForm(CivicForm):
    """A file to be loaded."""

    file = UploadField(NO_FILE)


class DoorForm(CivicForm):
    """The zone of a door that two zones claim."""

    door = WholeField()
    zone = WholeField()


@get("/gestione/territorio")
async def territory(request: CivicRequest) -> Response[Any]:
    """What is here of each kind, and the latest files."""
    places, held = await neighbourhoods(), await doubts.register()
    counted = [place for place in places if place.residents is not None]
    context = {
        "kinds": KINDS,
        "places": places,
        "missing": [place for place in places if place.missing_since],
        "register": held,
        "residents": sum(place.residents or 0 for place in counted),
        "counted": counted[0] if counted else None,
        "loads": [(load, _summary(request, load)) for load in await drafts.recent()],
        "states": State,
        "city": await city(),
        "missing_steps": [PLACES[step] for step in await steps_missing()],
    }
    return await page(request, "territory/territory.html", context)


def _summary(request: CivicRequest, load: drafts.LoadView) -> str:
    """What a load changed, in figures."""
    said = {change.value: words for change, words in CHANGES[load.kind].items()}
    parts = [(said[name], count) for name, count in load.summary.items() if name in said and count]
    return " · ".join(f"{say(request, words)}: {number(count, request.locale)}" for words, count in parts)


@get("/gestione/territorio/{path:str}")
async def kind_page(request: CivicRequest, path: FromPath[str]) -> Response[Any]:
    """The form that takes a file of one kind."""
    kind = _kind(path)
    form = await read_form(request, FileForm)
    return await show_form(request, "territory/upload.html", form, context=await _upload(kind))


@post("/gestione/territorio/{path:str}", status_code=200)
async def take_file(request: CivicRequest, path: FromPath[str]) -> Response[Any]:
    """Keep the file and ask what its columns hold."""
    kind = _kind(path)
    form = await read_form(request, FileForm)
    try:
        form.check()
        file = form.file.data
        load = await drafts.keep(request.actor, kind, file.filename, await file.read(), at=clock.now())
    except Invalid as refusal:
        return await show_form(request, "territory/upload.html", form, refusal.at_field("file"), await _upload(kind))
    return await see_other(request, f"{HOME}/caricamenti/{load}")


async def _upload(kind: Kind) -> dict[str, Any]:
    places = await neighbourhoods()
    return {"kind": kind, "words": KINDS[kind], "places": places, "needs_zones": kind is not Kind.ZONES and not places}


def _kind(path: str) -> Kind:
    if path not in PATHS:
        raise NotFound("page.unknown")
    return PATHS[path]


@post("/gestione/territorio/caricamenti/{load:str}/annulla")
async def undo_load(request: CivicRequest, load: FromPath[str]) -> Response[Any]:
    """Put back what was before the last load."""
    try:
        await loading.undo(request.actor, load, at=clock.now())
    except Conflict as refusal:
        request.visit.flash("danger", words_for(request, refusal))
        return await see_other(request, HOME)
    return await see_other(request, HOME, ("success", N_("Annullato: tutto è come prima del caricamento.")))


@get("/gestione/territorio/civici-da-decidere")
async def doors_to_settle(request: CivicRequest) -> Response[Any]:
    """The doors that two zones claim."""
    current = page_number(request)
    held = await doubts.register()
    context = {
        "doubts": await doubts.doubts(current),
        "count": held.doubts,
        "current": current,
        "pages": max(1, -(-held.doubts // doubts.A_PAGE)),
    }
    return await page(request, "territory/doubts.html", context)


@post("/gestione/territorio/civici-da-decidere")
async def settle_door(request: CivicRequest) -> Response[Any]:
    """Say in which zone a door lies."""
    form = await read_form(request, DoorForm)
    back = f"{HOME}/civici-da-decidere"
    try:
        address = await doubts.settle(request.actor, form.door.data or 0, form.zone.data or 0, at=clock.now())
    except (Conflict, Invalid) as refusal:
        request.visit.flash("danger", words_for(request, refusal))
        return await see_other(request, back)
    request.visit.flash("success", say(request, N_("%(address)s ha il suo quartiere."), address=address))
    return await see_other(request, back)


ROUTES = [
    *routes(Access.OFFICE, territory, doors_to_settle, settle_door, kind_page, undo_load),
    *routes(Access.OFFICE, take_file, takes=FILES),
]
