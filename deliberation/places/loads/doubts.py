# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Doors that two zones claim: listed for the office, and settled by it one by one. Loads keep what was settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid
from deliberation.places.loads.loading import SETTLED, may_load
from deliberation.places.tables import HouseNumber
from deliberation.records import journal

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Doubt:
    """A door with the zones that claim it, (row id, name)."""

    door: int
    address: str
    zones: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Register:
    """How many streets, doors and doubts there are."""

    streets: int
    closed_streets: int
    ranges: int
    doors: int
    doubts: int
    outside: int


async def register() -> Register:
    """The street register in figures."""
    found = await rows(
        "SELECT (SELECT count(*) FROM street WHERE closed_at IS NULL) AS streets, "
        "(SELECT count(*) FROM street WHERE closed_at IS NOT NULL) AS closed_streets, "
        "(SELECT count(*) FROM street_range) AS ranges, (SELECT count(*) FROM house_number) AS doors, "
        "(SELECT count(*) FROM house_number WHERE also IS NOT NULL) AS doubts, "
        "(SELECT count(*) FROM house_number WHERE neighbourhood IS NULL) AS outside"
    )
    return Register(**{name: int(value) for name, value in found[0].items()})


async def doubts(page: int = 1) -> list[Doubt]:
    """Doors that two zones claim, by street and number."""
    found = await rows(
        "SELECT h.id, s.name AS street, h.number, h.suffix, a.id AS one, a.name AS one_name, b.id AS other, "
        "b.name AS other_name FROM house_number h JOIN street s ON s.id = h.street "
        "JOIN neighbourhood a ON a.id = h.neighbourhood JOIN neighbourhood b ON b.id = h.also "
        f"ORDER BY s.plain_name, h.number, h.suffix LIMIT {A_PAGE} OFFSET {{}}",
        (page - 1) * A_PAGE,
    )
    return [
        Doubt(
            row["id"],
            f"{row['street']} {row['number']}" + (f"/{row['suffix']}" if row["suffix"] else ""),
            ((row["one"], row["one_name"]), (row["other"], row["other_name"])),
        )
        for row in found
    ]


async def settle(actor: Actor, door: int, zone: int, *, at: datetime) -> str:
    """Say in which of its two zones a door lies; its address. Raises Conflict(door.settled), Invalid(door.no_zone)."""
    if refusal := may_load(actor):
        raise refusal
    async with writing():
        await lock("territory")
        found = await rows(
            "SELECT h.neighbourhood, h.also, h.number, h.suffix, s.name, s.code FROM house_number h "
            "JOIN street s ON s.id = h.street WHERE h.id = {}",
            door,
        )
        if not found or found[0]["also"] is None:
            raise Conflict("door.settled")
        if zone not in (found[0]["neighbourhood"], found[0]["also"]):
            raise Invalid("door.no_zone")
        await HouseNumber.update(
            {HouseNumber.neighbourhood: zone, HouseNumber.also: None, HouseNumber.is_settled: True}
        ).where(HouseNumber._meta.primary_key == door)
        row = found[0]
        address = f"{row['name']} {row['number']}" + (f"/{row['suffix']}" if row["suffix"] else "")
        subject = f"{row['code']} {row['number']}{row['suffix']}"
        await journal.note(actor, SETTLED, "house_number", subject, {"zone": zone}, at=at)
    return address
