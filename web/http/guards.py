# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may open a route: `routes` says it once for a group. With a route that names no Access no application starts.

A route that is added to a running application without an Access is refused to everybody.
"""

from enum import StrEnum
from typing import Any

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler

from deliberation.actor import Actor, Role
from deliberation.errors import NotAllowed
from deliberation.installation.profile import profile
from deliberation.places.queries import city
from web.http.visits import visit_of


class Access(StrEnum):
    """The audiences of routes. What a person may do to *this* thing is decided by the room's rules, not here."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    MODERATOR = "moderator"
    OFFICE = "office"
    COUNCIL = "council"


def may_open(actor: Actor, access: Access) -> bool:
    """The one predicate: it draws the links and it guards the routes."""
    match access:
        case Access.ANYONE:
            return True
        case Access.SIGNED_IN:
            return actor.is_signed_in
        case Access.MODERATOR:
            return actor.has(Role.MODERATOR) or actor.has(Role.OFFICE)
        case Access.OFFICE:
            return actor.has(Role.OFFICE)
        case Access.COUNCIL:
            return actor.has(Role.COUNCILLOR) or actor.has(Role.OFFICE)


def routes(access: Access, *handlers: HTTPRouteHandler, **opt: object) -> list[HTTPRouteHandler]:
    """Handlers that open to the same people. `opt` is what else they have in common: `takes` (a body that is not a
    FORM), `unlogged`, `no_token`, with it `from_anywhere` (the address is a secret: other sites may post to it),
    `impersonal` (the same answer for everybody: nobody's session is looked up),
    `before_city` (opens also while this installation serves no comune)."""
    for handler in handlers:
        handler.opt |= {"access": access, **opt}
    return list(handlers)


class NoCityYet(Exception):
    """This installation serves no comune so far: there is one page for everybody but the office."""


class Undeclared(RuntimeError):
    """Routes that do not say who may open them."""


def check_routes(app: Litestar) -> None:
    """Raises Undeclared unless every handler of every route, of whatever kind and method, names its Access."""
    silent = [
        f"{' '.join(sorted(map(str, getattr(handler, 'http_methods', ())))) or type(route).__name__} {route.path}"
        for route in app.routes
        for handler in getattr(route, "route_handlers", None) or [route.route_handler]  # type: ignore[union-attr]
        if not isinstance(handler.opt.get("access"), Access) and not _only_lists_methods(handler)
    ]
    if silent:
        raise Undeclared(f"these routes name no Access: {', '.join(sorted(silent))}")


def _only_lists_methods(handler: BaseRouteHandler) -> bool:
    """The framework's own answer to OPTIONS, which says which methods there are."""
    return handler.fn.__module__ == "litestar.routes.http"


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Run before every handler: looks up who asks, for `CivicRequest.visit`, and whether they may."""
    if _only_lists_methods(handler):
        return
    access = handler.opt.get("access")
    if access is Access.ANYONE and handler.opt.get("impersonal"):
        return
    visit = await visit_of(connection)
    if not handler.opt.get("before_city") and not (await city()).id:
        raise NoCityYet
    await profile()  # texts say its words
    if not isinstance(access, Access):
        raise NotAllowed("route.unlisted")
    if not may_open(visit.actor, access):
        raise NotAllowed("sign_in.needed" if not visit.actor.is_signed_in else "role.needed")
