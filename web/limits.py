# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which attempts are limited, by origin and by whom they concern. The counts are the people room's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from litestar import Request

from deliberation import clock
from deliberation.people import limits
from web.visits import client_address


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts in so many seconds: from one network, and about one address or account."""

    from_network: int
    about_whom: int
    seconds: int


LIMITS: dict[str, Limit] = {
    "sign-in": Limit(100, 15, 900),
    "registration": Limit(30, 5, 3600),
    "recovery": Limit(30, 5, 3600),
    "password": Limit(100, 15, 900),
    "writing": Limit(600, 40, 600),
}


async def allow(request: Request[Any, Any, Any], what: str, whom: str) -> None:
    """Count one attempt at `what`; raises TooMany. Call it before the use case."""
    limit, at = LIMITS[what], clock.now()
    network = limits.network(client_address(request))
    await limits.take(limits.key_of(f"{what}/from", network), limit.from_network, limit.seconds, at=at)
    if whom:
        await limits.take(limits.key_of(f"{what}/whom", whom.strip().lower()), limit.about_whom, limit.seconds, at=at)


@asynccontextmanager
async def no_sooner_than(seconds: float) -> AsyncIterator[None]:
    """Let the block take at least so long, so that its length does not tell whether an address has an account."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    try:
        yield
    finally:
        await asyncio.sleep(max(0.0, until - loop.time()))
