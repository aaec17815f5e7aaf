# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's desk: what is late first, and the way to everything of the office."""

from litestar import Response, get

from deliberation import clock
from deliberation.ballots import desk as office_queries
from deliberation.installation.steps import steps_missing
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page
from web.words.set_up import PLACES


@get("/gestione")
async def office_desk(request: CivicRequest) -> Response[str]:
    """What waits for the office."""
    desk = await office_queries.desk(request.actor, at=clock.now())
    missing = [PLACES[step] for step in await steps_missing()]
    return await page(request, "office/desk.html", {"desk": desk, "missing": missing})


ROUTES = routes(Access.OFFICE, office_desk)
