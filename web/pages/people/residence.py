# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where do you live? Birth date, street and number; the office verifies later."""

from typing import Any

from litestar import Response, get, post

from deliberation import clock
from deliberation.ballots import rights
from deliberation.errors import Invalid
from deliberation.people import queries, residences
from deliberation.people.access import limits
from web.forms import read_form
from web.http.guards import Access, routes
from web.http.problems import words_for
from web.http.requests import CivicRequest
from web.http.visits import safe_next
from web.pages.people.residence_forms import ResidenceForm, birth_date, blank, initial, question, understand
from web.render import page, see_other
from web.words.messages.marks import N_

FORM = "people/residence.html"
MOST, WINDOW = 40, 600  # declarations of one person, tries included, in seconds


@get("/residenza")
async def residence(request: CivicRequest) -> Response[str]:
    """The form, filled with what was declared."""
    actor = request.actor
    account = await queries.own_account(actor)
    form = await read_form(request, ResidenceForm, **initial(account))
    context = {
        "account": account,
        "form": form,
        "answer": await blank(),
        "problem": "",
        "rights": await rights.rights(actor.public_id, at=clock.now()),
    }
    return await page(request, FORM, context)


@post("/residenza")
async def declare(request: CivicRequest) -> Response[Any]:
    """Store the declaration, or ask which street or which neighbourhood."""
    form = await read_form(request, ResidenceForm)
    account, answer, problem, where = await queries.own_account(request.actor), await blank(), "", ""
    await limits.take(limits.key_of("residence", request.actor.public_id), MOST, WINDOW, at=clock.now())
    if form.validate():
        try:
            answer = await understand(form)
            if answer.address is not None:
                done = await rights.declare(request.actor, birth_date(form), answer.address, at=clock.now())
                return await see_other(
                    request, safe_next(request.query_params.get("next", "")) or "/profilo", ("success", _sentence(done))
                )
        except Invalid as refusal:
            problem, where = words_for(request, refusal), next(iter(refusal.fields), "")
    context = {
        "account": account,
        "form": form,
        "answer": answer,
        "problem": problem,
        "where": where,
        "rights": await rights.rights(request.actor.public_id, at=clock.now()),
        "asking": question(answer) if not problem and not form.errors else "",
    }
    return await page(request, FORM, context, status=422)


def _sentence(done: residences.Residence) -> str:
    if done.lost_verification:
        return N_("Abbiamo registrato la nuova residenza. Va verificata di nuovo allo sportello prima di votare.")
    return N_("Abbiamo registrato dove abiti. Per votare manca solo la verifica allo sportello.")


ROUTES = routes(Access.SIGNED_IN, residence, declare)
