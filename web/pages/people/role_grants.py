# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who has which role: the office gives and takes back, each time after a page that says what will happen."""

from typing import Any

from litestar import Response, get, post

from deliberation import clock
from deliberation.actor import Role
from deliberation.errors import Invalid, NotAllowed, NotFound
from deliberation.people import queries, roles
from deliberation.places.queries import place_names
from web.forms import ByField, CheckField, CivicForm, KindField, TextField, TextsField, read_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page, say, see_other
from web.words.messages.marks import N_
from web.words.messages.people import ROLES
from web.words.options import worded

EVERYWHERE = (N_("Tutta la città"), N_("ogni quartiere, e le proposte che non sono di un quartiere solo"))
CITY = "*"  # among the places of the form: no slug looks like it


class AppointmentForm(CivicForm):
    """Who, what, where; `confirmed` on the page that says what will happen."""

    email = TextField()
    role = KindField(Role, N_("Scegli un incarico."))
    neighbourhoods = TextsField()
    confirmed = CheckField()


class RevocationForm(CivicForm):
    """Which role of whom."""

    holder = TextField(name="person")
    role = KindField(Role)
    neighbourhood = TextField()


@get("/gestione/ruoli")
async def role_grants(request: CivicRequest) -> Response[str]:
    """Who has which role, and the form to give one."""
    return await _show(request, ByField())


@post("/gestione/ruoli")
async def appoint(request: CivicRequest) -> Response[Any]:
    """Ask first; with `confirmed`, give the role."""
    form = await read_form(request, AppointmentForm)
    role = form.role.data
    places = [place for place in await place_names() if place.slug in form.neighbourhoods.data]
    whole_city = role is not Role.MODERATOR or CITY in form.neighbourhoods.data
    try:
        form.check()
        if not form.confirmed.data and (whole_city or places):
            context = {"typed": form.typed, "role": role, "places": [] if whole_city else places}
            return await page(request, "people/appointment.html", {**context, "roles": ROLES, "city": CITY})
        chosen = [roles.CITY] if whole_city else [(place.id, place.slug) for place in places]
        new = await roles.appoint(request.actor, form.email.data, role, chosen, at=clock.now())
    except (Invalid, NotAllowed) as refusal:
        return await _show(request, form.typed, form.errors_of(refusal))
    sentence = N_("Incarico dato. Vale da subito.") if new else N_("La persona aveva già questo incarico.")
    return await see_other(request, "/gestione/ruoli", ("success", sentence))


@get("/gestione/ruoli/revoca")
async def revocation_form(request: CivicRequest) -> Response[str]:
    """Ask before a role is taken back."""
    wanted = (
        request.query_params.get("persona", ""),
        request.query_params.get("ruolo", ""),
        request.query_params.get("quartiere", ""),
    )
    for holder in await queries.holders(request.actor):
        if (holder.public_id, str(holder.role), holder.neighbourhood_slug) == wanted:
            return await page(request, "people/revocation.html", {"holder": holder, "roles": ROLES})
    raise NotFound("roles.not_held")


@post("/gestione/ruoli/revoca")
async def revoke(request: CivicRequest) -> Response[Any]:
    """Take the role back; the person's next request has it no more."""
    form = await read_form(request, RevocationForm)
    if form.role.data is None:
        raise NotFound("roles.not_held")
    try:
        await roles.revoke(request.actor, **form.data, at=clock.now())
    except NotAllowed as refusal:
        return await _show(request, ByField(), form.errors_of(refusal))
    return await see_other(request, "/gestione/ruoli", ("success", N_("Incarico revocato. Vale da subito.")))


async def _show(request: CivicRequest, typed: ByField, errors: ByField | None = None) -> Response[str]:
    places = await place_names()
    context = {
        "holders": await queries.holders(request.actor),
        "roles": ROLES,
        "role_options": worded(request.locale, ROLES),
        "place_options": [(CITY, *(say(request, text) for text in EVERYWHERE)), *((p.slug, p.name) for p in places)],
        "typed": typed,
        "errors": errors or {},
    }
    return await page(request, "people/role_grants.html", context, status=422 if errors else 200)


ROUTES = routes(Access.OFFICE, role_grants, appoint, revocation_form, revoke)
