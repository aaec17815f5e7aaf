# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the office edits a neighbourhood's committee and its seats."""

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.committees import committees, members
from deliberation.committees.queries import CommitteeView, Seat, committee_of
from deliberation.committees.rules import may_edit_committee
from deliberation.errors import CivicError, Invalid
from deliberation.places.queries import NeighbourhoodView, neighbourhood
from web.forms import Errors
from web.http.bodies import LONG_TEXTS
from web.http.guards import Access, routes
from web.http.problems import words
from web.http.requests import CivicRequest
from web.render import page, see_other

_PATH = "/gestione/quartieri/{slug:str}/comitato"


@get(_PATH)
async def edit_committee(request: CivicRequest, slug: FromPath[str]) -> Response[str]:
    """The committee's words and its seats."""
    return await _page(request, await neighbourhood(slug), {})


@post(_PATH, status_code=200)
async def write_committee(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Publish the committee's words; founds it when there is none."""
    place = await neighbourhood(slug)
    typed = _typed(await request.form(), "name", "presentation", "email")
    try:
        await committees.write(request.actor, place, **typed, at=clock.now())
    except Invalid as refusal:
        return await _page(request, place, typed, refusal)
    return await see_other(request, f"/quartieri/{slug}#comitato", ("success", "La pagina del comitato è aggiornata."))


@post(f"{_PATH}/componenti", status_code=200)
async def seat_member(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Give somebody a seat."""
    place = await neighbourhood(slug)
    typed = _typed(await request.form(), "member", "seat", "since", "until")
    try:
        since, until = _day(typed["since"], "since"), _day(typed["until"], "until") if typed["until"] else None
        kind = Seat(typed["seat"]) if typed["seat"] in list(Seat) else Seat.MEMBER
        await members.seat(request.actor, place, typed["member"], kind, since, until, at=clock.now())
    except Invalid as refusal:
        return await _page(request, place, typed, refusal)
    return await see_other(request, _PATH.replace("{slug:str}", slug), ("success", "La persona è nel comitato."))


@post(f"{_PATH}/componenti/{{member:str}}/fine", status_code=200)
async def end_seat(request: CivicRequest, slug: FromPath[str], member: FromPath[str]) -> Response[Any]:
    """End a seat with a day."""
    place = await neighbourhood(slug)
    typed = _typed(await request.form(), "until")
    try:
        await members.end(request.actor, place, member, _day(typed["until"], "until"), at=clock.now())
    except Invalid as refusal:
        request.visit.flash("danger", words(request.locale, refusal.code))
        return await see_other(request, _PATH.replace("{slug:str}", slug))
    return await see_other(request, _PATH.replace("{slug:str}", slug), ("success", "L'incarico ha una fine."))


def _typed(form: Any, *names: str) -> dict[str, str]:
    return {name: str(form.get(name, "")) for name in names}


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid("member.no_date", fields={field: "member.no_date"}) from None


async def _page(
    request: CivicRequest, place: NeighbourhoodView, typed: dict[str, str], refusal: CivicError | None = None
) -> Response[str]:
    if forbidden := may_edit_committee(request.actor, place.id):
        raise forbidden
    held: CommitteeView | None = await committee_of(place.id)
    shown = {
        "name": held.name if held else f"Comitato di {place.name}",
        "presentation": held.presentation if held else "",
        "email": held.email if held else "",
        "member": "",
        "seat": "member",
        "since": clock.in_rome(clock.now()).date().isoformat(),
        "until": "",
    }
    errors = Errors((name, words(request.locale, code)) for name, code in (refusal.fields if refusal else {}).items())
    context = {
        "place": place,
        "committee": held,
        "typed": {**shown, **typed},
        "errors": errors,
        "today": clock.in_rome(clock.now()).date(),
    }
    return await page(request, "committees/edit.html", context, status=422 if refusal else 200)


ROUTES = routes(Access.OFFICE, edit_committee, write_committee, seat_member, end_seat, takes=LONG_TEXTS)
