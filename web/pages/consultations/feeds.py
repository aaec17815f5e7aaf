# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is new, for readers of feeds (RFC 4287): of the comune, of results alone, of one consultation.

A feed holds what a visitor sees, whoever asks for it: programs fetch it without signing in.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from litestar import Response, get
from litestar.params import FromPath

from deliberation import clock
from deliberation.actor import VISITOR
from deliberation.consultations import queries
from deliberation.consultations.queries import ConsultationCard
from deliberation.places.queries import city
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.queries import Sort
from web.consultation_cards import RESULT, place_names
from web.files import is_known
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import Site, environment
from web.words.i18n import translate
from web.words.listed import listed
from web.words.messages.marks import N_

MOST_NEWS = 40
AHEAD = timedelta(days=60)
BEFORE_ANYTHING = datetime(2000, 1, 1, tzinfo=UTC)
# The language is the reader's: a cache that many share keeps one for each.
CACHED = {"cache-control": "public, max-age=900", "vary": "cookie, accept-language"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 does not hold


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One piece of news; `path` is its page's, `name` what it keeps for good, both without the site's address."""

    at: datetime
    name: str
    title: str
    path: str
    text: str


@get("/novita.atom")
async def news(request: CivicRequest) -> Response[str]:
    """What was published and what was decided."""
    at, locale = clock.now(), request.locale
    found = await queries.consultations(VISITOR)
    opened = [
        Entry(
            opens if opens <= at else opens - AHEAD,
            f"/consultazioni/{held.slug}/aperta",
            held.title,
            f"/consultazioni/{held.slug}",
            f"{place_names(held, locale)}. {held.summary}",
        )
        for held in found
        if not held.imported_from and (opens := min((p.opens_at for p in held.phases), default=None))
        if opens <= at + AHEAD
    ]
    return await _answer(request, "", [*opened, *_results(found, locale)], "/")


@get("/risultati.atom")
async def results(request: CivicRequest) -> Response[str]:
    """What was decided, and nothing else."""
    entries = _results(await queries.consultations(VISITOR), request.locale)
    return await _answer(request, translate(request.locale, N_("Risultati")), entries, "/consultazioni")


@get("/consultazioni/{slug:str}/novita.atom")
async def one(request: CivicRequest, slug: FromPath[str]) -> Response[str]:
    """The phases of a consultation that have begun, its latest proposals, its result."""
    at, locale = clock.now(), request.locale
    held = await queries.consultation(slug, VISITOR)
    here = f"/consultazioni/{slug}"
    entries = [
        Entry(
            phase.opens_at,
            f"{here}/{phase.kind}",
            translate(locale, listed(held.template).phases[phase.kind]),
            here,
            held.summary,
        )
        for phase in held.phases
        if phase.opens_at <= at
    ]
    latest = await proposal_queries.proposals(VISITOR, at=at, consultation=slug, sort=Sort.NEWEST, size=MOST_NEWS)
    entries += [
        Entry(card.published_at, f"/proposte/{card.public_id}", card.title, f"/proposte/{card.public_id}", card.excerpt)
        for card in latest.items
        if card.published_at and not card.is_hidden
    ]
    if held.result_published_at:
        title = translate(locale, RESULT, title=held.title)
        entries.append(Entry(held.result_published_at, f"{here}/risultato", title, f"{here}/risultato", held.summary))
    return await _answer(request, held.title, entries, here)


def _results(found: Iterable[ConsultationCard], locale: str) -> list[Entry]:
    return [
        Entry(
            held.result_published_at,
            f"/consultazioni/{held.slug}/risultato",
            translate(locale, RESULT, title=held.title),
            f"/consultazioni/{held.slug}/risultato",
            place_names(held, locale),
        )
        for held in found
        if held.result_published_at
    ]


async def _answer(request: CivicRequest, title: str, entries: list[Entry], page: str) -> Response[str]:
    """The feed, the latest first; nothing but its tag to who has it already."""
    found, locale, municipality = request.visit.settings, request.locale, await city()
    entries = sorted(entries, reverse=True)[:MOST_NEWS]
    site = Site(municipality.name, municipality.is_demo, municipality.attribution, is_founded=True)
    text = (
        environment(locale, found.path_prefix)
        .get_template("consultations/news.xml")
        .render(
            entries=entries,
            title=title,
            owner=site.owner,
            base=found.base_url,
            here=request.url.path,
            page=page,
            updated=entries[0].at if entries else BEFORE_ANYTHING,
        )
    )
    text = _NOT_XML.sub("", text)
    digest = hashlib.sha256(text.encode()).hexdigest()[:24]
    headers = {**CACHED, "etag": f'"{digest}"'}
    if is_known(request, digest):
        return Response("", status_code=304, headers=headers)
    return Response(text, media_type="application/atom+xml; charset=utf-8", headers=headers)


ROUTES = routes(Access.ANYONE, news, results, one)
