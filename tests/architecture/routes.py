# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every route of the application, read from the route table: nothing is listed by hand."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from web import settings
from web.app import create_app
from web.http.guards import Access

SAMPLES = {"str": "navile", "int": "1", "path": "prova.css", "uuid": "00000000-0000-0000-0000-000000000000"}
PARAMETER = re.compile(r"\{(\w+):(\w+)\}")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one address. `access` is None when the route forgot to name its audience."""

    method: str
    pattern: str
    access: Access | None
    no_token: bool

    @property
    def name(self) -> str:
        return f"{self.method} {self.pattern}"

    @property
    def address(self) -> str:
        """The address with sample values; most name nothing that exists, so a person who may enter sees a 404."""
        return PARAMETER.sub(lambda found: SAMPLES[found[2]], self.pattern)

    @property
    def is_unsafe(self) -> bool:
        return self.method in UNSAFE


@cache
def _table() -> list[Any]:
    return create_app(settings.load()).litestar.routes


def all_routes() -> list[Route]:
    """The routes, by address. HEAD and OPTIONS are the framework's own."""
    found = []
    for route in _table():
        handlers: dict[str, Any] = getattr(route, "route_handler_map", {})
        for method, held in handlers.items():
            handler = held[0] if isinstance(held, tuple) else held
            if method not in {"HEAD", "OPTIONS"}:
                opt = handler.opt
                found.append(Route(str(method), route.path, opt.get("access"), bool(opt.get("no_token"))))
    return sorted(found, key=lambda route: (route.pattern, route.method))
