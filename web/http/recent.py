# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers that several requests share for a few seconds: counts of the whole city, a dashboard and its figures.

Only what is the same for everyone who may open the page is kept here; who may is asked before, on every request.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from deliberation.installation.parts import spoken
from web.http.requests import CivicRequest

SECONDS = 10.0
MOST = 64
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class _Kept:
    version: Hashable
    until: float
    answer: Any


class Recent:
    """The recent answers of one application. Requests that ask for the same at the same time wait for one making."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._kept: dict[Hashable, _Kept] = {}
        self._making: dict[Hashable, asyncio.Lock] = {}

    async def get(self, key: Hashable, version: Hashable, make: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer of that key and version, made again after `seconds` (monotonic) or for another version.

        Answers hold texts: with another word for the comune's parts they are others.
        """
        version = (version, spoken())
        async with self._making.setdefault(key, asyncio.Lock()):
            held = self._kept.get(key)
            if held is None or held.version != version or held.until < time.monotonic():
                started = time.monotonic()
                held = _Kept(version, started + self._seconds, await make())
                self._keep(key, held)
        return cast(Answer, held.answer)

    def _keep(self, key: Hashable, made: _Kept) -> None:
        self._kept.pop(key, None)
        self._kept[key] = made
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]
        for idle in [k for k, lock in self._making.items() if k not in self._kept and not lock.locked()]:
            del self._making[idle]


def recent(request: CivicRequest) -> Recent:
    """The recent answers of the application that serves this request."""
    return cast(Recent, request.app.state.recent)
