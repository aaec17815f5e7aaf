# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register is loaded: tried out first, written in one transaction, taken back while nothing rests on it.

Page, command and comune folder come through here. A list is whole: who is not in the file is no longer entitled.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from deliberation import keys
from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.database import is_postgres, lock, reading, rows, writing
from deliberation.errors import Conflict, Invalid
from deliberation.people import rules
from deliberation.people.holding import ROLLS
from deliberation.people.register import columns as columns_of
from deliberation.people.register import stays, zones
from deliberation.people.register.columns import Columns
from deliberation.people.register.differences import Differences, Held, compare
from deliberation.people.register.reading import Reading, read
from deliberation.people.register.tables import RegisterLoad
from deliberation.places.address_books import AddressBook, address_book
from deliberation.records import journal
from deliberation.spreadsheets import Table, read_table
from deliberation.text import public_id

REGISTER = "register"  # the lock of who writes it
BATCH = 5000
UNDO_KEPT = timedelta(days=30)
Follow = Callable[[Collection[int]], Awaitable[None]]


async def nobody_follows(people: Collection[int]) -> None:
    """For who has no rights to look after."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the registry office and how it is to be read; without columns they are guessed."""

    content: bytes
    reference_date: date
    columns: Columns | None = None
    choices: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Last:
    """The list that is held: '' and None before the first one."""

    public_id: str = ""
    reference_date: date | None = None
    file_mac: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a file would do. `seen` is the list that it was compared with."""

    seen: Last
    reference_date: date
    header: tuple[str, ...]
    columns: Columns
    charset: str
    separator: str
    reading: Reading
    differences: Differences
    same_file: bool

    @property
    def older(self) -> bool:
        """Whether the register that is held is of a later day."""
        return self.seen.reference_date is not None and self.reference_date < self.seen.reference_date


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, in figures; `public_id` is '' where it changed nothing."""

    public_id: str
    added: int
    changed: int
    removed: int
    left_out: int


async def try_out(actor: Actor, source: Source, *, at: datetime) -> Trial:
    """What the file would change; nothing is written. Raises Invalid for a file that cannot be read."""
    _check(actor, source, at)
    async with reading():
        book = await address_book()
        last, held, asks_stay = await _last(), await _held(), await stays.is_asked()
    table, columns, read_ = await asyncio.to_thread(_read, source, book, asks_stay, at, True)
    different = await asyncio.to_thread(_compared, held, read_)
    same_file = bool(last.file_mac) and last.file_mac == file_mac(source.content)
    return Trial(
        last,
        source.reference_date,
        table.header,
        columns,
        table.charset,
        table.separator,
        read_,
        different,
        same_file,
    )


async def apply(
    actor: Actor,
    source: Source,
    *,
    seen: str,
    older: bool = False,
    many_gone: bool = False,
    follow: Follow = nobody_follows,
    at: datetime,
) -> Loaded:
    """Make the file the register, all of it or nothing.

    Whoever was matched with the register gets what it now says of their stay (`stays`), and `follow` sees to the rights
    of those people (row ids), under the lock ROLLS: pages and commands come through `ballots.entitled.loading`.

    `seen` is the list (public id) with which the differences were shown: Conflict(entitled.moved) when another one has
    been loaded since. A file that ends in the middle of a row is refused: Invalid(entitled.cut_off). An older day than
    the one held, and a file in which more than a tenth of the people are missing, are refused unless they are meant. A
    file that changes nothing on the same day is no load.
    """
    _check(actor, source, at)
    book, asks_stay = await address_book(), await stays.is_asked()
    _, _, read_ = await asyncio.to_thread(_read, source, book, asks_stay, at, False)
    async with writing():
        await lock(REGISTER)
        await zones.follow()
        last = await _last()
        if last.public_id != seen:
            raise Conflict("entitled.moved")
        different = await asyncio.to_thread(_compared, await _held(), read_)
        _refuse(source, last, read_, different, older=older, many_gone=many_gone)
        if different.nothing and not different.renewed and last.reference_date == source.reference_date:
            return Loaded("", 0, 0, 0, read_.left_out)
        load = await _note_load(actor, source, read_, different, at=at)
        await _write(load, different)
        await lock(ROLLS)  # late, so that nobody at the desk waits for the writing above
        people = await stays.follow()
        await follow(people)
        done = Loaded(
            load.public_id, len(different.added), len(different.changed), len(different.removed), read_.left_out
        )
        detail = {
            "date": source.reference_date.isoformat(),
            "added": done.added,
            "changed": done.changed,
            "removed": done.removed,
            "left_out": done.left_out,
            **({"stays": len(people)} if people else {}),
        }
        await journal.note(actor, "register.loaded", "register", load.public_id, detail, at=at)
    return done


async def undo(actor: Actor, load: str, *, follow: Follow = nobody_follows, at: datetime) -> None:
    """Take the last list back: the one before it is held again. Raises Conflict when it is not the last, or too old.

    Whether a roll rests on it is asked by `ballots.entitled.undoing`, through which pages go.
    """
    if refusal := rules.may_work_at_desk(actor):
        raise refusal
    async with writing():
        await lock(REGISTER)
        await lock(ROLLS)
        found = await rows("SELECT id, public_id, undone_at, created_at FROM register_load ORDER BY id DESC LIMIT 1")
        if not found or found[0]["public_id"] != load:
            raise Conflict("entitled.not_last")
        if found[0]["undone_at"] or found[0]["created_at"] < at - UNDO_KEPT:
            raise Conflict("entitled.cannot_undo")
        number = found[0]["id"]
        taken_back = await stays.take_back(number)
        await rows("DELETE FROM register_entry WHERE load = {}", number)
        await rows("UPDATE register_entry SET ended_by = NULL WHERE ended_by = {}", number)
        await follow({*taken_back, *await stays.follow()})
        await rows("UPDATE register_load SET undone_at = {} WHERE id = {}", at, number)
        await journal.note(actor, "register.undone", "register", load, at=at)


