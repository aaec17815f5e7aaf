# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may open a route. Each route names its Access in `opt`; a route that names none is refused to everybody."""

from enum import StrEnum
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from deliberation.actor import Actor, Role
from deliberation.errors import NotAllowed
from web.visits import visit_of


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


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Run before every handler. OPTIONS only says which methods there are."""
    if connection.scope["method"] == "OPTIONS":  # type: ignore[typeddict-item]
        return
    access = handler.opt.get("access")
    if access is Access.ANYONE:
        return
    visit = await visit_of(connection)
    if access is None:
        raise NotAllowed("route.unlisted")
    if not may_open(visit.actor, access):
        raise NotAllowed("sign_in.needed" if not visit.actor.is_signed_in else "role.needed", role=str(access))
