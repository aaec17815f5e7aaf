# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The strip that says that this is a demonstration: whoever has read it closes it, in this browser."""

from typing import Any

from litestar import Response, post

from web.forms import CivicForm, TextField, read_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.http.visits import safe_next
from web.render import STRIP, see_other


class StripForm(CivicForm):
    """The page to go back to."""

    next = TextField()


@post("/striscia/chiudi")
async def close_strip(request: CivicRequest) -> Response[Any]:
    """Remember it until the browser is closed. Like the language it carries no token: nothing hangs on it."""
    form = await read_form(request, StripForm)
    request.visit.cookie(STRIP, "1")
    return await see_other(request, safe_next(form.next.data) or "/")


ROUTES = routes(Access.ANYONE, close_strip, no_token=True, before_city=True)
