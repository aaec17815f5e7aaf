# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where do you live? Birth date, street and number; the office verifies later."""

from typing import Any

from litestar import Request, Response, get, post

from deliberation import clock
from deliberation.ballots import rights
from deliberation.errors import Invalid
from deliberation.people import queries, residences
from deliberation.people.access import limits
from web.forms import read_form
from web.http.guards import Access
from web.http.problems import words_for
from web.http.visits import safe_next, visit_of
from web.pages.people.residence_forms import ResidenceForm, birth_date, blank, initial, question, understand
from web.render import page, see_other
from web.words.messages.marks import N_

OWN: dict[str, Any] = {"access": Access.SIGNED_IN}
FORM = "people/residence.html"
MOST, WINDOW = 40, 600  # declarations of one person, tries included, in seconds


@get("/residenza", opt=OWN, include_in_schema=False)
async def residence(request: Request[Any, Any, Any]) -> Response[str]:
    """The form, filled with what was declared."""
    actor = (await visit_of(request)).actor
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


@post("/residenza", opt=OWN, include_in_schema=False)
async def declare(request: Request[Any, Any, Any]) -> Response[Any]:
    """Store the declaration, or ask which street or which neighbourhood."""
    visit, form = await visit_of(request), await read_form(request, ResidenceForm)
    account, answer, problem, where = await queries.own_account(visit.actor), await blank(), "", ""
    await limits.take(limits.key_of("residence", visit.actor.public_id), MOST, WINDOW, at=clock.now())
    if form.validate():
        try:
            answer = await understand(form)
            if answer.address is not None:
                done = await rights.declare(visit.actor, birth_date(form), answer.address, at=clock.now())
                return await see_other(
                    request, safe_next(request.query_params.get("next", "")) or "/profilo", ("success", _sentence(done))
                )
        except Invalid as refusal:
            problem, where = await words_for(request, refusal), next(iter(refusal.fields), "")
    context = {
        "account": account,
        "form": form,
        "answer": answer,
        "problem": problem,
        "where": where,
        "rights": await rights.rights(visit.actor.public_id, at=clock.now()),
        "asking": question(answer) if not problem and not form.errors else "",
    }
    return await page(request, FORM, context, status=422)


def _sentence(done: residences.Residence) -> str:
    if done.lost_verification:
        return N_("Abbiamo registrato la nuova residenza. Va verificata di nuovo allo sportello prima di votare.")
    return N_("Abbiamo registrato dove abiti. Per votare manca solo la verifica allo sportello.")


ROUTES: list[Any] = [residence, declare]