async def forget_ended(*, at: datetime) -> None:
    """People who left the register are kept until the list that ended them cannot be undone any more."""
    async with writing():
        await rows(
            "DELETE FROM register_entry WHERE ended_by IN (SELECT id FROM register_load WHERE created_at < {})",
            at - UNDO_KEPT,
        )


def file_mac(content: bytes) -> str:
    """By which the same file is known again; it tells nobody what is in it."""
    return keys.mac("register-file", hashlib.sha256(content).hexdigest())


def _check(actor: Actor, source: Source, at: datetime) -> None:
    if refusal := rules.may_work_at_desk(actor):
        raise refusal
    if source.reference_date > in_rome(at).date():
        raise Invalid("entitled.date_future", fields={"reference_date": "entitled.date_future"})


def _read(
    source: Source, book: AddressBook, asks_stay: bool, at: datetime, doubting: bool
) -> tuple[Table, Columns, Reading]:
    table = read_table(source.content)
    columns = source.columns or columns_of.guessed(table.header)
    columns = columns_of.chosen(table.header, columns.as_dict())
    columns_of.check(columns)
    today = in_rome(at).date()
    done = read(table, columns, book, source.choices, today=today, asks_stay=asks_stay, doubting=doubting)
    return table, columns, done


def _refuse(
    source: Source, last: Last, read_: Reading, different: Differences, *, older: bool, many_gone: bool
) -> None:
    if not read_.entries:
        raise Invalid("entitled.nobody", rows=read_.rows)
    if read_.is_cut_off:  # who stands after the cut would be gone without anybody's wish
        raise Invalid("entitled.cut_off")
    if last.reference_date and source.reference_date < last.reference_date and not older:
        raise Conflict("entitled.older", fields={"older": "entitled.older"}, held=f"{last.reference_date:%d/%m/%Y}")
    if different.many_gone and not many_gone:
        fields = {"many_gone": "entitled.many_gone"}
        raise Conflict("entitled.many_gone", fields=fields, gone=len(different.removed), held=different.held)


async def _last() -> Last:
    found = await rows(
        "SELECT public_id, reference_date, file_mac FROM register_load WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1"
    )
    return Last(**found[0]) if found else Last()


async def _held() -> list[dict[str, Any]]:
    return await rows(
        "SELECT code_mac, birth_date, sex, neighbourhood, citizenship, resident_since, code_key FROM register_entry "
        "WHERE ended_by IS NULL"
    )


def _compared(held: Sequence[Mapping[str, Any]], read_: Reading) -> Differences:
    """What a file changes in these rows; of a whole town, so that it belongs in a thread."""
    return compare({mac: Held(*rest) for mac, *rest in (row.values() for row in held)}, read_)


async def _note_load(
    actor: Actor, source: Source, read_: Reading, different: Differences, *, at: datetime
) -> RegisterLoad:
    load = RegisterLoad(
        public_id=public_id(),
        reference_date=source.reference_date,
        file_mac=file_mac(source.content),
        rows=read_.rows,
        added=len(different.added),
        changed=len(different.changed),
        removed=len(different.removed),
        left_out=read_.left_out,
        created_by=actor.public_id,
        created_at=at,
    )
    await load.save()
    return load


async def _write(load: RegisterLoad, different: Differences) -> None:
    """Who was ended by earlier lists goes for good; then this list's ends and its new entries, in large statements."""
    await rows("DELETE FROM register_entry WHERE ended_by IS NOT NULL")
    for part in _parts([*different.removed, *different.replaced]):
        await rows(_END_POSTGRES if is_postgres() else _END_SQLITE, load.id, json.dumps(part))
    for part in _parts([*different.added, *different.changed, *different.renewed]):
        await write_entries(load.id, part)


async def write_entries(load: int, entries: Sequence[Any]) -> None:
    """Some thousand entries in one statement."""
    values = [
        [
            e.macs[0].value,
            e.macs[0].key,
            e.born.isoformat(),
            e.sex,
            e.zone,
            e.citizenship,
            e.since and e.since.isoformat(),
        ]
        for e in entries
    ]
    await rows(_INSERT_POSTGRES if is_postgres() else _INSERT_SQLITE, load, json.dumps(values))


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))


_INSERT_SQLITE = """
INSERT INTO register_entry (code_mac, code_key, birth_date, sex, neighbourhood, citizenship, resident_since, load)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, {} FROM json_each({})
"""
_INSERT_POSTGRES = """
INSERT INTO register_entry (code_mac, code_key, birth_date, sex, neighbourhood, citizenship, resident_since, load)
SELECT v ->> 0, v ->> 1, (v ->> 2)::date, v ->> 3, (v ->> 4)::integer, v ->> 5, (v ->> 6)::date, {}
FROM jsonb_array_elements({}::jsonb) AS v
"""
_END_SQLITE = """
UPDATE register_entry SET ended_by = {} WHERE ended_by IS NULL AND code_mac IN (SELECT value FROM json_each({}))
"""
_END_POSTGRES = """
UPDATE register_entry SET ended_by = {}
WHERE ended_by IS NULL AND code_mac IN (SELECT jsonb_array_elements_text({}::jsonb))
"""
