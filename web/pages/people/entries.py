# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How somebody comes in, whichever door: the old session ends, a new one begins, and they go where they were going."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from litestar import Response

from deliberation.people.access.sessions import close_session
from deliberation.people.accounts import Entry
from web.http.requests import CivicRequest
from web.http.visits import cookie_name, safe_next
from web.render import page, see_other
from web.words.messages.marks import N_


async def come_in(request: CivicRequest, entry: Entry, sentence: str = "", *, otherwise: str = "/") -> Response[Any]:
    """Hand over the new session. What the browser brought as a session is closed and never taken over."""
    brought = request.cookies.get(cookie_name(request.visit.settings, "session"), "")
    if brought:
        await close_session(brought)
    request.visit.sign_in(entry.token, entry.devices)
    if entry.locale != request.locale:
        request.visit.cookie("locale", entry.locale, 365 * 24 * 3600)
        request.visit.locale = entry.locale
    path = safe_next(entry.next_path) or otherwise
    return await see_other(request, path, ("success", sentence) if sentence else None)


async def welcome(request: CivicRequest, entry: Entry) -> Response[Any]:
    """Somebody new comes in: first the page that says what comes next, and leads back to where they were going."""
    onward = f"?next={quote(entry.next_path, safe='')}" if safe_next(entry.next_path) else ""
    return await come_in(request, replace(entry, next_path=f"/benvenuto{onward}"), N_("Il tuo indirizzo è confermato."))


async def spent(request: CivicRequest, again: str) -> Response[Any]:
    """The page for a link that was used or is too old; `again` is where another one is asked for."""
    return await page(request, "access/link_spent.html", {"again": again}, status=404)
