# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the handlers share: pages of lists with their Link header (RFC 8288), and what an error looks like."""

from typing import Any
from urllib.parse import urlencode

from litestar.openapi.datastructures import ResponseSpec

from web.api.structs import Problem
from web.http.requests import CivicRequest

MOST = 100
MEDIA_TYPE: Any = "application/problem+json"
UNREADABLE = ResponseSpec(
    Problem, generate_examples=False, description="A parameter cannot be read", media_type=MEDIA_TYPE
)
NOT_FOUND = ResponseSpec(
    Problem, generate_examples=False, description="There is none, or it is not public", media_type=MEDIA_TYPE
)
LIST: dict[int, ResponseSpec] = {400: UNREADABLE}
ONE: dict[int, ResponseSpec] = {400: UNREADABLE, 404: NOT_FOUND}


def first_row(page: int, per_page: int) -> int:
    """How many rows come before a page."""
    return (page - 1) * per_page


def pages_of(total: int, per_page: int) -> int:
    """How many pages a list has; an empty list has one."""
    return max(1, -(-total // per_page))


def links(request: CivicRequest, page: int, pages: int) -> dict[str, str]:
    """The Link header: first, prev, next, last, with the same filters; relative to the host."""
    prefix = request.app.state.settings.path_prefix
    kept = {name: value for name, value in request.query_params.items() if name != "page"}

    def at(number: int) -> str:
        return f"{prefix}{request.url.path}?{urlencode({**kept, 'page': number})}"

    found = {"first": at(1), "last": at(pages)}
    if page > 1:
        found["prev"] = at(min(page - 1, pages))
    if page < pages:
        found["next"] = at(page + 1)
    return {"link": ", ".join(f'<{address}>; rel="{rel}"' for rel, address in found.items())}
