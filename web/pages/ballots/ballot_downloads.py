# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ballots of a published vote as files, where none can be recognised by its marks."""

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from analytics.ballot_files import election_of, forms_of, without_places
from deliberation.ballots import queries
from deliberation.ballots.queries import StoredTally
from deliberation.ballots.questions import Question
from voting.exchange.writers import WRITERS
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.ballots.results import file_name, is_withheld_from

TYPES = {"csv": "text/csv"}


@get("/consultazioni/{slug:str}/risultato/schede/{form:str}")
async def ballots(request: CivicRequest, slug: FromPath[str], form: FromPath[str]) -> Response[str]:
    """The ballots that count, without the neighbourhoods of who cast them."""
    asked, stored = await queries.result(request.actor, slug)
    if asked.pots:
        raise NotFoundException
    return await _file(asked, stored[0], form, f"schede-{slug}.{form}")


@get("/consultazioni/{slug:str}/risultato/somme/{pot:str}/schede/{form:str}")
async def pot_ballots(
    request: CivicRequest, slug: FromPath[str], pot: FromPath[str], form: FromPath[str]
) -> Response[str]:
    """The same of one pot, where its votes are shown."""
    asked, stored = await queries.result(request.actor, slug, pot)
    if is_withheld_from(request, stored[0]):
        raise NotFoundException
    return await _file(asked, stored[0], form, f"schede-{slug}-{pot}.{form}")


async def _file(asked: Question, official: StoredTally, form: str, name: str) -> Response[str]:
    if form not in forms_of(asked, official.what_ifs):
        raise NotFoundException
    profile = without_places(await queries.profile_of(asked))
    kind = TYPES.get(form, "text/plain; charset=utf-8")
    return Response(WRITERS[form](election_of(asked, profile)), media_type=kind, headers=file_name(name))


ROUTES = routes(Access.ANYONE, ballots, pot_ballots)
