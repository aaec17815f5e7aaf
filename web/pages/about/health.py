# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Can the program do its work: does its database take a write now?"""

import asyncio
import math

import structlog
from litestar import Response, get

from deliberation import clock
from deliberation.outages import Outage, Unavailable
from deliberation.records import jobs
from web.http.guards import Access, routes
from web.http.requests import CivicRequest

FRESH = 2.0  # seconds that an answer is good for: who asks often costs nothing
LONGEST = 2.0  # seconds after which a write that waits is no write
RETRY_AFTER = 10
log = structlog.get_logger("health")


class Pulse:
    """The last write that was tried, one at a time however many ask."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._at = -math.inf
        self._found = ""

    async def found(self) -> str:
        """Why the database takes no write, '' when it does."""
        async with self._turn:
            now = asyncio.get_running_loop().time
            if now() - self._at > FRESH:
                self._found = await self._tried()
                self._at = now()
            return self._found

    async def _tried(self) -> str:
        try:
            async with asyncio.timeout(LONGEST):
                await jobs.probe(at=clock.now())
        except Unavailable as error:
            return error.outage
        except TimeoutError:
            return Outage.BUSY
        except Exception as error:
            log.error("the health check met a fault", exc_info=error)
            return "fault"
        return ""


@get("/healthz")
async def healthz(request: CivicRequest) -> Response[dict[str, str]]:
    """200 when the database takes a write; 503 with the reason when it does not."""
    pulse: Pulse = request.app.state.pulse
    if found := await pulse.found():
        return Response({"status": found}, status_code=503, headers={"retry-after": str(RETRY_AFTER)})
    return Response({"status": "ok"})


ROUTES = routes(Access.ANYONE, healthz, unlogged=True, impersonal=True)
