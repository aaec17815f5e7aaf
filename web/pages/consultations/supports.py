# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stand behind a proposal, or no longer."""

from typing import Any

from litestar import Response, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.errors import Conflict
from deliberation.people.access import limits
from deliberation.proposals import supports
from deliberation.proposals.queries import proposal
from web.forms import CivicForm, TextField, read_form, whole
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page, see_other
from web.words.messages.marks import N_

A_MINUTE = 60
BUTTONS = ("sostegno", "sostegno-in-basso")  # ids on a proposal's page


class ButtonForm(CivicForm):
    """Which button was pressed: who comes back without a script is at that one. `text`: the number of what was read."""

    at = TextField()
    text = TextField()


@post("/proposte/{public_id:str}/sostegno")
async def support(request: CivicRequest, public_id: FromPath[str]) -> Response[Any]:
    """The proposal's page again, with the support; where the text is another by now, what changed."""
    at = clock.now()
    await limits.take(limits.key_of("support", request.actor.public_id), 60, A_MINUTE, at=at)
    read = whole((await read_form(request, ButtonForm)).text.data)
    try:
        await supports.support(request.actor, public_id, read=read, at=at)
    except Conflict:
        seen = await proposal(public_id, request.actor)
        return await page(request, "proposals/changed.html", {"proposal": seen, "read": read}, status=409)
    return await _back(request, public_id, ("success", N_("Sostieni questa proposta.")))


@post("/proposte/{public_id:str}/sostegno/togli")
async def take_back(request: CivicRequest, public_id: FromPath[str]) -> Response[Any]:
    """The proposal's page again, without the support."""
    at = clock.now()
    await limits.take(limits.key_of("support", request.actor.public_id), 60, A_MINUTE, at=at)
    await supports.take_back(request.actor, public_id, at=at)
    return await _back(request, public_id, ("info", N_("Hai tolto il tuo sostegno.")))


async def _back(request: CivicRequest, public_id: str, flash: tuple[str, str]) -> Response[Any]:
    form = await read_form(request, ButtonForm)
    button = form.at.data if form.at.data in BUTTONS else BUTTONS[0]
    return await see_other(request, f"/proposte/{public_id}#{button}", flash)


ROUTES = routes(Access.SIGNED_IN, support, take_back)
