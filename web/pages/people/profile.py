# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One's own account: what we know, sessions, password, address, leaving."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from deliberation import clock
from deliberation.ballots.traces import own_votes
from deliberation.errors import Invalid, NotAllowed, TooMany
from deliberation.people import credentials, departures, queries
from deliberation.people.access import devices, sessions
from deliberation.places.queries import place_names
from web.forms import CivicForm, read_form
from web.http.guards import Access
from web.http.limits import no_sooner_than, refused_form
from web.http.visits import browser_name, visit_of
from web.pages.people.entries import come_in
from web.render import page, see_other
from web.words.messages.marks import N_

OWN: dict[str, Any] = {"access": Access.SIGNED_IN}
NEEDED = InputRequired(N_("Scrivi la password che usi adesso."))


class PasswordForm(CivicForm):
    """From the old password to a new one."""

    password = PasswordField(validators=[NEEDED])
    new_password = PasswordField(validators=[InputRequired(N_("Scegli una nuova password."))])


class AddressForm(CivicForm):
    """To another e-mail address."""

    email = StringField(validators=[InputRequired(N_("Scrivi il nuovo indirizzo."))])
    password = PasswordField(validators=[NEEDED])


class LeavingForm(CivicForm):
    """Sure to leave."""

    password = PasswordField(validators=[NEEDED])


@get("/profilo", opt=OWN, include_in_schema=False)
async def profile(request: Request[Any, Any, Any]) -> Response[str]:
    """What we know of the person, and what they can change."""
    visit = await visit_of(request)
    names = {place.id: place.name for place in await place_names()}
    roles = [(grant.role, names.get(grant.neighbourhood or 0, "")) for grant in visit.actor.grants]
    account = await queries.own_account(visit.actor)
    votes = list((await own_votes(visit.actor, at=clock.now())).values())
    return await page(request, "people/profile.html", {"account": account, "roles": roles, "votes": votes})


@get("/profilo/sessioni", opt=OWN, include_in_schema=False)
async def own_sessions(request: Request[Any, Any, Any]) -> Response[str]:
    """Where the person is signed in."""
    visit = await visit_of(request)
    at = clock.now()
    context = {
        "sessions": await sessions.own_sessions(visit.actor.id, at=at),
        "this": visit.session_id,
        "devices": await devices.count(visit.actor.id, at=at),
        "recognised": await devices.recognised(visit.devices, visit.actor.id, at=at),
    }
    return await page(request, "access/sessions.html", context)


@post("/profilo/sessioni/chiudi-altre", opt=OWN, include_in_schema=False)
async def close_others(request: Request[Any, Any, Any]) -> Response[Any]:
    """Sign out everywhere but here, and recognise no other browser."""
    visit = await visit_of(request)
    await sessions.close_all(visit.actor.id, keep=visit.session_id)
    await devices.forget(visit.actor.id, keep=visit.devices)
    return await see_other(request, "/profilo/sessioni", ("success", N_("Gli altri accessi sono chiusi.")))


@post("/profilo/sessioni/{session:str}/chiudi", opt=OWN, include_in_schema=False)
async def close_one(request: Request[Any, Any, Any], session: FromPath[str]) -> Response[Any]:
    """Sign out one browser; one's own too."""
    visit = await visit_of(request)
    await sessions.revoke_session(visit.actor.id, session)
    if session == visit.session_id:
        visit.sign_out()
        return await see_other(request, "/", ("success", N_("Sei uscito. A presto.")))
    return await see_other(request, "/profilo/sessioni", ("success", N_("Accesso chiuso.")))


@get("/profilo/password", opt=OWN, include_in_schema=False)
async def password_form(request: Request[Any, Any, Any]) -> Response[str]:
    return await page(request, "access/password.html", {"form": await read_form(request, PasswordForm), "problem": ""})


@post("/profilo/password", opt=OWN, include_in_schema=False)
async def change_password(request: Request[Any, Any, Any]) -> Response[Any]:
    """Change it: the other browsers are signed out, this one gets a new session."""
    visit, form = await visit_of(request), await read_form(request, PasswordForm)
    if not form.validate():
        return await page(request, "access/password.html", {"form": form, "problem": ""}, status=422)
    try:
        entry = await credentials.change_password(
            visit.actor,
            form.password.data,
            form.new_password.data,
            browser_name(request),
            holder=visit.session_id,
            devices=visit.devices,
            at=clock.now(),
        )
    except (Invalid, TooMany) as refusal:
        return await refused_form(request, "access/password.html", form, refusal)
    sentence = N_("La nuova password è registrata. Gli altri accessi sono chiusi.")
    return await come_in(request, entry, sentence, otherwise="/profilo")


@get("/profilo/email", opt=OWN, include_in_schema=False)
async def address_form(request: Request[Any, Any, Any]) -> Response[str]:
    return await page(request, "people/address.html", {"form": await read_form(request, AddressForm), "problem": ""})


@post("/profilo/email", opt=OWN, include_in_schema=False)
async def change_address(request: Request[Any, Any, Any]) -> Response[Any]:
    """Send a link to the new address; nothing changes until it is used."""
    visit, form = await visit_of(request), await read_form(request, AddressForm)
    if not form.validate():
        return await page(request, "people/address.html", {"form": form, "problem": ""}, status=422)
    try:
        async with no_sooner_than(0.5):
            await credentials.ask_move(
                visit.actor, form.email.data, form.password.data, holder=visit.session_id, at=clock.now()
            )
    except (Invalid, TooMany) as refusal:
        return await refused_form(request, "people/address.html", form, refusal)
    return await page(request, "access/link_sent.html", {"email": form.email.data, "why": "move"})


@get("/profilo/elimina", opt=OWN, include_in_schema=False)
async def leaving_form(request: Request[Any, Any, Any]) -> Response[str]:
    return await page(request, "people/leaving.html", {"form": await read_form(request, LeavingForm), "problem": ""})


@post("/profilo/elimina", opt=OWN, include_in_schema=False)
async def leave(request: Request[Any, Any, Any]) -> Response[Any]:
    """Delete the account."""
    visit, form = await visit_of(request), await read_form(request, LeavingForm)
    if not form.validate():
        return await page(request, "people/leaving.html", {"form": form, "problem": ""}, status=422)
    try:
        await departures.delete_own(visit.actor, form.password.data, holder=visit.session_id, at=clock.now())
    except (Invalid, NotAllowed, TooMany) as refusal:
        return await refused_form(request, "people/leaving.html", form, refusal)
    visit.sign_out()
    return await see_other(request, "/", ("success", N_("Il tuo account è eliminato. Grazie di aver partecipato.")))


ROUTES: list[Any] = [
    profile,
    own_sessions,
    close_others,
    close_one,
    password_form,
    change_password,
    address_form,
    change_address,
    leaving_form,
    leave,
]
