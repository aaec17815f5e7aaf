# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody should know."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.announcements.queries import own_reminders
from deliberation.notices import notices, queries
from web.forms import page_number
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.http.visits import safe_next
from web.render import page, see_other
from web.words.i18n import translate
from web.words.messages.marks import N_
from web.words.messages.moderation import REASONS
from web.words.messages.notices import OTHER, WORDS


@get("/avvisi")
async def own_notices(request: CivicRequest) -> Response[str]:
    """The list, newest first."""
    found = await queries.own_notices(request.actor, page_number(request))
    worded = [(notice, words(request.locale, notice)) for notice in found.notices]
    reminders = await own_reminders(request.actor, at=clock.now()) if found.page == 1 else ()
    return await page(request, "notices/notices.html", {"found": found, "notices": worded, "reminders": reminders})


@post("/avvisi/letti")
async def mark_all_read(request: CivicRequest) -> Response[Any]:
    """All read."""
    await notices.mark_all_read(request.actor, at=clock.now())
    return await see_other(request, "/avvisi", ("success", N_("Tutti gli avvisi sono segnati come letti.")))


@post("/avvisi/{notice:str}/apri")
async def open_notice(request: CivicRequest, notice: FromPath[str]) -> Response[Any]:
    """Mark one as read and go where it leads."""
    path = await notices.open_notice(request.actor, notice, at=clock.now())
    return await see_other(request, safe_next(path) or "/avvisi")


def words(locale: str, notice: queries.NoticeView) -> str:
    """The sentence of a notice. A parameter that is missing never hides the notice."""
    values = dict(notice.parameters)
    if values.get("reason") in REASONS:  # a moderator's reason is stored by its key
        values["reason"] = translate(locale, REASONS[str(values["reason"])][0]).lower()
    try:
        return translate(locale, WORDS.get(notice.kind, OTHER), **values).rstrip()
    except KeyError:
        return translate(locale, OTHER)


ROUTES = routes(Access.SIGNED_IN, own_notices, mark_all_read, open_notice)
