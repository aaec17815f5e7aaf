# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The JSON API: public reads, version 1. Errors are application/problem+json (RFC 9457)."""

from typing import Any

from litestar import Router

from web.api import consultations, neighbourhoods, proposals
from web.api.documentation import OPENAPI, documentation

ROUTES: list[Any] = [
    documentation,
    Router(
        path="/api/v1",
        route_handlers=[*consultations.HANDLERS, *proposals.HANDLERS, *neighbourhoods.HANDLERS],
        cache_control=None,
    ),
]

__all__ = ["OPENAPI", "ROUTES"]
