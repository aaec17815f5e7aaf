# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Zones that end: merged into another, or split among several, with a reason."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.boundaries import endings
from deliberation.errors import Conflict, Invalid
from deliberation.places.queries import neighbourhoods
from web.forms import TextField, TextsField, VersionForm, read_form, show_form
from web.http.guards import Access, routes
from web.http.problems import words_for
from web.http.requests import CivicRequest
from web.render import page, say, see_other
from web.words.messages.marks import N_

HOME = "/gestione/territorio"


class EndingForm(VersionForm):
    """The zones that take over, and why."""

    heirs = TextsField()
    reason = TextField()


@get("/gestione/territorio/chiusure")
async def zones_to_end(request: CivicRequest) -> Response[Any]:
    """All zones of today."""
    return await page(request, "territory/zones.html", {"places": await neighbourhoods()})


@get("/gestione/territorio/chiusure/{slug:str}")
async def ending(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Who lives in the zone, what is not finished there, the zones that may take over."""
    held = await endings.outlook(slug)
    chosen = list(held.suggested) if held.place.missing_since else []
    form = await read_form(request, EndingForm, heirs=chosen, reason="")
    return await show_form(request, "territory/ending.html", form, context={"held": held, "chosen": chosen})


@post("/gestione/territorio/chiusure/{slug:str}", status_code=200)
async def end_zone(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Merge or split the zone."""
    held = await endings.outlook(slug)
    form = await read_form(request, EndingForm)
    heirs, reason = form.heirs.data or [], form.reason.data
    try:
        await endings.end(request.actor, slug, heirs, reason, at=clock.now(), seen=form.version.data)
    except Invalid as refusal:
        context = {"held": held, "chosen": heirs}
        return await show_form(request, "territory/ending.html", form, refusal, context)
    except Conflict as refusal:
        request.visit.flash("danger", words_for(request, refusal))
        return await see_other(request, f"{HOME}/chiusure/{slug}")
    request.visit.flash("success", say(request, N_("%(place)s è chiusa. La sua storia resta."), place=held.place.name))
    return await see_other(request, HOME)


ROUTES = routes(Access.OFFICE, zones_to_end, ending, end_zone)
