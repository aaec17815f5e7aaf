# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One long step at a time in each round of the event loop.

Fifty requests that are ready at once would make their pages in one round, and everybody else would wait for all fifty.
With turns each round holds one of them, and what is short (a health check, a file) passes between two. After a step
that was really long the next one waits a little, so that what goes to the database and back several times passes too.
"""

import asyncio
from collections import deque

LONG, LONGEST_PAUSE = 0.005, 0.006  # seconds; a usual page is shorter than LONG and is followed at once


class Turns:
    """Who makes something long asks for a turn first, and then does it without awaiting anything."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._taken = False
        self._since = 0.0

    async def take(self) -> None:
        """Return when no other long step is in this round; first come, first served."""
        loop = asyncio.get_running_loop()
        if self._taken:
            turn = loop.create_future()
            self._waiting.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._next()
                raise
        self._taken, self._since = True, loop.time()
        loop.call_soon(self._over)

    def _over(self) -> None:
        loop = asyncio.get_running_loop()
        spent = loop.time() - self._since
        if self._waiting and spent > LONG:
            loop.call_later(min(spent / 3, LONGEST_PAUSE), self._next)
        else:
            self._next()

    def _next(self) -> None:
        """The round is over: the one who has waited longest is woken up, for the next."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._taken = False
