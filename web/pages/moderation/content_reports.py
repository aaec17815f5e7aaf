# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Report a proposal or a comment; and the public list of reasons."""

from typing import Any

from litestar import Response, get, post

from deliberation import clock
from deliberation.errors import Conflict, Invalid
from deliberation.moderation import judgements
from deliberation.moderation.targets import target_of
from web.forms import CivicForm, TextField, read_form, read_query, show_form
from web.http.guards import Access, routes
from web.http.problems import words_for
from web.http.requests import CivicRequest
from web.render import page, see_other
from web.words.messages.marks import N_
from web.words.messages.moderation import REASONS, REASONS_TO_KEEP
from web.words.options import worded


class ReportForm(CivicForm):
    """Which text is reported, and why."""

    kind = TextField(name="tipo")
    target = TextField(name="id")
    reason = TextField()
    note = TextField()


async def form_page(request: CivicRequest, form: ReportForm, refusal: Invalid | None = None) -> Response[Any]:
    """The form; whoever may not report this text is told why instead."""
    found = await target_of(form.kind.data, form.target.data)
    if forbidden := judgements.may_report(request.actor, found):
        raise forbidden
    reasons = worded(request.locale, REASONS, [key for key in REASONS if key != "other"])
    context = {"target": found, "values": form.typed, "reasons": reasons}
    return await show_form(request, "moderation/report.html", form, refusal, context)


@get("/segnalazioni/nuova")
async def report_form(request: CivicRequest) -> Response[Any]:
    return await form_page(request, read_query(request, ReportForm))


@post("/segnalazioni/nuova")
async def send_report(request: CivicRequest) -> Response[Any]:
    """Send it; a second one by the same person changes nothing and says so."""
    form = await read_form(request, ReportForm)
    try:
        await judgements.report(request.actor, **form.data, at=clock.now())
    except Invalid as refusal:
        return await form_page(request, form, refusal)
    except Conflict as refusal:
        flash = ("info", words_for(request, refusal))
    else:
        flash = ("success", N_("Grazie. Chi modera lo guarderà: chi ha scritto il testo non sa chi lo segnala."))
    return await see_other(request, (await target_of(form.kind.data, form.target.data)).path, flash)


@get("/moderazione/motivi")
async def reasons(request: CivicRequest) -> Response[Any]:
    """Why a text may be hidden, and why it stays."""
    published = {key: words for key, words in REASONS.items() if key in judgements.REASONS}
    return await page(request, "moderation/reasons.html", {"reasons": published, "to_keep": REASONS_TO_KEEP})


ROUTES = [*routes(Access.SIGNED_IN, report_form, send_report), *routes(Access.ANYONE, reasons)]
