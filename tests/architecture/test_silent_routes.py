# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A route that does not say who may open it: the application does not start with it, and never opens it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Request, Response, Router, WebSocket, asgi, get, head, post, route, websocket
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler, Receive, Scope, Send

from deliberation import clock
from deliberation.actor import VISITOR, Grant, Role
from deliberation.people.access.sessions import open_session
from tests.world import a_city, a_person
from web import settings
from web.app import ROUTES, create_app
from web.http.guards import Access, Undeclared, may_open

AUDIENCES = {
    Access.ANYONE: set(Role),
    Access.SIGNED_IN: set(Role),
    Access.MODERATOR: {Role.MODERATOR, Role.OFFICE},
    Access.OFFICE: {Role.OFFICE},
    Access.COUNCIL: {Role.COUNCILLOR, Role.OFFICE},
}
ROOT = Path(__file__).parents[2]
OPENED = "SENZAGUARDIA"
JSON = {"accept": "application/json", "sec-fetch-site": "same-origin"}


def _silent() -> dict[str, ControllerRouterHandler]:
    """One route of every kind that says nothing of its audience."""

    @get("/silenzio")
    async def page() -> str:
        return OPENED

    @post("/silenzio")
    async def form() -> str:
        return OPENED

    @head("/silenzio")
    async def bare() -> None:
        return None

    @route("/silenzio", http_method=["OPTIONS"])
    async def options() -> str:
        return OPENED

    @route("/silenzio", http_method=["PUT", "PATCH", "DELETE"])
    async def other() -> None:
        return None

    @asgi("/silenzio", is_mount=True, copy_scope=True)
    async def mounted(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(OPENED).to_asgi_response(request=Request(scope))(scope, receive, send)

    @asgi("/silenzio", copy_scope=True)
    async def plain(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(OPENED).to_asgi_response(request=Request(scope))(scope, receive, send)

    @websocket("/silenzio")
    async def socket(socket: WebSocket[Any, Any, Any]) -> None:
        await socket.accept()

    @get("/silenzio", opt={"access": "anyone"})
    async def misspelt() -> str:
        return OPENED

    return {
        "GET": page,
        "POST": form,
        "HEAD": bare,
        "OPTIONS": options,
        "others": other,
        "mounted": mounted,
        "ASGI": plain,
        "WebSocket": socket,
        "router": Router("/api", route_handlers=[page]),
        "static": create_static_files_router("/silenzio", [ROOT / "docs"]),
        "no Access": misspelt,
    }


@pytest.mark.parametrize("kind", _silent())
def test_an_application_with_a_route_that_names_no_audience_does_not_start(kind: str) -> None:
    with pytest.raises(Undeclared, match="silenzio"):
        create_app(settings.load(), [*ROUTES, _silent()[kind]])


def test_the_refusal_to_start_names_methods_and_path() -> None:
    with pytest.raises(Undeclared, match=r"^these routes name no Access: DELETE PATCH PUT /silenzio$"):
        create_app(settings.load(), [*ROUTES, _silent()["others"]])


@pytest.mark.parametrize(("access", "open_to"), AUDIENCES.items())
def test_an_audience_is_who_the_table_says(access: Access, open_to: set[Role]) -> None:
    somebody = replace(VISITOR, id=1)
    assert {role for role in Role if may_open(replace(somebody, grants=(Grant(role, 7),)), access)} == open_to
    assert may_open(somebody, access) is (access in (Access.ANYONE, Access.SIGNED_IN))
    assert may_open(VISITOR, access) is (access is Access.ANYONE)


@pytest.mark.parametrize("kind", ["GET", "POST", "OPTIONS", "mounted", "ASGI", "no Access"])
async def test_a_route_added_later_without_an_audience_is_closed_to_everybody(database: None, kind: str) -> None:
    app = create_app(settings.load())
    app.litestar.register(_silent()[kind])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    await a_city()
    actor = await a_person(None, Role.OFFICE)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        for who in (VISITOR, actor):
            if who.is_signed_in:
                client.cookies.set("rione_session", await open_session(who.id, "Test", at=clock.now()))
            answer = await client.request(kind if kind in ("POST", "OPTIONS") else "GET", "/silenzio", headers=JSON)
            assert (answer.status_code, answer.json()["code"]) == (403, "route.unlisted")
            assert OPENED not in answer.text


async def test_a_route_that_answers_all_alike_asks_who_it_is_unless_it_is_for_anyone(database: None) -> None:
    @get("/silenzio", opt={"access": Access.OFFICE, "impersonal": True})
    async def page() -> str:
        return OPENED

    await a_city()
    app = create_app(settings.load(), [*ROUTES, page])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000") as client:
        answer = await client.get("/silenzio", headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (403, "sign_in.needed")
    assert OPENED not in answer.text
