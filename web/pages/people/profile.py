# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One's own account: what we know, sessions, password, address, leaving."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.ballots.entitled.answers import own_answers
from deliberation.ballots.traces import own_votes
from deliberation.consultations.queries import votes_to_come
from deliberation.errors import Invalid, NotAllowed, TooMany
from deliberation.people import credentials, departures, queries
from deliberation.people.access import devices, sessions
from deliberation.people.identity.queries import own_identity
from deliberation.people.register.stays import own_stay
from deliberation.places.queries import place_names
from web.forms import CivicForm, TextField, read_form, show_form
from web.http.guards import Access, routes
from web.http.limits import no_sooner_than
from web.http.requests import CivicRequest
from web.http.visits import browser_name
from web.pages.people.entries import come_in
from web.pages.people.identity_forms import DOCUMENTS
from web.render import page, see_other
from web.words.messages.marks import N_
from web.words.messages.people import ROLES
from web.words.regulations import CITIZENSHIPS, answer_words

NEEDED = N_("Scrivi la password che usi adesso.")


class PasswordForm(CivicForm):
    """From the old password to a new one."""

    password = TextField(NEEDED)
    new_password = TextField(N_("Scegli una nuova password."))


class AddressForm(CivicForm):
    """To another e-mail address."""

    email = TextField(N_("Scrivi il nuovo indirizzo."))
    password = TextField(NEEDED)


class LeavingForm(CivicForm):
    """Sure to leave."""

    password = TextField(NEEDED)


@get("/profilo")
async def profile(request: CivicRequest) -> Response[str]:
    """What we know of the person, and what they can change."""
    names = {place.id: place.name for place in await place_names()}
    roles = [(grant.role, names.get(grant.neighbourhood or 0, "")) for grant in request.actor.grants]
    account = await queries.own_account(request.actor)
    votes, coming = list((await own_votes(request.actor, at=clock.now())).values()), await votes_to_come(at=clock.now())
    answers = await own_answers(request.actor, coming, at=clock.now())
    context = {
        "account": account,
        "coming": [
            (vote, answer_words(one, vote.voters, request.locale)) for vote, one in zip(coming, answers, strict=True)
        ],
        "identity": await own_identity(request.actor),
        "stay": await own_stay(request.actor),
        "citizenships": CITIZENSHIPS,
        "documents": DOCUMENTS,
        "roles": roles,
        "role_names": ROLES,
        "votes": votes,
    }
    return await page(request, "people/profile.html", context)


@get("/profilo/sessioni")
async def own_sessions(request: CivicRequest) -> Response[str]:
    """Where the person is signed in."""
    at = clock.now()
    context = {
        "sessions": await sessions.own_sessions(request.actor.id, at=at),
        "this": request.visit.session_id,
        "devices": await devices.count(request.actor.id, at=at),
        "recognised": await devices.recognised(request.visit.devices, request.actor.id, at=at),
    }
    return await page(request, "access/sessions.html", context)


@post("/profilo/sessioni/chiudi-altre")
async def close_others(request: CivicRequest) -> Response[Any]:
    """Sign out everywhere but here, and recognise no other browser."""
    await sessions.close_all(request.actor.id, keep=request.visit.session_id)
    await devices.forget(request.actor.id, keep=request.visit.devices)
    return await see_other(request, "/profilo/sessioni", ("success", N_("Gli altri accessi sono chiusi.")))


@post("/profilo/sessioni/{session:str}/chiudi")
async def close_one(request: CivicRequest, session: FromPath[str]) -> Response[Any]:
    """Sign out one browser; one's own too."""
    await sessions.revoke_session(request.actor.id, session)
    if session == request.visit.session_id:
        request.visit.sign_out()
        return await see_other(request, "/", ("success", N_("Accesso chiuso. A presto.")))
    return await see_other(request, "/profilo/sessioni", ("success", N_("Accesso chiuso.")))


@get("/profilo/password")
async def password_form(request: CivicRequest) -> Response[str]:
    return await show_form(request, "access/password.html", await read_form(request, PasswordForm))


@post("/profilo/password")
async def change_password(request: CivicRequest) -> Response[Any]:
    """Change it: the other browsers are signed out, this one gets a new session."""
    form = await read_form(request, PasswordForm)
    try:
        form.check()
        entry = await credentials.change_password(
            request.actor,
            form.password.data,
            form.new_password.data,
            browser_name(request),
            holder=request.visit.session_id,
            devices=request.visit.devices,
            at=clock.now(),
        )
    except (Invalid, TooMany) as refusal:
        return await show_form(request, "access/password.html", form, refusal)
    sentence = N_("La nuova password è salvata. Gli altri accessi sono chiusi.")
    return await come_in(request, entry, sentence, otherwise="/profilo")


@get("/profilo/email")
async def address_form(request: CivicRequest) -> Response[str]:
    return await show_form(request, "people/address.html", await read_form(request, AddressForm))


@post("/profilo/email")
async def change_address(request: CivicRequest) -> Response[Any]:
    """Send a link to the new address; nothing changes until it is used."""
    form = await read_form(request, AddressForm)
    try:
        form.check()
        async with no_sooner_than(0.5):
            await credentials.ask_move(
                request.actor, form.email.data, form.password.data, holder=request.visit.session_id, at=clock.now()
            )
    except (Invalid, TooMany) as refusal:
        return await show_form(request, "people/address.html", form, refusal)
    return await page(request, "access/link_sent.html", {"email": form.email.data, "why": "move"})


@get("/profilo/elimina")
async def leaving_form(request: CivicRequest) -> Response[str]:
    return await show_form(request, "people/leaving.html", await read_form(request, LeavingForm))


@post("/profilo/elimina")
async def leave(request: CivicRequest) -> Response[Any]:
    """Delete the account."""
    form = await read_form(request, LeavingForm)
    try:
        form.check()
        await departures.delete_own(request.actor, form.password.data, holder=request.visit.session_id, at=clock.now())
    except (Invalid, NotAllowed, TooMany) as refusal:
        return await show_form(request, "people/leaving.html", form, refusal)
    request.visit.sign_out()
    return await see_other(request, "/", ("success", N_("Il tuo account è eliminato. Grazie di aver partecipato.")))


ROUTES = routes(
    Access.SIGNED_IN,
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
)
