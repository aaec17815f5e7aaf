# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How clear people find a page: they say it, the office reads it."""

import csv
import io
from typing import Any

from litestar import Response, get, post

from analytics.exports import BYTE_ORDER_MARK, harmless
from deliberation import clock
from deliberation.errors import Invalid
from deliberation.ratings import queries, ratings
from web.forms import ByField, CivicForm, TextField, WholeField, errors_of, page_number, read_form
from web.http.guards import Access, routes
from web.http.limits import origin_of
from web.http.requests import CivicRequest
from web.render import page, say, see_other
from web.words.messages.marks import N_
from web.words.ratings import BAD, GOOD

COLUMNS = (N_("Pagina"), N_("Stelle"), N_("Motivo"), N_("Testo"), N_("Giorno"))


class RatingForm(CivicForm):
    """The page, how many stars, one reason of two lists, a text."""

    page = TextField()
    stars = WholeField()
    good = TextField()
    bad = TextField()
    text = TextField()


@post("/valutazione")
async def rate(request: CivicRequest) -> Response[Any]:
    """Thanks on the page that was rated; a refused rating comes back as it was given. No cookie is set."""
    form = await read_form(request, RatingForm)
    typed = form.typed
    try:
        await ratings.give(
            typed["page"],
            form.stars.data,
            good=typed["good"],
            bad=typed["bad"],
            text=typed["text"],
            origin=origin_of(request),
            at=clock.now(),
        )
    except Invalid as refusal:
        if refusal.code == "rating.unknown_page":
            raise
        context = {"values": typed, "errors": ByField(errors_of(refusal, request.locale))}
        return await page(request, "ratings/rate.html", context, status=422)
    return await see_other(request, f"{typed['page']}#grazie")


@get("/gestione/valutazioni")
async def all_ratings(request: CivicRequest) -> Response[str]:
    """Averages of each page, reasons, texts."""
    counted = await queries.reasons(request.actor)
    words = {**BAD, **GOOD}
    context = {
        "averages": await queries.averages(request.actor),
        "reasons": [(words[key], counted[key]) for key in sorted(counted, key=lambda key: -counted[key])],
        "words": words,
        "written": await queries.written(request.actor, page=page_number(request)),
    }
    return await page(request, "ratings/ratings.html", context)


@get("/gestione/valutazioni.csv")
async def as_csv(request: CivicRequest) -> Response[str]:
    """Every rating, one a row."""
    text, words = io.StringIO(), {**BAD, **GOOD, "": ""}
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([say(request, name) for name in COLUMNS])
    for one in await queries.everything(request.actor):
        reason = say(request, words[one.reason]) if one.reason else ""
        writer.writerow([one.page, one.stars, reason, harmless(one.text), one.given_on.isoformat()])
    headers = {"content-disposition": 'attachment; filename="valutazioni.csv"'}
    return Response(BYTE_ORDER_MARK + text.getvalue(), media_type="text/csv", headers=headers)


ROUTES = [*routes(Access.ANYONE, rate, no_token=True), *routes(Access.OFFICE, all_ratings, as_csv)]
