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
from web.forms import read_form, show_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.http.visits import safe_next
from web.pages.people.residence_forms import Answer, Questions, ResidenceForm, blank, initial, understand
from web.render import see_other
from web.words.messages.marks import N_

QUESTIONS = Questions(
    street=N_("Ci sono più vie con un nome simile: scegli la tua."),
    border=N_("Questo numero è al confine tra due quartieri: scegli il tuo."),
    place=N_("Scegli il tuo quartiere."),
)
MOST, WINDOW = 40, 600  # declarations of one person, tries included, in seconds


@get("/residenza")
async def residence(request: CivicRequest) -> Response[Any]:
    """The form, filled with what was declared."""
    account = await queries.own_account(request.actor)
    return await _page(request, await read_form(request, ResidenceForm, **initial(account)), await blank())


@post("/residenza")
async def declare(request: CivicRequest) -> Response[Any]:
    """Store the declaration, or ask which street or which neighbourhood."""
    form, answer = await read_form(request, ResidenceForm), await blank()
    await limits.take(limits.key_of("residence", request.actor.public_id), MOST, WINDOW, at=clock.now())
    try:
        form.check()
        answer = await understand(form)
        if answer.address is None:
            QUESTIONS.ask(form, answer)
            return await _page(request, form, answer)
        done = await rights.declare(request.actor, form.birth_date.data, answer.address, at=clock.now())
    except Invalid as refusal:
        return await _page(request, form, answer, refusal)
    onward = safe_next(request.query_params.get("next", "")) or "/profilo"
    return await see_other(request, onward, ("success", _sentence(done)))


async def _page(
    request: CivicRequest, form: ResidenceForm, answer: Answer, refusal: Invalid | None = None
) -> Response[Any]:
    context = {
        "account": await queries.own_account(request.actor),
        "answer": answer,
        "rights": await rights.rights(request.actor.public_id, at=clock.now()),
    }
    return await show_form(request, "people/residence.html", form, refusal, context)


def _sentence(done: residences.Residence) -> str:
    if done.lost_verification:
        return N_("Abbiamo registrato la nuova residenza. Va verificata di nuovo allo sportello prima di votare.")
    return N_("Abbiamo registrato dove abiti. Per votare manca solo la verifica allo sportello.")


ROUTES = routes(Access.SIGNED_IN, residence, declare)
