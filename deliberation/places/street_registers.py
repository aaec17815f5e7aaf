# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The street register, loaded and loaded again: streets keep their ids, so addresses that people declared stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor
from deliberation.database import rows, writing
from deliberation.errors import Invalid
from deliberation.places.registers import StreetColumns, StreetRow, read_streets
from deliberation.places.street_names import readable
from deliberation.places.tables import Street, StreetRange
from deliberation.records import journal
from deliberation.text import plain

BATCH = 500


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many streets and stretches of house numbers a register brought."""

    streets: int
    ranges: int


async def load_streets(
    actor: Actor, municipality: int, table: str, *, at: datetime, columns: StreetColumns | None = None
) -> Loaded:
    """Streets and number ranges from a CSV register; several rows a street. Raises Invalid(register.…)."""
    names = columns or StreetColumns()
    read = read_streets(table, names)
    async with writing():
        places = {row["name"]: row["id"] for row in await rows("SELECT id, name FROM neighbourhood")}
        for row in read:
            if row.place not in places:
                raise Invalid("register.unknown_place", line=row.line, field=names.place, found=row.place[:60])
        await _store_streets(municipality, {row.code: readable(row.name) for row in read})
        ids = {row["code"]: row["id"] for row in await rows("SELECT id, code FROM street")}
        await StreetRange.delete(force=True)
        ranges = [_range(row, ids[row.code], places[row.place]) for row in read]
        for start in range(0, len(ranges), BATCH):
            await StreetRange.insert(*ranges[start : start + BATCH])
        loaded = Loaded(len({row.code for row in read}), len(ranges))
        detail = {"streets": loaded.streets, "ranges": loaded.ranges}
        await journal.note(actor, "streets.loaded", "municipality", str(municipality), detail, at=at)
    return loaded


async def _store_streets(municipality: int, names: dict[str, str]) -> None:
    streets = [
        Street(municipality=municipality, code=code[:20], name=name[:160], plain_name=plain(name)[:160])
        for code, name in names.items()
    ]
    for start in range(0, len(streets), BATCH):
        await Street.insert(*streets[start : start + BATCH]).on_conflict(
            target=(Street.municipality, Street.code), action="DO UPDATE", values=[Street.name, Street.plain_name]
        )


def _range(row: StreetRow, street: int, place: int) -> StreetRange:
    even, odd = row.even or (None, None), row.odd or (None, None)
    return StreetRange(
        street=street, neighbourhood=place, even_from=even[0], even_to=even[1], odd_from=odd[0], odd_to=odd[1]
    )
