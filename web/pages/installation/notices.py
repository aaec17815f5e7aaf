# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The steps that are texts: the office's contacts and hours, who answers for data and accessibility."""

from typing import Any

from litestar import Response, get, post

from deliberation import clock
from deliberation.errors import Conflict, Invalid
from deliberation.installation import data_protection
from deliberation.installation.data_protection import DataNotice, data_notice
from deliberation.installation.steps import Step
from deliberation.notices import office_page as office_pages
from deliberation.notices.office_page import OfficeText, office_page
from web.forms import VersionForm, has_texts, read_form
from web.http.bodies import LONG_TEXTS
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.installation.frames import saved, step_page

OFFICE = tuple(OfficeText.__dataclass_fields__)
NOTICE = tuple(DataNotice.__dataclass_fields__)


@has_texts(OFFICE)
class OfficeForm(VersionForm):
    """The office's words."""

    def text(self) -> OfficeText:
        return OfficeText(**{name: self[name].data for name in OFFICE})


@has_texts(NOTICE)
class NoticeForm(VersionForm):
    """Who answers for data and accessibility."""

    def notice(self) -> DataNotice:
        return DataNotice(**{name: self[name].data for name in NOTICE})


@get("/gestione/impostazioni/ufficio")
async def office_form(request: CivicRequest) -> Response[Any]:
    """The form with what is published."""
    held = await office_page()
    form = await read_form(request, OfficeForm, version=held.version, **_texts(held.text, OFFICE))
    return await _office(request, form)


@post("/gestione/impostazioni/ufficio")
async def write_office(request: CivicRequest) -> Response[Any]:
    """Publish it on the office's page."""
    form = await read_form(request, OfficeForm)
    try:
        form.check()
        await office_pages.revise(request.actor, form.text(), form.version.data, at=clock.now())
    except (Conflict, Invalid) as refusal:
        return await _office(request, form, refusal)
    return await saved(request, Step.OFFICE)


async def _office(request: CivicRequest, form: OfficeForm, refusal: Conflict | Invalid | None = None) -> Response[Any]:
    held = await office_page() if isinstance(refusal, Conflict) else None
    context = {"held": held.text if held else None, "version": held.version if held else form.version.data}
    return await step_page(request, Step.OFFICE, "installation/office.html", form, refusal, **context)


@get("/gestione/impostazioni/privacy")
async def notice_form(request: CivicRequest) -> Response[Any]:
    """The form with what is published."""
    held = await data_notice()
    form = await read_form(request, NoticeForm, version=held.version, **_texts(held.notice, NOTICE))
    return await _notice(request, form)


@post("/gestione/impostazioni/privacy")
async def write_notice(request: CivicRequest) -> Response[Any]:
    """Publish it on the pages on privacy and accessibility."""
    form = await read_form(request, NoticeForm)
    try:
        form.check()
        await data_protection.write(request.actor, form.notice(), form.version.data, at=clock.now())
    except (Conflict, Invalid) as refusal:
        return await _notice(request, form, refusal)
    return await saved(request, Step.PRIVACY)


async def _notice(request: CivicRequest, form: NoticeForm, refusal: Conflict | Invalid | None = None) -> Response[Any]:
    held = await data_notice() if isinstance(refusal, Conflict) else None
    context = {"held": held.notice if held else None, "version": held.version if held else form.version.data}
    return await step_page(request, Step.PRIVACY, "installation/privacy.html", form, refusal, **context)


def _texts(held: OfficeText | DataNotice, names: tuple[str, ...]) -> dict[str, str]:
    return {name: getattr(held, name) for name in names}


ROUTES = [
    *routes(Access.OFFICE, office_form, notice_form),
    *routes(Access.OFFICE, write_office, write_notice, takes=LONG_TEXTS),
]
