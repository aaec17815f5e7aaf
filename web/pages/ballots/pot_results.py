# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The result in one pot of a budget: as a result of its own, with its own figure, reasons and files."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from analytics.exports import minutes_as_csv
from analytics.participation import Turnout
from analytics.turnouts import of_result
from deliberation import clock
from deliberation.ballots import queries
from deliberation.ballots.tallies import official_result
from deliberation.errors import NotFound
from voting.canonical import canonical_json
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.ballots.not_yet import not_yet
from web.pages.ballots.result_files import counts_of, file_name
from web.pages.ballots.results import pot_view, shown
from web.render import page


@get("/consultazioni/{slug:str}/risultato/somme/{pot:str}")
async def pot_result(request: CivicRequest, slug: FromPath[str], pot: FromPath[str]) -> Response[Any]:
    """What was funded with this pot and why; the numbers only where there are enough ballots."""
    try:
        asked, stored = await queries.result(request.actor, slug, pot, request.locale)
    except NotFound as refusal:
        return await not_yet(request, slug, refusal)
    view = pot_view(request, asked, stored)
    known = (await of_result(asked, at=clock.now())).pots.get(pot)
    context: dict[str, Any] = {
        "places": [],
        "map": None,
        "some_hidden": False,
        "whole": known if isinstance(known, Turnout) else None,
        "files": f"/consultazioni/{asked.slug}/risultato/somme/{pot}",
    }
    return await page(request, "results/result.html", await shown(request, view) | context)


@get("/consultazioni/{slug:str}/risultato/somme.json")
async def digests(request: CivicRequest, slug: FromPath[str]) -> Response[str]:
    """The digest of every pot's count and the one over all, as canonical JSON."""
    asked, stored = await queries.result(request.actor, slug)
    digest, _ = await official_result(asked.id)
    pots = {tally.pot: tally.digest for tally in stored if tally.is_official}
    document = {"consultation": slug, "pots": pots, "digest": digest}
    headers = file_name(f"impronte-{slug}.json")
    return Response(canonical_json(document), media_type="application/json", headers=headers)


@get("/consultazioni/{slug:str}/risultato/somme/{pot:str}/{rule:str}/esito.json")
async def pot_document(
    request: CivicRequest, slug: FromPath[str], pot: FromPath[str], rule: FromPath[str]
) -> Response[str]:
    """The whole outcome of a pot with its digest, as canonical JSON."""
    _, tally = await counts_of(request, slug, rule, pot)
    headers = file_name(f"esito-{slug}-{pot}-{rule}.json")
    return Response(canonical_json(tally.outcome), media_type="application/json", headers=headers)


@get("/consultazioni/{slug:str}/risultato/somme/{pot:str}/{rule:str}/esito.csv")
async def pot_table(
    request: CivicRequest, slug: FromPath[str], pot: FromPath[str], rule: FromPath[str]
) -> Response[str]:
    """The numbers of a pot's minutes for a spreadsheet."""
    asked, tally = await counts_of(request, slug, rule, pot)
    headers = file_name(f"esito-{slug}-{pot}-{rule}.csv")
    return Response(minutes_as_csv(asked, tally), media_type="text/csv", headers=headers)


ROUTES = routes(Access.ANYONE, pot_result, digests, pot_document, pot_table)
