# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Growing delays: only what goes wrong counts, and each failure beyond the first few doubles the wait for the next try.

A try is counted as a failure before it is known how it ends, and forgiven when it went well: of fifty guesses sent at
once no more get through than of fifty sent one after the other. A try that has to wait is not a try: it counts
nowhere, so that whoever waits as told gets through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from deliberation.database import lock, rows, writing
from deliberation.errors import TooMany

_UPSERT = """
INSERT INTO slowdown (key, failures, counted_at, free_at) VALUES ({}, {}, {}, {})
ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, counted_at = excluded.counted_at,
                                free_at = excluded.free_at
"""
KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Pace:
    """`free` failures cost nothing; the next costs `first` seconds, each further one twice as much up to `longest`.

    Failures are forgotten one by one, `free` of them in `memory` seconds.
    """

    free: int
    first: int
    longest: int
    memory: int

    def wait_after(self, failures: int) -> int:
        """Seconds between this many failures and the next try."""
        beyond = failures - self.free
        return 0 if beyond <= 0 else int(min(self.longest, self.first * 2 ** min(beyond - 1, 30)))

    @property
    def most(self) -> int:
        """Beyond this many failures the wait grows no more, so no more are remembered."""
        steps = 1
        while self.first * 2 ** (steps - 1) < self.longest:
            steps += 1
        return self.free + steps

    @property
    def forgets_one_in(self) -> timedelta:
        return timedelta(seconds=self.memory / self.free)


@dataclass(frozen=True, slots=True)
class _Count:
    failures: int
    counted_at: datetime
    free_at: datetime


async def admit(paces: Mapping[str, Pace], code: str, *, at: datetime) -> dict[str, int]:
    """Count a try as a failure under every key; the failures of each. One that has to wait: TooMany, nothing counted.

    The refusal has the given code; its `retry_after` is in whole seconds, at least one.
    """
    async with writing():
        counts = await _locked(paces, at=at)
        waits = [(count.free_at - at).total_seconds() for count in counts.values()]
        if waits and max(waits) > 0:
            raise TooMany(code, retry_after=max(1, -int(-max(waits) // 1)))
        found = {}
        for key, count in counts.items():
            failures = min(count.failures + 1, paces[key].most)
            until = at + timedelta(seconds=paces[key].wait_after(failures))
            await rows(_UPSERT, key, failures, count.counted_at, until)
            found[key] = failures
    return found


async def forgive(paces: Mapping[str, Pace], *, at: datetime) -> None:
    """The try that was admitted under these keys went well: it is no failure."""
    async with writing():
        for key, count in (await _locked(paces, at=at)).items():
            await rows(_UPSERT, key, max(0, count.failures - 1), count.counted_at, min(count.free_at, at))


async def _locked(paces: Mapping[str, Pace], *, at: datetime) -> dict[str, _Count]:
    """What is remembered now under each key; until the transaction ends nobody else changes it."""
    counts = {}
    for key in sorted(paces):
        await lock(key)
        found = await rows("SELECT failures, counted_at, free_at FROM slowdown WHERE key = {}", key)
        stored = _Count(**found[0]) if found else _Count(0, at, at)
        each = paces[key].forgets_one_in
        gone = max(0, int((at - stored.counted_at) / each))
        if gone >= stored.failures:
            counts[key] = _Count(0, at, stored.free_at)
        else:
            counts[key] = _Count(stored.failures - gone, stored.counted_at + gone * each, stored.free_at)
    return counts


async def forget_old(*, at: datetime) -> None:
    """Drop what no longer slows anybody down."""
    async with writing():
        await rows("DELETE FROM slowdown WHERE free_at < {} AND counted_at < {}", at - KEPT, at - KEPT)
