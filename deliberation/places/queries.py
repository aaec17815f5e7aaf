# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be seen of places."""

from __future__ import annotations

from dataclasses import dataclass

from deliberation.database import engine
from deliberation.places.tables import Municipality


@dataclass(frozen=True, slots=True)
class City:
    """The comune of this installation; id 0 while there is none."""

    id: int
    slug: str
    name: str
    is_demo: bool
    attribution: str


NO_CITY = City(0, "", "Rione", False, "")
_known: dict[str, City] = {}


async def city() -> City:
    """The comune. It never changes while the program runs, so it is read once a process."""
    key = _database_key()
    if key not in _known:
        row = await Municipality.select().order_by(Municipality.slug).first()
        if row is None:
            return NO_CITY
        _known[key] = City(row["id"], row["slug"], row["name"], row["is_demo"], row["attribution"])
    return _known[key]


def forget_city() -> None:
    """The comune was created or changed (set-up commands and tests)."""
    _known.clear()


def _database_key() -> str:
    return str(id(engine()))
