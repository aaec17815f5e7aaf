# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comune without zones, streets, people or an office's page: no page of anybody's fails, each leads on."""

import httpx
import pytest

from deliberation import clock
from deliberation.actor import VISITOR, Actor, Role
from deliberation.people.access.sessions import open_session
from tests.architecture.routes import all_routes
from tests.world import a_person, post, sign_in
from web import settings
from web.http.visits import Visit

ROLES: dict[str, tuple[Role, ...] | None] = {
    "visitor": None,
    "account": (),
    "moderator": (Role.MODERATOR,),
    "councillor": (Role.COUNCILLOR,),
    "office": (Role.OFFICE,),
}


async def somebody(role: str) -> Actor:
    roles = ROLES[role]
    return VISITOR if roles is None else await a_person(None, *roles)


@pytest.mark.parametrize("role", ROLES)
async def test_no_route_fails_on_a_comune_without_anything(browser: httpx.AsyncClient, role: str) -> None:
    await browser.get("/")
    actor, wrong = await somebody(role), []
    for route in all_routes():
        browser.cookies.clear()
        token = await open_session(actor.id, "Test", at=clock.now()) if actor.is_signed_in else "a-visitors-token"
        browser.cookies.set("rione_session" if actor.is_signed_in else "rione_visitor", token, domain="127.0.0.1")
        csrf = Visit(actor=actor, token=token, session_id="", locale="it", settings=settings.load()).csrf_token()
        data = {"_csrf": csrf} if route.is_unsafe else None
        headers = {"sec-fetch-site": "same-origin"}
        answer = await browser.request(route.method, route.address, data=data, headers=headers)
        if answer.status_code >= 500:
            wrong.append((route.name, answer.status_code))
    assert wrong == []


async def test_what_is_not_there_yet_says_so_and_leads_on(browser: httpx.AsyncClient) -> None:
    await sign_in(browser, await a_person())
    assert "non ha ancora caricato i quartieri" in (await browser.get("/residenza")).text
    assert "non ha ancora scritto la sua pagina" in (await browser.get("/ufficio")).text
    assert 'href="/consultazioni"' in (await browser.get("/quartieri")).text.split("<main", 1)[1].split("</main", 1)[0]


async def test_the_first_consultation_can_be_made_before_anything_was_loaded(browser: httpx.AsyncClient) -> None:
    await sign_in(browser, await a_person(None, Role.OFFICE))
    page = "/gestione/consultazioni/nuova"
    made = await post(browser, page, page, template="neighbourhood-budget", title="Che cosa serve?")
    assert (made.status_code, made.headers["location"]) == (303, "/gestione/consultazioni/che-cosa-serve/testi")
    dates = (await browser.get("/gestione/consultazioni/che-cosa-serve/fasi")).text
    assert 'href="/gestione/impostazioni/luoghi"' in dates
    office = {"name": "Ufficio partecipazione", "version": "0"}
    assert (await post(browser, "/gestione/ufficio", "/gestione/ufficio", **office)).status_code == 303
