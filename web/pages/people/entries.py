# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How somebody comes in, whichever door: the old session ends, a new one begins, and they go where they were going."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from litestar import Request, Response

from deliberation.people.access.sessions import close_session
from deliberation.people.accounts import Entry
from web.http.visits import cookie_name, safe_next, visit_of
from web.render import page, see_other
from web.words.messages.marks import N_


async def come_in(
    request: Request[Any, Any, Any], entry: Entry, sentence: str = "", *, otherwise: str = "/"
) -> Response[Any]:
    """Hand over the new session. What the browser brought as a session is closed and never taken over."""
    visit = await visit_of(request)
    brought = request.cookies.get(cookie_name(visit.settings, "session"), "")
    if brought:
        await close_session(brought)
    visit.sign_in(entry.token, entry.devices)
    if entry.locale != visit.locale:
        visit.cookie("locale", entry.locale, 365 * 24 * 3600)
        visit.locale = entry.locale
    path = safe_next(entry.next_path) or otherwise
    return await see_other(request, path, ("success", sentence) if sentence else None)


async def welcome(request: Request[Any, Any, Any], entry: Entry) -> Response[Any]:
    """Somebody new comes in: first the page that says what comes next, and leads back to where they were going."""
    onward = f"?next={quote(entry.next_path, safe='')}" if safe_next(entry.next_path) else ""
    return await come_in(request, replace(entry, next_path=f"/benvenuto{onward}"), N_("Il tuo indirizzo è confermato."))


async def spent(request: Request[Any, Any, Any], again: str) -> Response[Any]:
    """The page for a link that was used or is too old; `again` is where another one is asked for."""
    return await page(request, "access/link_spent.html", {"again": again}, status=404)
