# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stand behind a proposal, or no longer."""

from typing import Any

from litestar import Request, Response, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.people.access import limits
from deliberation.proposals import supports
from web.http.guards import Access
from web.http.visits import visit_of
from web.render import see_other
from web.words.messages.marks import N_

A_MINUTE = 60


@post("/proposte/{public_id:str}/sostegno", opt={"access": Access.SIGNED_IN}, include_in_schema=False)
async def support(request: Request[Any, Any, Any], public_id: FromPath[str]) -> Response[Any]:
    """The proposal's page again, with the support."""
    visit, at = await visit_of(request), clock.now()
    await limits.take(limits.key_of("support", visit.actor.public_id), 60, A_MINUTE, at=at)
    await supports.support(visit.actor, public_id, at=at)
    return await see_other(request, f"/proposte/{public_id}", ("success", N_("Sostieni questa proposta.")))


@post("/proposte/{public_id:str}/sostegno/togli", opt={"access": Access.SIGNED_IN}, include_in_schema=False)
async def take_back(request: Request[Any, Any, Any], public_id: FromPath[str]) -> Response[Any]:
    """The proposal's page again, without the support."""
    visit, at = await visit_of(request), clock.now()
    await limits.take(limits.key_of("support", visit.actor.public_id), 60, A_MINUTE, at=at)
    await supports.take_back(visit.actor, public_id, at=at)
    return await see_other(request, f"/proposte/{public_id}", ("info", N_("Hai tolto il tuo sostegno.")))


ROUTES: list[Any] = [support, take_back]
