# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who has which role: the office gives and takes back, each time after a page that says what will happen."""

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict

from deliberation import clock
from deliberation.actor import Role
from deliberation.errors import Invalid, NotAllowed, NotFound
from deliberation.people import queries, roles
from deliberation.places.queries import PlaceView, place_names
from deliberation.text import tidy
from web.http.guards import Access, routes
from web.http.problems import words_for
from web.http.requests import CivicRequest
from web.render import page, see_other
from web.words.messages.marks import N_
from web.words.messages.people import ROLES

CITY = "*"  # among the places of the form: no slug looks like it


@get("/gestione/ruoli")
async def role_grants(request: CivicRequest) -> Response[str]:
    """Who has which role, and the form to give one."""
    return await _show(request, {"email": "", "role": "", "neighbourhoods": []})


@post("/gestione/ruoli")
async def appoint(request: CivicRequest) -> Response[Any]:
    """Ask first; with `confirmed`, give the role."""
    form = await request.form()
    typed: dict[str, Any] = {
        "email": str(form.get("email", "")).strip(),
        "role": str(form.get("role", "")),
        "neighbourhoods": [str(v) for v in form.getall("neighbourhoods", [])],
    }
    if typed["role"] not in set(Role):
        return await _show(request, typed, N_("Scegli un incarico."), "role")
    role, places = Role(typed["role"]), await _places(form)
    whole_city = role is not Role.MODERATOR or CITY in typed["neighbourhoods"]
    if not form.get("confirmed") and (whole_city or places):
        context = {"typed": typed, "role": role, "places": [] if whole_city else places, "roles": ROLES, "city": CITY}
        return await page(request, "people/appointment.html", context)
    try:
        chosen = [roles.CITY] if whole_city else [(place.id, place.slug) for place in places]
        new = await roles.appoint(request.actor, typed["email"], role, chosen, at=clock.now())
    except (Invalid, NotAllowed) as refusal:
        return await _show(request, typed, words_for(request, refusal), next(iter(refusal.fields), ""))
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
    form = await request.form()
    role = str(form.get("role", ""))
    if role not in set(Role):
        raise NotFound("roles.not_held")
    try:
        await roles.revoke(
            request.actor,
            tidy(str(form.get("person", ""))),
            Role(role),
            tidy(str(form.get("neighbourhood", ""))),
            at=clock.now(),
        )
    except NotAllowed as refusal:
        return await _show(request, {"email": "", "role": "", "neighbourhoods": []}, words_for(request, refusal))
    return await see_other(request, "/gestione/ruoli", ("success", N_("Incarico revocato. Vale da subito.")))


async def _places(form: FormMultiDict) -> list[PlaceView]:
    wanted = {str(value) for value in form.getall("neighbourhoods", [])}
    return [place for place in await place_names() if place.slug in wanted]


async def _show(request: CivicRequest, typed: dict[str, Any], problem: str = "", where: str = "") -> Response[str]:
    actor = request.actor
    context = {
        "holders": await queries.holders(actor),
        "places": await place_names(),
        "roles": ROLES,
        "typed": typed,
        "city": CITY,
        "problem": problem,
        "where": where,
    }
    return await page(request, "people/role_grants.html", context, status=422 if problem else 200)


ROUTES = routes(Access.OFFICE, role_grants, appoint, revocation_form, revoke)
