# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The way out of mails in one click (RFC 8058). Asking for the page changes nothing: mail scanners open every link.

The address itself is the proof: it needs no session and no token, and mail services post to it from their own servers.
"""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation.errors import NotFound
from deliberation.notices import choices
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page

TEMPLATE = "notices/unsubscribe.html"
QUIET = {"cache-control": "no-store"}


@get("/avvisi/disiscrivi/{token:str}")
async def ask(request: CivicRequest, token: FromPath[str]) -> Response[Any]:
    """A button."""
    try:
        choices.account_of(token)
    except NotFound:
        return await page(request, TEMPLATE, {"shown": "unknown"}, status=404, headers=QUIET)
    return await page(request, TEMPLATE, {"shown": "ask"}, headers=QUIET)


@post("/avvisi/disiscrivi/{token:str}", status_code=200)
async def unsubscribe(request: CivicRequest, token: FromPath[str]) -> Response[Any]:
    """Done, however often it is pressed and whatever stands in the body."""
    try:
        await choices.unsubscribe(token)
    except NotFound:
        return await page(request, TEMPLATE, {"shown": "unknown"}, status=404, headers=QUIET)
    return await page(request, TEMPLATE, {"shown": "done"}, headers=QUIET)


ROUTES = routes(Access.ANYONE, ask, unsubscribe, no_token=True, from_anywhere=True, unlogged=True)
