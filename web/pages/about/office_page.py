# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's page, and where the office edits it: two tabs never overwrite one another."""

from typing import Any

from litestar import Response, get, post

from deliberation import clock
from deliberation.errors import CivicError, Conflict, Invalid
from deliberation.notices.documents import documents
from deliberation.notices.office_page import OfficeText, checked, office_page, revise
from deliberation.notices.rules import may_edit_office_page
from web.forms import CheckField, VersionForm, errors_of, has_texts, read_form
from web.http.bodies import LONG_TEXTS
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page, see_other


@has_texts(OfficeText.__dataclass_fields__)
class OfficeForm(VersionForm):
    """The office's words; `anteprima` is the button that only shows."""

    anteprima = CheckField()

    def text(self) -> OfficeText:
        return OfficeText(**{name: self[name].data for name in OfficeText.__dataclass_fields__})


@get("/ufficio")
async def office(request: CivicRequest) -> Response[str]:
    """What the office does, where and when, its documents."""
    context = {
        "office": await office_page(),
        "documents": await documents(),
        "may_edit": may_edit_office_page(request.actor) is None,
    }
    return await page(request, "office_page/office.html", context)


@get("/gestione/ufficio")
async def edit_office(request: CivicRequest) -> Response[str]:
    """The form with the published text, and the documents."""
    published = await office_page()
    return await _form(request, published.text, published.version)


@post("/gestione/ufficio", status_code=200)
async def publish_office(request: CivicRequest) -> Response[Any]:
    """Publish, or (button "anteprima") show how it will look without publishing."""
    form = await read_form(request, OfficeForm)
    text, version = form.text(), form.version.data
    try:
        if form.anteprima.data:
            return await _form(request, checked(text), version, preview=text)
        await revise(request.actor, text, version, at=clock.now())
    except Conflict as refusal:
        published = await office_page()
        return await _form(request, text, published.version, refusal, other=published.text, status=409)
    except Invalid as refusal:
        return await _form(request, text, version, refusal, status=422)
    return await see_other(request, "/ufficio", ("success", "La pagina dell'ufficio è aggiornata."))


async def _form(
    request: CivicRequest,
    text: OfficeText,
    version: int,
    refusal: CivicError | None = None,
    *,
    preview: OfficeText | None = None,
    other: OfficeText | None = None,
    status: int = 200,
) -> Response[str]:
    context = {
        "text": text,
        "version": version,
        "errors": errors_of(refusal, request.locale),
        "preview": preview,
        "other": other,
        "documents": await documents(with_removed=True),
    }
    return await page(request, "office_page/edit.html", context, status=status)


ROUTES = [
    *routes(Access.ANYONE, office),
    *routes(Access.OFFICE, edit_office),
    *routes(Access.OFFICE, publish_office, takes=LONG_TEXTS),
]
