# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Piccolo's SQLite engine with a pool: one writer behind a fair lock, a few readers, WAL, IMMEDIATE writes.

Piccolo opens a connection and a thread for each query and starts transactions DEFERRED, so that two transactions
that read and then write fail with "database is locked". Here a writing transaction takes the write lock at once
and waits for its turn in this process on an asyncio lock (first come, first served), across processes on SQLite's
own busy timeout.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import sqlite3
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from typing import Any

import aiosqlite
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType

from deliberation.transactions import StatementCounter, TaskBound

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=1",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",
    "PRAGMA mmap_size=134217728",
)
READERS = 4


def _timestamp(value: bytes) -> datetime:
    """The instant that is stored, in UTC: the offset counts, so that an offset changed by hand is another instant."""
    found = datetime.fromisoformat(value.decode())
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


# Piccolo's own go through Decimal and two Python calls a value, most of the time of a page of many rows. Same results.
sqlite3.register_converter("INTEGER", int)
sqlite3.register_converter("BOOLEAN", b"1".__eq__)
sqlite3.register_converter("TIMESTAMPTZ", _timestamp)
_READ = re.compile(r"\s*(SELECT|EXPLAIN|WITH\b(?!.*\b(INSERT|UPDATE|DELETE)\b))", re.IGNORECASE | re.DOTALL)


def _named(found: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows as dicts by column name."""
    listed = list(found)
    names = listed[0].keys() if listed else []
    return [dict(zip(names, row, strict=True)) for row in listed]


class PooledTransaction(SQLiteTransaction):
    """A transaction that always gives its connection back, whatever happens on the way out."""

    __slots__ = ("_closed", "_lease")

    async def __aenter__(self) -> PooledTransaction:
        if self._parent is not None:
            return self._parent  # type: ignore[return-value]
        engine: PooledSQLite = self.engine  # type: ignore[assignment]
        reads = self.transaction_type is TransactionType.deferred
        self._closed = False
        self._lease = engine.reader() if reads else engine.writer()
        self.connection = await self._lease.__aenter__()
        try:
            await self.begin()
        except BaseException:
            await self._lease.__aexit__(None, None, None)
            raise
        self.context = engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exc_type: Any, exc: Any, traceback: Any) -> bool:
        if self._parent is not None:
            return False
        try:
            if exc_type is not None:
                if not self._rolled_back:
                    await asyncio.shield(self.rollback())
            elif not self._committed and not self._rolled_back:
                await asyncio.shield(self.commit())
        finally:
            self._closed = True
            self.engine.current_transaction.reset(self.context)
            await self._lease.__aexit__(None, None, None)
        return False


class PooledSQLite(SQLiteEngine):
    """SQLite in a file. Without `start_connection_pool` each query opens a connection of its own (command line)."""

    __slots__ = ("_lock", "_loop", "_readers", "_writer", "statements")

    def __init__(self, path: str) -> None:
        super().__init__(path=path, timeout=30.0, cached_statements=256)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock: asyncio.Lock | None = None
        self._readers: asyncio.LifoQueue[aiosqlite.Connection] | None = None
        self._writer: aiosqlite.Connection | None = None
        self.current_transaction: Any = TaskBound("sqlite_transaction")
        self.statements = StatementCounter()

    async def get_connection(self) -> aiosqlite.Connection:
        connection = await aiosqlite.connect(**self.connection_kwargs)
        connection.row_factory = sqlite3.Row
        for pragma in PRAGMAS:
            await (await connection.execute(pragma)).close()
        return connection

    async def start_connection_pool(self, **_: Any) -> None:
        self._loop = asyncio.get_running_loop()
        self._lock = asyncio.Lock()
        self._writer = await self.get_connection()
        self._readers = asyncio.LifoQueue()
        for _n in range(READERS):
            reader = await self.get_connection()
            await reader.execute("PRAGMA query_only=1")
            self._readers.put_nowait(reader)

    async def close_connection_pool(self) -> None:
        if self._writer is None or self._lock is None or self._readers is None:
            return
        async with self._lock:
            for _n in range(READERS):
                await (await self._readers.get()).close()
            writer, self._writer = self._writer, None
            await writer.execute("PRAGMA optimize")
            await writer.close()
        self._loop = None

    @property
    def _pooled(self) -> bool:
        return self._writer is not None and self._loop is asyncio.get_running_loop()

    @contextlib.asynccontextmanager
    async def writer(self) -> AsyncIterator[aiosqlite.Connection]:
        """The one writing connection, lent until the block ends."""
        if self._pooled and self._lock is not None and self._writer is not None:
            async with self._lock:
                try:
                    yield self._writer
                finally:
                    if self._writer.in_transaction:  # cancelled on the way
                        await asyncio.shield(self._writer.rollback())
        else:
            connection = await self.get_connection()
            try:
                yield connection
            finally:
                await asyncio.shield(connection.close())

    @contextlib.asynccontextmanager
    async def reader(self) -> AsyncIterator[aiosqlite.Connection]:
        """One of the reading connections, lent until the block ends."""
        if self._pooled and self._readers is not None:
            connection = await self._readers.get()
            try:
                yield connection
            finally:
                if connection.in_transaction:
                    await asyncio.shield(connection.rollback())
                self._readers.put_nowait(connection)
        else:
            async with self.writer() as connection:
                yield connection

    async def _run_in_new_connection(
        self, query: str, args: list[Any] | None = None, query_type: str = "generic", table: Any = None
    ) -> list[dict[str, Any]]:
        self.statements.add(query)
        async with self.reader() if _READ.match(query) else self.writer() as connection:
            return _named(await connection.execute_fetchall(query, args or []))

    async def _run_in_existing_connection(
        self, connection: Any, query: str, args: list[Any] | None = None, query_type: str = "generic", table: Any = None
    ) -> list[dict[str, Any]]:
        self.statements.add(query)
        return _named(await connection.execute_fetchall(query, args or []))

    def transaction(
        self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = True
    ) -> PooledTransaction:
        return PooledTransaction(engine=self, transaction_type=transaction_type, allow_nested=allow_nested)
