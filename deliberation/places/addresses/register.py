# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of this installation's street register: one a process, made again when the register was loaded again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from deliberation.database import engine, rows
from deliberation.places.addresses.index import Address, Index, Near

ACTS = ("territory.loaded", "territory.undone")  # after which the register is another one
_BATCH = 10_000
_VERSION = f"""
SELECT COUNT(*) AS streets, SUM(id * LENGTH(name)) AS names, (SELECT MAX(id) FROM house_number) AS last,
    (SELECT MAX(sequence) FROM journal_entry WHERE act IN ({", ".join(f"'{act}'" for act in ACTS)})) AS loaded
FROM street WHERE closed_at IS NULL
"""


@dataclass(slots=True)
class _Held:
    """The index of one database, with the version of the register that it was made of."""

    version: tuple[Any, ...] = ()
    index: Index = field(default_factory=lambda: Index(()))
    making: asyncio.Lock = field(default_factory=asyncio.Lock)


_held: dict[int, _Held] = {}


async def search(text: str, limit: int = 8) -> list[Address]:
    """The addresses that somebody may mean, likeliest first."""
    return (await index()).search(text, limit)


async def nearest(longitude: float, latitude: float) -> Near | None:
    """The house number nearest to a point; None when there is none within 150 m."""
    return (await index()).nearest(longitude, latitude)


async def index() -> Index:
    """The index of the register as it is now. Making it takes a second for 75,000 numbers, once a process."""
    version = await version_now()
    held = _held.setdefault(id(engine()), _Held())
    if held.version != version:
        async with held.making:
            if held.version != version:
                held.index, held.version = await _made(), version
    return held.index


async def version_now() -> tuple[Any, ...]:
    """What is another value whenever the register is another one."""
    return tuple((await rows(_VERSION))[0].values())


async def _made() -> Index:
    found = await rows("SELECT id, name FROM street WHERE closed_at IS NULL ORDER BY id")
    streets = [(row["id"], row["name"]) for row in found]
    numbers = [row async for row in all_numbers()]
    return await asyncio.to_thread(Index, streets, numbers)


async def all_numbers() -> AsyncIterator[tuple[int, int, str, float, float]]:
    """All house numbers (street, number, suffix, longitude, latitude), in batches: other requests pass in between."""
    last = 0
    while found := await rows(
        "SELECT id, street, number, suffix, lon, lat FROM house_number WHERE id > {} ORDER BY id LIMIT {}", last, _BATCH
    ):
        for row in found:
            yield row["street"], row["number"], row["suffix"], row["lon"], row["lat"]
        last = found[-1]["id"]
