# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Minutes as files: text and PDF."""

from litestar import Response, get
from litestar.params import FromPath

from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.ballots.minutes.papers import Paper, of_pot, of_vote, pdf_of
from web.pages.ballots.minutes.text import as_text
from web.pages.ballots.result_files import file_name


def _text(paper: Paper) -> Response[str]:
    headers = file_name(f"{paper.name}.txt")
    return Response(as_text(paper.minutes), media_type="text/plain; charset=utf-8", headers=headers)


async def _pdf(paper: Paper) -> Response[bytes]:
    headers = {"content-disposition": f'inline; filename="{paper.name}.pdf"'}
    return Response(await pdf_of(paper), media_type="application/pdf", headers=headers)


@get("/consultazioni/{slug:str}/risultato/{rule:str}/verbale.txt")
async def text(request: CivicRequest, slug: FromPath[str], rule: FromPath[str]) -> Response[str]:
    """The minutes as plain text, in the reader's language."""
    return _text(await of_vote(request, slug, rule))


@get("/consultazioni/{slug:str}/risultato/{rule:str}/verbale.pdf")
async def pdf(request: CivicRequest, slug: FromPath[str], rule: FromPath[str]) -> Response[bytes]:
    """The minutes to be printed and signed, in the reader's language."""
    return await _pdf(await of_vote(request, slug, rule))


@get("/consultazioni/{slug:str}/risultato/somme/{pot:str}/{rule:str}/verbale.txt")
async def pot_text(
    request: CivicRequest, slug: FromPath[str], pot: FromPath[str], rule: FromPath[str]
) -> Response[str]:
    """The minutes of a pot's count as plain text."""
    return _text(await of_pot(request, slug, pot, rule))


@get("/consultazioni/{slug:str}/risultato/somme/{pot:str}/{rule:str}/verbale.pdf")
async def pot_pdf(
    request: CivicRequest, slug: FromPath[str], pot: FromPath[str], rule: FromPath[str]
) -> Response[bytes]:
    """The minutes of a pot's count to be printed and signed."""
    return await _pdf(await of_pot(request, slug, pot, rule))


ROUTES = routes(Access.ANYONE, text, pdf, pot_text, pot_pdf)
