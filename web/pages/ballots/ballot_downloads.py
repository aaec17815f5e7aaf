# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ballots of a published vote as files, where none can be recognised by its marks."""

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from analytics.ballot_files import election_of, forms_of, without_places
from deliberation.ballots import queries
from voting.exchange.writers import WRITERS
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.ballots.result_files import file_name

TYPES = {"csv": "text/csv"}


@get("/consultazioni/{slug:str}/risultato/schede/{form:str}")
async def ballots(request: CivicRequest, slug: FromPath[str], form: FromPath[str]) -> Response[str]:
    """The ballots that count, without the neighbourhoods of who cast them."""
    asked, stored = await queries.result(request.actor, slug)
    if form not in forms_of(asked, stored[0].what_ifs):
        raise NotFoundException
    profile = without_places(await queries.profile_of(asked))
    kind = TYPES.get(form, "text/plain; charset=utf-8")
    text = WRITERS[form](election_of(asked, profile))
    return Response(text, media_type=kind, headers=file_name(f"schede-{slug}.{form}"))


ROUTES = routes(Access.ANYONE, ballots)
