# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A result that is not there yet: what happens now, and the way back."""

from typing import Any

from litestar import Response

from deliberation.ballots import queries
from deliberation.ballots.rules import may_see_result
from deliberation.errors import NotFound
from web.http.requests import CivicRequest
from web.render import page


async def not_yet(request: CivicRequest, slug: str, refusal: NotFound) -> Response[Any]:
    """The answer to somebody who comes before the result. What else was not found stays so."""
    if refusal.code != "result.not_published":
        raise refusal
    asked = await queries.question(slug)
    if may_see_result(request.actor, asked):  # it is there, but not in this pot
        raise NotFound("page.unknown")
    return await page(request, "results/not_yet.html", {"slug": slug, "question": asked}, status=404)
