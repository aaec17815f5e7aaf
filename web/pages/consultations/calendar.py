# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates for one's own calendar: RFC 5545."""

from icalendar import Calendar, Event
from litestar import Response, get
from litestar.params import FromPath

from deliberation import clock
from deliberation.consultations import queries
from deliberation.consultations.consultation import Consultation
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.words.i18n import translate
from web.words.listed import listed


@get("/consultazioni/{slug:str}/date.ics")
async def dates(request: CivicRequest, slug: FromPath[str]) -> Response[bytes]:
    """The phases of a consultation. An event keeps its name when its dates move, so that a calendar moves it too."""
    held = await queries.consultation(slug, request.actor)
    headers = {"content-disposition": f'attachment; filename="{slug}.ics"'}
    return Response(_calendar(request, held), media_type="text/calendar", headers=headers)


def _calendar(request: CivicRequest, held: Consultation) -> bytes:
    found, locale = request.visit.settings, request.locale
    made = Calendar()
    made.add("prodid", "-//Rione//IT")
    made.add("version", "2.0")
    title = " ".join(held.title.split())
    made.add("name", title)
    for phase in held.phases:
        event = Event()
        event.add("uid", f"{held.slug}.{phase.kind}@{found.base_url.split('://')[-1].split('/')[0]}")
        event.add("dtstamp", clock.now())
        event.add("sequence", held.version)
        event.add("dtstart", phase.opens_at)
        event.add("dtend", phase.closes_at)
        event.add("summary", f"{title}: {translate(locale, listed(held.template).phases[phase.kind])}")
        event.add("url", f"{found.base_url}/consultazioni/{held.slug}")
        made.add_component(event)
    text: bytes = made.to_ical()
    return text


ROUTES = routes(Access.ANYONE, dates)
