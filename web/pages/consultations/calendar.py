# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates for one's own calendar, and what is new for a reader of feeds: RFC 5545 and RFC 4287, for programs."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event
from litestar import Response, get
from litestar.params import FromPath

from deliberation import clock
from deliberation.actor import VISITOR
from deliberation.consultations import queries
from deliberation.consultations.consultation import Consultation
from deliberation.places.queries import city
from web.consultation_cards import place_names
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import Site, environment
from web.words.i18n import translate
from web.words.listed import listed
from web.words.messages.marks import N_

MOST_NEWS = 40
# The language is the reader's: a cache that many share keeps one for each.
CACHED = {"cache-control": "public, max-age=900", "vary": "cookie, accept-language"}


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


@get("/novita.atom")
async def news(request: CivicRequest) -> Response[str]:
    """What was published and what was decided, the latest first; the same for everybody."""
    found, locale, at = request.visit.settings, request.locale, clock.now()
    entries: list[tuple[datetime, str, str, str, str]] = []
    for held in await queries.consultations(VISITOR):
        opens = min((phase.opens_at for phase in held.phases), default=None)
        address = f"{found.base_url}/consultazioni/{held.slug}"
        place = place_names(held, locale)
        if opens and opens <= at + timedelta(days=60) and not held.imported_from:
            text = f"{place}. {held.summary}"
            entries.append((min(opens, at), held.title, address, f"{held.slug}/aperta", text))
        if held.result_published_at:
            title = translate(locale, N_("Il risultato: %(title)s"), title=held.title)
            entries.append((held.result_published_at, title, f"{address}/risultato", f"{held.slug}/risultato", place))
    entries.sort(key=lambda entry: (entry[0], entry[3]), reverse=True)
    municipality = await city()
    site = Site(municipality.name, municipality.is_demo, municipality.attribution, is_founded=True)
    text = (
        environment(locale, found.path_prefix)
        .get_template("consultations/news.xml")
        .render(entries=entries[:MOST_NEWS], owner=site.owner, base=found.base_url, now=at)
    )
    return Response(text, media_type="application/atom+xml; charset=utf-8", headers=CACHED)


ROUTES = routes(Access.ANYONE, dates, news)
