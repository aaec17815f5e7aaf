# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The language of the site: a cookie, and the account's own where there is one."""

from typing import Any

from litestar import Request, Response, post

from deliberation.people import accounts
from web.http.guards import Access
from web.http.visits import safe_next, visit_of
from web.render import see_other
from web.words.i18n import LOCALES

YEAR = 365 * 24 * 3600


@post("/lingua", opt={"access": Access.ANYONE, "no_token": True}, include_in_schema=False)
async def choose_language(request: Request[Any, Any, Any]) -> Response[Any]:
    """Remember the choice and go back. It carries no token, so that visitors get no cookie before they choose."""
    form, visit = await request.form(), await visit_of(request)
    locale = str(form.get("locale", ""))
    if locale in LOCALES:
        visit.cookie("locale", locale, YEAR)
        visit.locale = locale
        if visit.actor.is_signed_in and visit.actor.locale != locale:
            await accounts.speak(visit.actor.id, locale)
    return await see_other(request, safe_next(str(form.get("next", ""))) or "/")


ROUTES: list[Any] = [choose_language]
