# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a proposal said before, and what changed, word by word."""

from dataclasses import dataclass

from litestar import Response, get
from litestar.params import FromPath

from deliberation.proposals import queries
from deliberation.proposals.amendments.queries import adopted
from deliberation.proposals.versions import texts
from deliberation.proposals.versions.texts import PublicText
from deliberation.records.comparisons import Run, compare
from web.forms import whole
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page, say
from web.words.i18n import euro
from web.words.messages.consultations import CATEGORIES
from web.words.messages.marks import N_


@dataclass(frozen=True, slots=True)
class Change:
    """Two texts side by side: title and body as runs of words, the rest that differs as (name, before, now)."""

    before: PublicText
    after: PublicText
    title: tuple[Run, ...]
    body: tuple[Run, ...]
    rest: tuple[tuple[str, str, str], ...]


@get("/proposte/{public_id:str}/versioni")
async def versions(request: CivicRequest, public_id: FromPath[str]) -> Response[str]:
    """All texts, and the comparison of two: `da` and `a` by their numbers, else the last change."""
    seen = await queries.proposal(public_id, request.actor)
    known = await texts.history(seen)
    later = _chosen(known, request.query_params.get("a", ""), known[0])
    at = known.index(later)
    earlier = _chosen(known, request.query_params.get("da", ""), known[min(at + 1, len(known) - 1)])
    earlier, later = sorted((earlier, later), key=lambda text: text.number)
    context = {
        "proposal": seen,
        "texts": known,
        "adopted": await adopted(seen),
        "change": _change(request, earlier, later) if earlier is not later else None,
    }
    return await page(request, "proposals/versions.html", context)


def _chosen(known: tuple[PublicText, ...], asked: str, otherwise: PublicText) -> PublicText:
    return next((text for text in known if text.number == whole(asked)), otherwise)


def _change(request: CivicRequest, before: PublicText, after: PublicText) -> Change:
    named = (
        (say(request, N_("Argomento")), *(_topic(request, text.category) for text in (before, after))),
        (
            say(request, N_("Quartiere")),
            *(text.place or say(request, N_("Tutta la città")) for text in (before, after)),
        ),
        (say(request, N_("In quale punto, a parole")), before.place_label, after.place_label),
        (say(request, N_("Il punto sulla mappa")), *_moved(request, before, after)),
        (
            say(request, N_("Costo secondo chi propone")),
            *(_cost(request, text.asked_cents) for text in (before, after)),
        ),
    )
    rest = tuple((name, was or "–", now or "–") for name, was, now in named if was != now)
    return Change(before, after, compare(before.title, after.title), compare(before.body, after.body), rest)


def _topic(request: CivicRequest, category: str) -> str:
    return say(request, CATEGORIES[category]) if category in CATEGORIES else category


def _cost(request: CivicRequest, cents: int | None) -> str:
    return "" if cents is None else euro(cents, request.locale)


def _moved(request: CivicRequest, before: PublicText, after: PublicText) -> tuple[str, str]:
    """People read no coordinates: whether there was a point, and that it moved."""
    points = [(text.latitude, text.longitude) for text in (before, after)]
    if points[0] == points[1]:
        return "", ""
    was, now = ("" if point[0] is None else say(request, N_("segnato")) for point in points)
    return was, say(request, N_("spostato")) if was and now else now


ROUTES = routes(Access.ANYONE, versions)
