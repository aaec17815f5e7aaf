# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's desk: what is late first, and the way to everything of the office."""

from litestar import Response, get

from deliberation import clock
from deliberation.ballots import desk as office_queries
from deliberation.installation.steps import steps_missing
from deliberation.proposals.answers.queries import late_answers
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page
from web.words.set_up import PLACES


@get("/gestione")
async def office_desk(request: CivicRequest) -> Response[str]:
    """What waits for the office."""
    at = clock.now()
    desk = await office_queries.desk(request.actor, at=at)
    missing = [PLACES[step] for step in await steps_missing()]
    late, owed = await late_answers(at)
    context = {"desk": desk, "missing": missing, "answers_late": late, "answers_owed": owed}
    return await page(request, "office/desk.html", context)


ROUTES = routes(Access.OFFICE, office_desk)
