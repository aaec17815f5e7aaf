# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How somebody wants to hear of votes, and what to do when their mails come back."""

from typing import Any

from litestar import Response, get, post

from deliberation.errors import Invalid
from deliberation.notices import choices
from deliberation.notices.choices import Way
from deliberation.people.queries import own_account
from web.forms import CivicForm, KindField, read_form, show_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import see_other
from web.words.messages.marks import N_
from web.words.messages.notices import EVENTS, WAYS


class ChoicesForm(CivicForm):
    """One way for each event."""

    opening = KindField(Way)
    reminder = KindField(Way)
    result = KindField(Way)
    news = KindField(Way)


@get("/profilo/avvisi")
async def choices_form(request: CivicRequest) -> Response[Any]:
    """What was chosen."""
    chosen = await choices.own_choices(request.actor)
    return await _show(request, await read_form(request, ChoicesForm, **{str(k): v for k, v in chosen.items()}))


@post("/profilo/avvisi")
async def choose(request: CivicRequest) -> Response[Any]:
    """Keep it."""
    form = await read_form(request, ChoicesForm)
    try:
        chosen = {event: way for event in choices.ALL if (way := form[str(event)].data) is not None}
        await choices.choose(request.actor, chosen)
    except Invalid as refusal:
        return await _show(request, form, refusal)
    return await see_other(request, "/profilo/avvisi", ("success", N_("La tua scelta è registrata.")))


@post("/profilo/avvisi/riprova")
async def try_again(request: CivicRequest) -> Response[Any]:
    """The address is right after all."""
    await choices.try_again(request.actor)
    done = N_("Ti scriviamo di nuovo a questo indirizzo, dal prossimo avviso.")
    return await see_other(request, "/profilo/avvisi", ("success", done))


async def _show(request: CivicRequest, form: ChoicesForm, refusal: Invalid | None = None) -> Response[Any]:
    email = (await own_account(request.actor)).email
    context = {
        "email": email,
        "is_unreachable": await choices.is_unreachable(email),
        "events": [(str(event), *words) for event, words in EVENTS.items()],
        "ways": WAYS,
    }
    return await show_form(request, "notices/choices.html", form, refusal, context)


ROUTES = routes(Access.SIGNED_IN, choices_form, choose, try_again)
