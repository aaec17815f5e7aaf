# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that wait for somebody to say what their columns hold, and to confirm what they would change."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.database import rows, writing
from deliberation.errors import Invalid, NotFound
from deliberation.places.geodata.files import read_shapes
from deliberation.places.loads.differences import Kind, State
from deliberation.places.loads.loading import is_last, may_load
from deliberation.places.loads.options import Options, likely, packed, unpacked
from deliberation.places.tables import PlaceLoad
from deliberation.records.attachments import safe_name
from deliberation.spreadsheets import read_table
from deliberation.text import public_id as draw_id

SHOWN_ROWS = 5
MOST_CELL = 60
RECENT = 12
_FISCAL_CODE = re.compile(r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]")


@dataclass(frozen=True, slots=True)
class Sketch:
    """The columns of a file, its first rows, and what it seems to hold."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int
    likely: Mapping[str, str]
    charset: str
    separator: str
    systems: tuple[str, ...]  # to choose from, likeliest first; none for tables without points


@dataclass(frozen=True, slots=True)
class Waiting:
    """A load that nobody confirmed yet. `options` is None until the columns were chosen."""

    public_id: str
    kind: Kind
    file_name: str
    content: bytes
    options: Options | None


@dataclass(frozen=True, slots=True)
class LoadView:
    """A load for the list: what it was, what it changed, whether it can be undone."""

    public_id: str
    kind: Kind
    state: State
    file_name: str
    summary: Mapping[str, int]
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    can_undo: bool


def sketch(kind: Kind, content: bytes) -> Sketch:
    """What a file looks like. Raises Invalid(table.… or geodata.…), or Invalid(load.people, line)."""
    if kind is Kind.ZONES:
        file = read_shapes(content)
        first = tuple(tuple(_cell(f.properties.get(name)) for name in file.fields) for f in file.features[:SHOWN_ROWS])
        guessed = likely(kind, file.fields)
        return Sketch(file.fields, first, len(file.features), guessed, file.kind, "", file.likely_systems)
    table = read_table(content)
    for row in table.rows[:SHOWN_ROWS]:
        if any(_FISCAL_CODE.fullmatch(cell.upper()) for cell in row.cells):
            raise Invalid("load.people", line=row.line)
    first = tuple(tuple(cell[:MOST_CELL] for cell in row.cells) for row in table.rows[:SHOWN_ROWS])
    return Sketch(table.header, first, len(table.rows), likely(kind, table.header), table.charset, table.separator, ())


def _cell(value: object) -> str:
    return "" if value is None else str(value)[:MOST_CELL]


async def keep(actor: Actor, kind: Kind, file_name: str, content: bytes, *, at: datetime) -> str:
    """Keep an uploaded file until it is confirmed; its public id. Refused at once when it cannot be read at all.

    An earlier file of the same kind that the same person left waiting gives way.
    """
    if refusal := may_load(actor):
        raise refusal
    await asyncio.to_thread(sketch, kind, content)
    row = PlaceLoad(
        public_id=draw_id(),
        kind=kind.value,
        file_name=safe_name(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        content=zlib.compress(content, 3),
        created_by=actor.public_id,
        created_at=at,
    )
    async with writing():
        await PlaceLoad.delete().where(
            (PlaceLoad.kind == kind.value)
            & (PlaceLoad.created_by == actor.public_id)
            & (PlaceLoad.state == State.WAITING.value)
        )
        await PlaceLoad.insert(row)
    return row.public_id


async def waiting(load: str) -> Waiting:
    """A load that waits. Raises NotFound(territory.no_load)."""
    found = await PlaceLoad.select().where(PlaceLoad.public_id == load).first()
    if found is None or found["state"] != State.WAITING:
        raise NotFound("territory.no_load")
    kind, held = Kind(found["kind"]), json.loads(found["options"])
    content = zlib.decompress(bytes(found["content"]))
    return Waiting(load, kind, found["file_name"], content, unpacked(kind, held) if held else None)


async def choose(actor: Actor, load: str, options: Options) -> None:
    """Say which columns hold what."""
    if refusal := may_load(actor):
        raise refusal
    async with writing():
        await waiting(load)
        await PlaceLoad.update({PlaceLoad.options: json.dumps(packed(options))}).where(PlaceLoad.public_id == load)


async def discard(actor: Actor, load: str) -> None:
    """Forget a file that waits."""
    if refusal := may_load(actor):
        raise refusal
    async with writing():
        await waiting(load)
        await PlaceLoad.delete().where(PlaceLoad.public_id == load)


async def recent() -> list[LoadView]:
    """The latest loads, those that wait among them."""
    found = await rows(
        "SELECT public_id, kind, state, file_name, summary, created_at, applied_at, undone_at FROM place_load "
        f"ORDER BY created_at DESC, id DESC LIMIT {RECENT}"
    )
    return [_view(row, await is_last(row["public_id"])) for row in found]


def _view(row: Mapping[str, Any], can_undo: bool) -> LoadView:
    return LoadView(
        row["public_id"],
        Kind(row["kind"]),
        State(row["state"]),
        row["file_name"],
        json.loads(row["summary"]),
        _instant(row["created_at"]),
        _instant(row["applied_at"]),
        _instant(row["undone_at"]),
        can_undo,
    )


def _instant(value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
