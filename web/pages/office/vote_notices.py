# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What those who may vote are told: when it goes, how it stands, what it says; on, off, and a test for oneself."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from analytics import mailings
from analytics.disclosure import HIDDEN
from deliberation import clock
from deliberation.announcements import announcements
from deliberation.announcements.rules import goes_at
from deliberation.consultations.consultation import stored
from deliberation.errors import CivicError, NotAllowed, NotFound
from deliberation.notices.choices import Event
from deliberation.places.queries import city
from web.forms import CheckField, CivicForm, errors_of, read_form
from web.http.guards import Access, routes
from web.http.problems import status_of
from web.http.requests import CivicRequest
from web.mail.rendering import compose
from web.render import page, see_other
from web.words.messages.marks import N_
from web.words.messages.notices import EVENTS


class SwitchForm(CivicForm):
    """On, or off where it is missing."""

    on = CheckField()


@get("/gestione/consultazioni/{slug:str}/avvisi")
async def vote_notices(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """The three events with their numbers."""
    return await _show(request, slug)


async def _show(request: CivicRequest, slug: str, refusal: CivicError | None = None) -> Response[Any]:
    held = await stored(slug)
    pace = request.app.state.settings.mail_per_minute
    lines = await mailings.lines(held, at=clock.now())
    context = {
        "held": held,
        "lines": lines,
        "events": EVENTS,
        "stages": mailings.Stage,
        "hidden": HIDDEN,
        "pace": pace,
        "lasts": {line.event: 60 * (line.waiting or 0) // pace for line in lines},
        "errors": errors_of(refusal, request.locale),
    }
    return await page(request, "announcements/events.html", context, status=status_of(refusal))


@post("/gestione/consultazioni/{slug:str}/avvisi/{event:str}")
async def switch(request: CivicRequest, slug: FromPath[str], event: FromPath[str]) -> Response[Any]:
    """Tell it, or do not."""
    form = await read_form(request, SwitchForm)
    try:
        await announcements.switch(request.actor, slug, _event(event), on=bool(form.on.data), at=clock.now())
    except NotAllowed:
        raise
    except CivicError as refusal:
        if isinstance(refusal, NotFound):
            raise
        return await _show(request, slug, refusal)
    done = N_("L'avviso partirà.") if form.on.data else N_("L'avviso non partirà.")
    return await see_other(request, f"/gestione/consultazioni/{slug}/avvisi", ("success", done))


@get("/gestione/consultazioni/{slug:str}/avvisi/{event:str}")
async def preview(request: CivicRequest, slug: FromPath[str], event: FromPath[str]) -> Response[Any]:
    """The mail as it will be read, in both languages."""
    held, which = await stored(slug), _event(event)
    parameters = {**announcements.words(which, held), "unsubscribe": "/profilo/avvisi"}
    kind, site, found = announcements.MAILS[which], (await city()).name, request.app.state.settings
    mails = [(locale, compose(kind, "x@x", locale, parameters, site=site, settings=found)) for locale in ("it", "en")]
    context = {
        "held": held,
        "event": which,
        "words": EVENTS[which],
        "goes_at": goes_at(which, held),
        "mails": [(locale, str(mail["Subject"]), _text(mail)) for locale, mail in mails],
    }
    return await page(request, "announcements/mail.html", context)


def _text(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content()).strip()


@post("/gestione/consultazioni/{slug:str}/avvisi/{event:str}/prova")
async def send_test(request: CivicRequest, slug: FromPath[str], event: FromPath[str]) -> Response[Any]:
    """To the person of the office alone."""
    await announcements.send_test(request.actor, slug, _event(event), at=clock.now())
    done = N_("La prova è partita: fra poco la trovi nella tua posta.")
    return await see_other(request, f"/gestione/consultazioni/{slug}/avvisi/{event}", ("success", done))


def _event(text: str) -> Event:
    if text not in set(Event):
        raise NotFound("announcement.unknown")
    return Event(text)


ROUTES = routes(Access.OFFICE, vote_notices, switch, preview, send_test)
