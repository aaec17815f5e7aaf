# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the office edits a neighbourhood's committee and its seats."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.committees import committees, members
from deliberation.committees.queries import CommitteeView, Seat, committee_of
from deliberation.committees.rules import may_edit_committee
from deliberation.errors import Invalid
from deliberation.places.queries import NeighbourhoodView, neighbourhood
from web.forms import ByField, CivicForm, DayField, KindField, TextField, has_texts, read_form
from web.http.bodies import LONG_TEXTS
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page, see_other
from web.words.messages import MESSAGES

_PATH = "/gestione/quartieri/{slug:str}/comitato"


NO_DATE = MESSAGES["member.no_date"]


@has_texts(committees.LIMITS)
class CommitteeForm(CivicForm):
    """The committee's words."""


class SeatForm(CivicForm):
    """Who sits in the committee, as what and when."""

    name = TextField(name="member")
    kind = KindField(Seat, name="seat", default=Seat.MEMBER)
    since = DayField(NO_DATE, NO_DATE)
    until = DayField("", NO_DATE)


class EndForm(CivicForm):
    """The last day of a seat."""

    until = DayField(NO_DATE, NO_DATE)


@get(_PATH)
async def edit_committee(request: CivicRequest, slug: FromPath[str]) -> Response[str]:
    """The committee's words and its seats."""
    return await _page(request, await neighbourhood(slug))


@post(_PATH, status_code=200)
async def write_committee(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Publish the committee's words; founds it when there is none."""
    place, form = await neighbourhood(slug), await read_form(request, CommitteeForm)
    try:
        await committees.write(request.actor, place, **form.data, at=clock.now())
    except Invalid as refusal:
        return await _page(request, place, form, refusal)
    return await see_other(request, f"/quartieri/{slug}#comitato", ("success", "La pagina del comitato è aggiornata."))


@post(f"{_PATH}/componenti", status_code=200)
async def seat_member(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Give somebody a seat."""
    place, form = await neighbourhood(slug), await read_form(request, SeatForm)
    try:
        form.check()
        await members.seat(request.actor, place, **form.data, at=clock.now())
    except Invalid as refusal:
        return await _page(request, place, form, refusal)
    return await see_other(request, _PATH.replace("{slug:str}", slug), ("success", "La persona è nel comitato."))


@post(f"{_PATH}/componenti/{{member:str}}/fine", status_code=200)
async def end_seat(request: CivicRequest, slug: FromPath[str], member: FromPath[str]) -> Response[Any]:
    """End a seat with a day."""
    place, form = await neighbourhood(slug), await read_form(request, EndForm)
    try:
        form.check()
        await members.end(request.actor, place, member, form.until.data, at=clock.now())
    except Invalid as refusal:
        request.visit.flash("danger", form.errors_of(refusal)["until"])
        return await see_other(request, _PATH.replace("{slug:str}", slug))
    return await see_other(request, _PATH.replace("{slug:str}", slug), ("success", "L'incarico ha una fine."))


async def _page(
    request: CivicRequest, place: NeighbourhoodView, form: CivicForm | None = None, refusal: Invalid | None = None
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
    context = {
        "place": place,
        "committee": held,
        "typed": shown | (form.typed if form else {}),
        "errors": form.errors_of(refusal) if form else ByField(),
        "today": clock.in_rome(clock.now()).date(),
    }
    return await page(request, "committees/edit.html", context, status=422 if refusal else 200)


ROUTES = routes(Access.OFFICE, edit_committee, write_committee, seat_member, end_seat, takes=LONG_TEXTS)
