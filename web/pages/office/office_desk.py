# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's desk: what is late first, and the way to everything of the office."""

from typing import Any

from litestar import Request, Response, get

from deliberation import clock
from deliberation.ballots import desk as office_queries
from web.http.guards import Access
from web.http.visits import visit_of
from web.render import page


@get("/gestione", opt={"access": Access.OFFICE}, include_in_schema=False)
async def office_desk(request: Request[Any, Any, Any]) -> Response[str]:
    """What waits for the office."""
    visit = await visit_of(request)
    desk = await office_queries.desk(visit.actor, at=clock.now())
    return await page(request, "office/desk.html", {"desk": desk})


ROUTES: list[Any] = [office_desk]
