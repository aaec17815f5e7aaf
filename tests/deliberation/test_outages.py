# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A database that does not serve is one kind of error, undoes what was begun, and leaves nothing open."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import asyncpg
import pytest

from deliberation.database import engine, open_engine, rows, writing
from deliberation.outages import Outage, Unavailable, outage_of_postgres
from deliberation.people.tables import Attempt
from deliberation.sqlite import PooledSQLite
from tests import databases

SECONDS_AT_MOST = 30
sqlite_only = pytest.mark.skipif(databases.IS_POSTGRES, reason="about SQLite's file")


@contextmanager
def somebody_writes(file: Path) -> Iterator[sqlite3.Connection]:
    """Another connection holds the write lock."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


async def threads_are(number: int) -> None:
    """A thread that was told to end needs a moment to do so."""
    for _ in range(SECONDS_AT_MOST * 100):
        if threading.active_count() == number:
            return
        await asyncio.sleep(0.01)
    assert threading.active_count() == number


@asynccontextmanager
async def held() -> AsyncIterator[None]:
    """What `attempt` is written to is locked by somebody else, and we do not wait long."""
    found = engine()
    patience, found.patience = found.patience, 0.2
    try:
        if isinstance(found, PooledSQLite):
            with somebody_writes(found.file):
                yield
        else:
            other = await asyncpg.connect(found.config["dsn"])
            await other.execute("BEGIN; LOCK TABLE attempt IN ACCESS EXCLUSIVE MODE")
            try:
                yield
            finally:
                await other.close()
    finally:
        found.patience = patience


async def test_a_writer_that_waits_for_a_lock_can_be_cancelled_and_the_next_one_writes(database: None) -> None:
    async def write(key: str) -> None:
        async with writing():
            await Attempt(key=key, window=0, tries=1).save()

    async with held():
        engine().patience = SECONDS_AT_MOST
        waiting = asyncio.create_task(write("a"))
        await asyncio.sleep(0.3)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    async with asyncio.timeout(SECONDS_AT_MOST):
        await write("b")
    assert await rows("SELECT key FROM attempt") == [{"key": "b"}]


@sqlite_only
async def test_a_lock_of_somebody_else_is_busy_after_a_while_and_over_when_it_is_over(database: None) -> None:
    async with held():
        with pytest.raises(Unavailable) as told:
            await rows("INSERT INTO attempt (key, \"window\", tries) VALUES ('a', 0, 1)")
        assert told.value.outage is Outage.BUSY
        assert await rows("SELECT key FROM attempt") == []  # reading needs no lock
    await rows("INSERT INTO attempt (key, \"window\", tries) VALUES ('a', 0, 1)")


@sqlite_only
async def test_a_full_disk_undoes_the_whole_transaction_and_is_over_when_there_is_room(database: None) -> None:
    found = engine()
    assert isinstance(found, PooledSQLite)
    async with found.writer() as connection:
        await connection.execute("PRAGMA max_page_count=1")  # as many as there are
    with pytest.raises(Unavailable) as told:
        async with writing():
            for n in range(2000):
                await Attempt(key=f"{n}" * 50, window=0, tries=1).save()
    assert told.value.outage is Outage.FULL
    async with found.writer() as connection:
        await connection.execute("PRAGMA max_page_count=1000000")
    assert await rows("SELECT key FROM attempt") == []
    await Attempt(key="b", window=0, tries=1).save()


async def test_a_pool_closes_while_somebody_else_writes_and_leaves_no_thread(tmp_path: Path) -> None:
    found = PooledSQLite(str(tmp_path / "x.sqlite"))
    before = threading.active_count()
    with found.creating():
        await found.start_connection_pool()
    assert threading.active_count() > before
    async with asyncio.timeout(SECONDS_AT_MOST):
        with somebody_writes(found.file) as other:
            other.execute("CREATE TABLE held (x)")
            await found.close_connection_pool()
    await threads_are(before)


@pytest.mark.parametrize("content", [b"no database at all" * 100, None])
async def test_a_file_that_cannot_be_opened_leaves_no_thread(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.sqlite"
    if content is not None:
        path.write_bytes(content)
    before = threading.active_count()
    found = open_engine(f"sqlite:///{path}", 0.2)
    for _ in range(3):
        with pytest.raises(Unavailable):
            await found.start_connection_pool()
        with pytest.raises(Unavailable):
            async with found.transaction():
                pass
    await threads_are(before)
    assert path.exists() == (content is not None)


@sqlite_only
async def test_a_file_that_was_moved_is_gone_and_found_again_when_it_is_back(database: None) -> None:
    found = engine()
    assert isinstance(found, PooledSQLite)
    away = found.file.with_suffix(".away")
    await Attempt(key="a", window=0, tries=1).save()
    found.file.rename(away)
    for statement in ("SELECT key FROM attempt", "DELETE FROM attempt"):
        with pytest.raises(Unavailable) as told:
            await rows(statement)
        assert told.value.outage is Outage.GONE
    away.rename(found.file)
    assert await rows("SELECT key FROM attempt") == [{"key": "a"}]
    await rows("DELETE FROM attempt")


async def test_what_the_schema_refuses_is_no_outage(database: None) -> None:
    await Attempt(key="a", window=0, tries=1).save()
    with pytest.raises((sqlite3.IntegrityError, asyncpg.UniqueViolationError)):
        await Attempt(key="a", window=0, tries=1).save()
    with pytest.raises((sqlite3.OperationalError, asyncpg.PostgresSyntaxError)):
        await rows("SELEC 1")


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (asyncpg.DiskFullError("x"), Outage.FULL),
        (asyncpg.TooManyConnectionsError("x"), Outage.BUSY),
        (asyncpg.DeadlockDetectedError("x"), Outage.BUSY),
        (asyncpg.AdminShutdownError("x"), Outage.GONE),
        (asyncpg.CannotConnectNowError("x"), Outage.GONE),
        (asyncpg.InvalidPasswordError("x"), Outage.GONE),
        (asyncpg.ReadOnlySQLTransactionError("x"), Outage.READ_ONLY),
        (asyncpg.InterfaceError("connection is closed"), Outage.GONE),
        (asyncpg.InterfaceError("another operation is in progress"), None),
        (asyncpg.UniqueViolationError("x"), None),
        (ConnectionResetError("x"), Outage.GONE),
    ],
)
def test_what_postgres_says_is_told_apart(error: Exception, outage: Outage | None) -> None:
    assert outage_of_postgres(error) is outage
