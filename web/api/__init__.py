# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The JSON API: public reads, version 1. Errors are application/problem+json (RFC 9457)."""

from typing import Any

from litestar import Router

from web.api import consultations, neighbourhoods, proposals
from web.api.documentation import OPENAPI, documentation
from web.http.guards import Access, routes

ROUTES: list[Any] = [
    *routes(Access.ANYONE, documentation),
    Router(
        path="/api/v1",
        route_handlers=[*consultations.HANDLERS, *proposals.HANDLERS, *neighbourhoods.HANDLERS],
        opt={"access": Access.ANYONE, "impersonal": True},
        cache_control=None,
        include_in_schema=True,
    ),
]

__all__ = ["OPENAPI", "ROUTES"]
