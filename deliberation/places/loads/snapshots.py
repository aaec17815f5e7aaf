# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was before a load, and putting it back: the tables that a kind of file writes, as plain JSON."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from deliberation.database import rows
from deliberation.errors import Conflict
from deliberation.places.loads import bulk, doors, streets
from deliberation.places.loads.differences import Kind
from deliberation.places.tables import Neighbourhood, Street, ZoneOutline

Snapshot = dict[str, Any]

_ZONE_COLUMNS = ("name", "code", "district", "district_code", "geometry", "area_m2", "missing_since")
_COUNT_COLUMNS = (
    "residents",
    "residents_of_voting_age",
    "voting_age_is_estimated",
    "residents_year",
    "residents_on",
    "residents_source",
)
_INSTANTS = frozenset({"missing_since", "closed_at"})
_DAYS = frozenset({"residents_on"})
# What a load itself puts into a zone or a street, and takes out again.
_OWN = frozenset({"street_range", "house_number", "population_count", "zone_outline"})


async def taken(kind: Kind) -> Snapshot:
    """The tables that loading this kind may change, as they are."""
    if kind is Kind.ZONES:
        return {"zones": await _columns("neighbourhood", _ZONE_COLUMNS), "outlines": await _outlines()}
    if kind is Kind.RESIDENTS:
        return {"zones": await _columns("neighbourhood", _COUNT_COLUMNS), "counts": await _counts()}
    held: Snapshot = {"streets": await _columns("street", ("code", "name", "plain_name", "closed_at"))}
    if kind is Kind.STREETS:
        return held | {"ranges": await _ranges()}
    return held | {"doors": await _doors()}


async def put_back(kind: Kind, before: Snapshot) -> None:
    """The tables as they were. Raises Conflict(territory.in_use) when something new is needed by somebody already."""
    if kind is Kind.ZONES:
        await _drop(Neighbourhood, [row[0] for row in before["zones"]])
        await _restore(Neighbourhood, _ZONE_COLUMNS, before["zones"])
        await rows("DELETE FROM zone_outline")
        for zone, content in before["outlines"]:
            await ZoneOutline.insert(ZoneOutline(neighbourhood=zone, content=base64.b64decode(content)))
        await doors.place_again()
    elif kind is Kind.RESIDENTS:
        await _restore(Neighbourhood, _COUNT_COLUMNS, before["zones"])
        await rows("DELETE FROM population_count")
        kinds = {"neighbourhood": "bigint", "sex": "text", "age_from": "int", "age_to": "int", "residents": "int"}
        await bulk.insert("population_count", kinds, before["counts"])
    else:
        await _put_back_streets(kind, before)


async def _put_back_streets(kind: Kind, before: Snapshot) -> None:
    if kind is Kind.STREETS:
        await streets.store_ranges((row[0], row[1], row[2:4], row[4:6]) for row in before["ranges"])
        await _drop(Street, [row[0] for row in before["streets"]])
        await doors.place_again()
    else:
        await rows("DELETE FROM house_number")
        await bulk.insert("house_number", doors.COLUMNS, before["doors"])
        ranged = {row["street"] for row in await rows("SELECT DISTINCT street FROM street_range")}
        await _drop(Street, [*(row[0] for row in before["streets"]), *ranged])
    await _restore(Street, ("code", "name", "plain_name", "closed_at"), before["streets"])


async def _columns(table: str, names: Iterable[str]) -> list[list[object]]:
    listed = await rows(f"SELECT id, {', '.join(names)} FROM {table} ORDER BY id")
    return [[_plain(value) for value in row.values()] for row in listed]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


async def _outlines() -> list[list[object]]:
    found = await rows("SELECT neighbourhood, content FROM zone_outline")
    return [[row["neighbourhood"], base64.b64encode(bytes(row["content"])).decode()] for row in found]


async def _counts() -> list[list[object]]:
    found = await rows("SELECT neighbourhood, sex, age_from, age_to, residents FROM population_count ORDER BY id")
    return [list(row.values()) for row in found]


async def _ranges() -> list[list[object]]:
    found = await rows(
        "SELECT street, neighbourhood, even_from, even_to, odd_from, odd_to FROM street_range ORDER BY id"
    )
    return [list(row.values()) for row in found]


async def _doors() -> list[list[object]]:
    found = await rows(f"SELECT {', '.join(doors.COLUMNS)} FROM house_number ORDER BY id")
    return [[*list(row.values())[:-1], bool(row["is_settled"])] for row in found]


async def _restore(table: Any, names: tuple[str, ...], before: list[list[Any]]) -> None:
    """The columns of rows that are as they were, and only of those that differ now."""
    now = {row[0]: row for row in await _columns(table._meta.tablename, names)}
    for row in before:
        if row[0] in now and now[row[0]] != row:
            values = {
                table._meta.get_column_by_name(name): _typed(name, v) for name, v in zip(names, row[1:], strict=True)
            }
            await table.update(values).where(table._meta.primary_key == row[0])


def _typed(name: str, value: Any) -> Any:
    if value is not None and name in _INSTANTS:
        return datetime.fromisoformat(value)
    if value is not None and name in _DAYS:
        return date.fromisoformat(value)
    return value


async def _drop(table: Any, kept: list[int]) -> None:
    """Rows that the load brought are taken out again, unless a row of another kind needs them."""
    known = set(kept)
    listed = await rows(f"SELECT id FROM {table._meta.tablename} ORDER BY id")
    new = [row["id"] for row in listed if row["id"] not in known]
    if not new:
        return
    used = await needing(table, new)
    if used:
        raise Conflict("territory.in_use", count=sum(used.values()))
    await table.delete().where(table._meta.primary_key.is_in(new))


async def needing(table: Any, numbers: list[int]) -> dict[str, int]:
    """How many rows of other tables point at these rows: people, consultations, committees … by table."""
    found: dict[str, int] = {}
    for column in table._meta.foreign_key_references:
        other = column._meta.table._meta.tablename
        if other in _OWN:
            continue
        for start in range(0, len(numbers), 500):
            some = numbers[start : start + 500]
            marks = ", ".join(["{}"] * len(some))
            name = column._meta.db_column_name
            count = await rows(f"SELECT count(*) AS many FROM {other} WHERE {name} IN ({marks})", *some)
            if count[0]["many"]:
                found[other] = found.get(other, 0) + int(count[0]["many"])
    return found
