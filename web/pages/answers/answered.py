# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public list of answers: given, waiting and late. Nobody's name is on it but the offices'."""

from litestar import Response, get

from deliberation import clock
from deliberation.proposals.answers.queries import Which, answers
from web.forms import page_number
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page
from web.words.messages.deeds.answers import STATES
from web.words.messages.marks import N_

LISTS = {"date": Which.GIVEN, "in-attesa": Which.WAITING, "in-ritardo": Which.LATE}
NAMES = {"date": N_("Date"), "in-attesa": N_("In attesa"), "in-ritardo": N_("In ritardo")}


@get("/risposte")
async def answered(request: CivicRequest) -> Response[str]:
    """What the offices answered, and what they still owe."""
    asked = request.query_params.get("elenco", "")
    asked = asked if asked in LISTS else "date"
    found = await answers(LISTS[asked], at=clock.now(), page=page_number(request))
    counts = {"date": found.given, "in-attesa": found.waiting, "in-ritardo": found.late}
    context = {
        "found": found,
        "asked": asked,
        "lists": [(key, name, counts[key]) for key, name in NAMES.items()],
        "states": STATES,
    }
    return await page(request, "answers/answered.html", context)


ROUTES = routes(Access.ANYONE, answered)
