# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a request comes from, as the limits of the people room count it, and how a refusal to hurry is answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Response

from deliberation.errors import CivicError, TooMany
from deliberation.people.access import limits
from web.http.problems import words_for
from web.http.requests import CivicRequest
from web.http.visits import client_address, is_behind_unnamed_proxy
from web.render import page


def origin_of(request: CivicRequest) -> str:
    """The network a request comes from; '' when a proxy that TRUSTED_PROXIES does not name makes all look alike."""
    return "" if is_behind_unnamed_proxy(request) else limits.network(client_address(request))


async def refused_form(
    request: CivicRequest, template: str, form: object, refusal: CivicError, **context: Any
) -> Response[Any]:
    """The form again with what was typed and why it was refused: 422, or 429 with the time to wait."""
    context |= {"form": form, "problem": words_for(request, refusal), "where": next(iter(refusal.fields), "")}
    if not isinstance(refusal, TooMany):
        return await page(request, template, context, status=422)
    headers = {"retry-after": str(refusal.parameters["retry_after"])}
    return await page(request, template, context, status=429, headers=headers)


@asynccontextmanager
async def no_sooner_than(seconds: float) -> AsyncIterator[None]:
    """Let the block take at least so long, so that its length does not tell whether an address has an account."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    try:
        yield
    finally:
        await asyncio.sleep(max(0.0, until - loop.time()))
