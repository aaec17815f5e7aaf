# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Minutes as files: text, and the PDF that is kept; one that is not there yet is made on the spot."""

from typing import Any

import structlog
from litestar import Response, get
from litestar.params import FromPath

from deliberation.ballots import queries
from deliberation.ballots.queries import StoredTally
from deliberation.ballots.questions import Question
from deliberation.ballots.results import minutes
from deliberation.consultations.states import State
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.ballots.minutes.papers import Reader, of_vote, pdf_of
from web.pages.ballots.minutes.text import as_text
from web.pages.ballots.result_files import counts_of, file_name
from web.printing.typesetting import Unset
from web.render import page

PUBLIC = (State.RESULTS, State.ANNULLED)
log = structlog.get_logger("minutes")


def _reader(request: CivicRequest) -> Reader:
    return Reader(request.locale, request.app.state.settings.base_url)


async def _text(request: CivicRequest, asked: Question, stored: tuple[StoredTally, ...], rule: str) -> Response[Any]:
    paper = await of_vote(_reader(request), asked, stored, rule)
    headers = file_name(f"{paper.name}.txt")
    return Response(as_text(paper.minutes), media_type="text/plain; charset=utf-8", headers=headers)


async def _pdf(request: CivicRequest, asked: Question, stored: tuple[StoredTally, ...], rule: str) -> Response[Any]:
    """The kept file. Before the publication, and until there is one, it is made at each look."""
    paper = await of_vote(_reader(request), asked, stored, rule)
    made = await minutes.content(asked.id, paper.digest, request.locale) if asked.state in PUBLIC else None
    try:
        made = made or await pdf_of(paper)
    except Unset as refusal:
        log.error("minutes that Typst refuses", file=paper.name, locale=request.locale, error=str(refusal))
        context = {"text": request.url.path.removesuffix("pdf") + "txt"}
        return await page(request, "results/no_pdf.html", context, status=503)
    headers = {"content-disposition": f'inline; filename="{paper.name}.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)


@get("/consultazioni/{slug:str}/risultato/{rule:str}/verbale.txt")
async def text(request: CivicRequest, slug: FromPath[str], rule: FromPath[str]) -> Response[Any]:
    """The minutes as plain text, in the reader's language."""
    return await _text(request, *await queries.result(request.actor, slug), rule)


@get("/consultazioni/{slug:str}/risultato/{rule:str}/verbale.pdf")
async def pdf(request: CivicRequest, slug: FromPath[str], rule: FromPath[str]) -> Response[Any]:
    """The minutes to be printed and signed, in the reader's language."""
    return await _pdf(request, *await queries.result(request.actor, slug), rule)


@get("/consultazioni/{slug:str}/risultato/somme/{pot:str}/{rule:str}/verbale.txt")
async def pot_text(
    request: CivicRequest, slug: FromPath[str], pot: FromPath[str], rule: FromPath[str]
) -> Response[Any]:
    """The minutes of a pot's count as plain text; for few ballots only the office's."""
    asked, tally = await counts_of(request, slug, rule, pot)
    return await _text(request, asked, (tally,), rule)


@get("/consultazioni/{slug:str}/risultato/somme/{pot:str}/{rule:str}/verbale.pdf")
async def pot_pdf(request: CivicRequest, slug: FromPath[str], pot: FromPath[str], rule: FromPath[str]) -> Response[Any]:
    """The minutes of a pot's count to be printed and signed."""
    asked, tally = await counts_of(request, slug, rule, pot)
    return await _pdf(request, asked, (tally,), rule)


ROUTES = routes(Access.ANYONE, text, pdf, pot_text, pot_pdf)
