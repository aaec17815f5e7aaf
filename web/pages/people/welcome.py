# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first page of somebody new: what to do next, what can be done today, until when the rolls take names in."""

from datetime import datetime
from urllib.parse import quote

from litestar import Response, get

from deliberation import clock
from deliberation.consultations.consultation import Stage
from deliberation.consultations.phases import Act, allows
from deliberation.consultations.queries import ConsultationCard, consultations, votes_ahead
from deliberation.people import queries
from deliberation.people.identity import names
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.http.visits import safe_next
from web.render import page, say
from web.words.messages.marks import N_

MOST = 5
STEPS = (N_("Indirizzo e-mail"), N_("Dove abiti"), N_("Verifica"), N_("Voto"))


@get("/benvenuto")
async def welcome(request: CivicRequest) -> Response[str]:
    """Lead through residence and verification, and back to where the person was going (`next`)."""
    at = clock.now()
    account = await queries.own_account(request.actor)
    onward = safe_next(request.query_params.get("next", ""))
    here = "/benvenuto" + (f"?next={quote(onward, safe='')}" if onward else "")
    votes = await votes_ahead(request.actor, at=at)
    listed = {vote.slug for vote in votes if vote.on_roll}
    found = await consultations(request.actor, neighbourhood=account.neighbourhood_slug)
    open_now = [c for c in found if c.stage(at) is Stage.OPEN]
    context = {
        "account": account,
        "onward": onward,
        "here": here,
        "offers": [(name, name) for name in await names.offers()] if account.renamed_at is None else [],
        "residence": f"/residenza?next={quote(here, safe='')}",
        "steps_names": [say(request, name) for name in STEPS],
        "current": 2 if not account.declared_at else 3 if not account.verified_at else 4,
        "votes": votes[:MOST],
        "today": [(c, acts) for c in open_now if (acts := _acts(c, c.slug in listed, at))][:MOST],
    }
    return await page(request, "access/welcome.html", context)


def _acts(card: ConsultationCard, is_on_roll: bool, at: datetime) -> list[str]:
    """What the open phase lets residents do, in words; only those on the roll vote."""
    words = {
        Act.PROPOSE: N_("proporre un'idea"),
        Act.SUPPORT: N_("sostenere le proposte"),
        Act.COMMENT: N_("commentare"),
        Act.VOTE: N_("votare"),
    }
    return [text for act, text in words.items() if allows(card.phases, act, at) and (is_on_roll or act != Act.VOTE)]


ROUTES = routes(Access.SIGNED_IN, welcome)
