# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file of the registry office while the office looks at it: sealed in the database, gone when it is done with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.database import rows, writing
from deliberation.errors import Invalid, NotFound
from deliberation.people import rules
from deliberation.people.register import columns as columns_of
from deliberation.people.register.columns import Columns
from deliberation.people.register.loads import Source
from deliberation.people.register.seals import BrokenSeal, seal, unseal
from deliberation.people.register.tables import RegisterDraft
from deliberation.spreadsheets import Table, read_table
from deliberation.text import public_id, tidy

KEPT = timedelta(hours=24)
FIRST_ROWS = 5


@dataclass(frozen=True, slots=True)
class DraftView:
    """A file that waits, for the list of the office."""

    public_id: str
    file_name: str
    reference_date: date
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that waits, opened."""

    public_id: str
    file_name: str
    source: Source

    def table(self) -> Table:
        return read_table(self.source.content)


@dataclass(frozen=True, slots=True)
class Look:
    """How a file begins, and what its columns are taken for."""

    header: tuple[str, ...]
    first: tuple[tuple[str, ...], ...]
    rows: int
    charset: str
    separator: str
    columns: Columns


async def keep(actor: Actor, name: str, content: bytes, day: date, *, at: datetime) -> str:
    """Keep a file for a day; its public id. Raises Invalid for one that is no table, or is of a day to come."""
    _check(actor)
    if day > in_rome(at).date():
        raise Invalid("entitled.date_future", fields={"reference_date": "entitled.date_future"})
    try:
        columns = columns_of.guessed(read_table(content).header)
    except Invalid as refusal:
        raise Invalid(refusal.code, fields={"file": refusal.code}, **refusal.parameters) from None
    id = public_id()
    await RegisterDraft.insert(
        RegisterDraft(
            public_id=id,
            reference_date=day,
            file_name=tidy(name)[:160],
            content=seal(content),
            columns=json.dumps(columns.as_dict()),
            created_by=actor.public_id,
            created_at=at,
        )
    )
    return id


async def open_draft(actor: Actor, draft: str, *, at: datetime) -> Draft:
    """A file that waits. Raises NotFound when it is done with, or was forgotten after a day."""
    _check(actor)
    found = await rows(
        "SELECT public_id, file_name, reference_date, content, columns, choices FROM register_draft "
        "WHERE public_id = {} AND created_at > {}",
        draft,
        at - KEPT,
    )
    if not found:
        raise NotFound("entitled.no_draft")
    row = found[0]
    try:
        content = unseal(bytes(row["content"]))
    except BrokenSeal:
        raise NotFound("entitled.no_draft") from None
    columns = Columns(**json.loads(row["columns"]))
    source = Source(content, row["reference_date"], columns, json.loads(row["choices"]))
    return Draft(row["public_id"], row["file_name"], source)


async def look(actor: Actor, draft: str, *, at: datetime) -> tuple[Draft, Look]:
    """How a waiting file begins."""
    found = await open_draft(actor, draft, at=at)
    table = found.table()
    assert found.source.columns is not None
    first = tuple(row.cells for row in table.rows[:FIRST_ROWS])
    return found, Look(
        table.header,
        first,
        len(table.rows) + len(table.uneven),
        table.charset,
        table.separator,
        found.source.columns,
    )


async def choose_columns(actor: Actor, draft: str, given: Mapping[str, str], *, at: datetime) -> None:
    """Say what each column holds. Raises Invalid field by field."""
    found = await open_draft(actor, draft, at=at)
    columns = columns_of.chosen(found.table().header, given)
    columns_of.check(columns)
    await rows("UPDATE register_draft SET columns = {} WHERE public_id = {}", json.dumps(columns.as_dict()), draft)


async def choose_zones(actor: Actor, draft: str, choices: Mapping[str, int], *, at: datetime) -> None:
    """Say in which zone lies what the street register lacks; 0 takes an answer back."""
    found = await open_draft(actor, draft, at=at)
    zones = {row["id"] for row in await rows("SELECT id FROM neighbourhood")}
    if not set(choices.values()) <= zones | {0}:
        raise Invalid("entitled.no_such_zone")
    answers = {key: zone for key, zone in {**found.source.choices, **choices}.items() if zone}
    await rows("UPDATE register_draft SET choices = {} WHERE public_id = {}", json.dumps(answers), draft)


async def discard(actor: Actor, draft: str) -> None:
    """Forget a waiting file. A second time is no fault."""
    _check(actor)
    await rows("DELETE FROM register_draft WHERE public_id = {}", draft)


async def waiting(actor: Actor, *, at: datetime) -> list[DraftView]:
    """The files that wait, the newest first."""
    _check(actor)
    found = await rows(
        "SELECT public_id, file_name, reference_date, created_at FROM register_draft WHERE created_at > {} "
        "ORDER BY created_at DESC",
        at - KEPT,
    )
    return [DraftView(**row) for row in found]


async def forget_old(*, at: datetime) -> None:
    """A file that nobody confirmed in a day goes."""
    async with writing():
        await rows("DELETE FROM register_draft WHERE created_at <= {}", at - KEPT)


def _check(actor: Actor) -> None:
    if refusal := rules.may_work_at_desk(actor):
        raise refusal
