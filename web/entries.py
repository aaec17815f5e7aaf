# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How somebody comes in, whichever door: the old session ends, a new one begins, and they go where they were going."""

from typing import Any

from litestar import Request, Response

from deliberation.people.accounts import Entry
from deliberation.people.sessions import close_session
from web.render import page, see_other
from web.visits import cookie_name, safe_next, visit_of


async def come_in(
    request: Request[Any, Any, Any], entry: Entry, sentence: str = "", *, otherwise: str = "/"
) -> Response[Any]:
    """Hand over the new session. What the browser brought as a session is closed and never taken over."""
    visit = await visit_of(request)
    brought = request.cookies.get(cookie_name(visit.settings, "session"), "")
    if brought:
        await close_session(brought)
    visit.sign_in(entry.token)
    if entry.locale != visit.locale:
        visit.cookie("locale", entry.locale, 365 * 24 * 3600)
        visit.locale = entry.locale
    path = safe_next(entry.next_path) or otherwise
    return await see_other(request, path, ("success", sentence) if sentence else None)


async def spent(request: Request[Any, Any, Any], again: str) -> Response[Any]:
    """The page for a link that was used or is too old; `again` is where another one is asked for."""
    return await page(request, "people/link_spent.html", {"again": again}, status=404)
