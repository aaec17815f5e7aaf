# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The language of the site: a cookie, and the account's own where there is one."""

from typing import Any

from litestar import Response, post

from deliberation.people import accounts
from web.forms import CivicForm, TextField, read_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.http.visits import safe_next
from web.render import see_other
from web.words.i18n import LOCALES

YEAR = 365 * 24 * 3600


class LanguageForm(CivicForm):
    """The language, and the page to go back to."""

    locale = TextField()
    next = TextField()


@post("/lingua")
async def choose_language(request: CivicRequest) -> Response[Any]:
    """Remember the choice and go back. It carries no token, so that visitors get no cookie before they choose."""
    form = await read_form(request, LanguageForm)
    locale: str = form.locale.data
    if locale in LOCALES:
        request.visit.cookie("locale", locale, YEAR)
        request.visit.locale = locale
        if request.actor.is_signed_in and request.actor.locale != locale:
            await accounts.speak(request.actor.id, locale)
    return await see_other(request, safe_next(form.next.data) or "/")


ROUTES = routes(Access.ANYONE, choose_language, no_token=True, before_city=True)
