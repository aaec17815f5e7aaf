# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Transactions: all or nothing, one writer at a time, one snapshot for a reader, no connection lost."""

import asyncio

import pytest
from piccolo.engine.exceptions import TransactionError

from deliberation.database import engine, is_postgres, reading, rows, writing
from deliberation.people.tables import Attempt


async def _tries(key: str = "a") -> int:
    found = await rows("SELECT tries FROM attempt WHERE key = {}", key)
    return int(found[0]["tries"])


async def _add_one() -> None:
    """Reads and then writes: the pattern that fails on SQLite when transactions start deferred."""
    async with writing():
        locking = " FOR UPDATE" if is_postgres() else ""
        found = await rows("SELECT tries FROM attempt WHERE key = {}" + locking, "a")
        await asyncio.sleep(0)
        await rows("UPDATE attempt SET tries = {} WHERE key = {}", found[0]["tries"] + 1, "a")


async def test_two_hundred_writers_that_read_first_all_succeed(database: None) -> None:
    await Attempt(key="a", window=0, tries=0).save()
    await asyncio.gather(*(_add_one() for _ in range(200)))
    assert await _tries() == 200


async def test_an_exception_undoes_the_whole_transaction(database: None) -> None:
    with pytest.raises(RuntimeError):
        async with writing():
            await Attempt(key="a", window=0, tries=1).save()
            raise RuntimeError
    assert await rows("SELECT tries FROM attempt") == []


async def test_a_transaction_inside_another_joins_it(database: None) -> None:
    with pytest.raises(RuntimeError):
        async with writing():
            async with writing():
                await Attempt(key="a", window=0, tries=1).save()
            raise RuntimeError
    assert await rows("SELECT tries FROM attempt") == []


async def test_a_cancelled_writer_leaves_the_database_free_for_the_next(database: None) -> None:
    async def slow() -> None:
        async with writing():
            await Attempt(key="a", window=0, tries=1).save()
            await asyncio.sleep(30)

    task = asyncio.create_task(slow())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(5), writing():
        await Attempt(key="b", window=0, tries=7).save()
    assert await rows("SELECT key FROM attempt") == [{"key": "b"}]


async def test_a_child_task_may_not_use_its_parents_transaction(database: None) -> None:
    async with writing():
        with pytest.raises(TransactionError):
            await asyncio.create_task(rows("SELECT 1 AS one"))


async def test_a_reader_sees_one_state_while_others_write(database: None) -> None:
    await Attempt(key="a", window=0, tries=1).save()
    read_once, written = asyncio.Event(), asyncio.Event()

    async def reader() -> tuple[int, int]:
        async with reading():
            before = await _tries()
            read_once.set()
            await written.wait()
            return before, await _tries()

    async def writer() -> None:
        await read_once.wait()
        await rows("UPDATE attempt SET tries = 2 WHERE key = {}", "a")
        written.set()

    seen, _ = await asyncio.gather(reader(), writer())
    assert seen == (1, 1)
    assert await _tries() == 2


async def test_a_reading_block_cannot_write(database: None) -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        async with reading():
            await rows("UPDATE attempt SET tries = 2")


async def test_the_journal_refuses_to_be_changed_or_emptied(database: None) -> None:
    await rows(
        "INSERT INTO journal_entry (sequence, actor, act, subject_kind, subject, detail, previous_hash, hash, at)"
        " VALUES (1, 'cli', 'test.done', 'test', 't', '{{}}', '', '', CURRENT_TIMESTAMP)"
    )
    for statement in ("UPDATE journal_entry SET act = 'x'", "DELETE FROM journal_entry"):
        with pytest.raises(Exception, match="append-only"):
            await rows(statement)


async def test_statements_are_counted_for_the_page_that_asked(database: None) -> None:
    seen = engine().statements.start()
    await rows("SELECT 1 AS one")
    async with writing():
        await rows("SELECT 2 AS two")
    assert len(seen) == 2
