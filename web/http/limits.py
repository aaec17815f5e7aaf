# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a request comes from, as the limits of the people room count it, and how a refusal to hurry is answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deliberation.people.access import limits
from web.http.requests import CivicRequest
from web.http.visits import client_address, is_behind_unnamed_proxy


def origin_of(request: CivicRequest) -> str:
    """The network a request comes from; '' when a proxy that TRUSTED_PROXIES does not name makes all look alike."""
    return "" if is_behind_unnamed_proxy(request) else limits.network(client_address(request))


@asynccontextmanager
async def no_sooner_than(seconds: float) -> AsyncIterator[None]:
    """Let the block take at least so long, so that its length does not tell whether an address has an account."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    try:
        yield
    finally:
        await asyncio.sleep(max(0.0, until - loop.time()))
