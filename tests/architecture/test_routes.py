# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Route × role, generated from the route table and asked of the real application. docs/routes.md is this matrix."""

from pathlib import Path

import httpx
import pytest

from deliberation import clock
from deliberation.actor import VISITOR, Actor, Role
from deliberation.people.access.sessions import open_session
from tests.architecture.routes import Route, all_routes
from tests.world import a_city, a_person
from web import settings
from web.http.guards import may_open
from web.http.visits import Visit

DOCUMENT = Path(__file__).parents[2] / "docs" / "routes.md"
GUARD = {"sign_in.needed", "role.needed", "route.unlisted"}
ROLES = (
    "visitor",
    "account",
    "verified resident",
    "moderator of navile",
    "moderator of savena",
    "councillor",
    "office",
)
# Unsafe and without a token: each with its reason.
NO_TOKEN = {
    "POST /striscia/chiudi": "whoever has read that this is a demonstration; where it comes from is checked",
    "POST /valutazione": "visitors say how clear a page is without getting a cookie; where it comes from is checked",
    "POST /lingua": "visitors choose a language without getting a cookie; where it comes from is checked",
    "POST /avvisi/disiscrivi/{token:str}": "mail services post for readers (RFC 8058); the address is a secret",
}
JSON = {"accept": "application/json", "sec-fetch-site": "same-origin"}


async def people() -> dict[str, Actor]:
    world = await a_city()
    return {
        "visitor": VISITOR,
        "account": await a_person(),
        "verified resident": await a_person(world.navile),
        "moderator of navile": await a_person(world.navile, Role.MODERATOR, over=world.navile),
        "moderator of savena": await a_person(world.savena, Role.MODERATOR, over=world.savena),
        "councillor": await a_person(None, Role.COUNCILLOR),
        "office": await a_person(None, Role.OFFICE),
    }


async def ask(browser: httpx.AsyncClient, route: Route, actor: Actor, *, with_token: bool = True) -> httpx.Response:
    """One request of a person with a session of its own, so that signing out or leaving ends nothing else."""
    browser.cookies.clear()
    token = await open_session(actor.id, "Test", at=clock.now()) if actor.is_signed_in else "a-visitors-token"
    name = "rione_session" if actor.is_signed_in else "rione_visitor"
    browser.cookies.set(name, token, domain="127.0.0.1")
    csrf = Visit(actor=actor, token=token, session_id="", locale="it", settings=settings.load()).csrf_token()
    data = {"_csrf": csrf} if with_token and route.is_unsafe else None
    return await browser.request(route.method, route.address, data=data, headers=JSON)


def code_of(answer: httpx.Response) -> str:
    kind = answer.headers.get("content-type", "")
    return str(answer.json().get("code", "")) if kind.startswith("application/problem+json") else ""


def is_open(route: Route, actor: Actor) -> bool:
    return route.access is not None and may_open(actor, route.access)


def test_every_route_names_its_audience() -> None:
    assert [route.name for route in all_routes() if route.access is None] == []


async def test_head_is_guarded_as_get_is_and_options_only_lists_methods(browser: httpx.AsyncClient) -> None:
    for route in all_routes():
        if route.method == "GET" and not is_open(route, VISITOR):
            assert (await browser.head(route.address, headers=JSON)).status_code in (303, 403), route.name
            options = await browser.options(route.address)
            assert (options.status_code, options.content) == (204, b""), route.name


def test_routes_without_a_token_are_known_and_few() -> None:
    assert {route.name for route in all_routes() if route.no_token and route.is_unsafe} == set(NO_TOKEN)


@pytest.mark.parametrize("role", ROLES)
async def test_each_route_opens_to_whom_it_is_meant_for(browser: httpx.AsyncClient, role: str) -> None:
    actor, wrong = (await people())[role], []
    for route in all_routes():
        answer = await ask(browser, route, actor)
        refused = answer.status_code == 403 and code_of(answer) in GUARD
        if refused == is_open(route, actor) or answer.status_code >= 500:
            wrong.append((route.name, answer.status_code, code_of(answer)))
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
async def test_nothing_changes_without_a_token(browser: httpx.AsyncClient, role: str) -> None:
    actor, wrong = (await people())[role], []
    for route in all_routes():
        if route.is_unsafe and not route.no_token:
            answer = await ask(browser, route, actor, with_token=False)
            if answer.status_code != 403:
                wrong.append((route.name, answer.status_code))
    assert wrong == []


async def test_a_visitor_is_sent_to_sign_in_and_comes_back(browser: httpx.AsyncClient) -> None:
    await people()
    closed = [route for route in all_routes() if route.method == "GET" and not is_open(route, VISITOR)]
    assert len(closed) > 20
    for route in closed:
        if not route.pattern.startswith("/api/"):
            answer = await browser.get(route.address + "?da=qui")
            assert answer.status_code == 303, route.name
            assert answer.headers["location"].startswith("/accesso?next=%2F"), route.name
            assert answer.headers["location"].endswith("%3Fda%3Dqui"), route.name


async def test_the_document_of_routes_is_up_to_date(database: None, regenerate: bool) -> None:
    actors = await people()
    lines = [
        "# Routes and who may open them",
        "",
        "Generated from the route table and the guard by",
        "`pytest tests/architecture/test_routes.py --regenerate-goldens`; the same test asks the running application",
        "for every cell. A moderator's neighbourhood is checked behind the route, by the rules of what they moderate.",
        "",
        "| Route | Access | " + " | ".join(ROLES) + " |",
        "|---" * (len(ROLES) + 2) + "|",
    ]
    for route in all_routes():
        cells = " | ".join("yes" if is_open(route, actors[role]) else "–" for role in ROLES)
        lines.append(f"| `{route.name}` | {route.access} | {cells} |")
    text = "\n".join([*lines, ""])
    if regenerate:
        DOCUMENT.write_text(text, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == text, "run the command in the document's first paragraph"
