# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Piccolo's SQLite engine with a pool: one writer behind a fair lock, a few readers, WAL, IMMEDIATE writes.

Piccolo opens a connection and a thread for each query and starts transactions DEFERRED, so that two transactions
that read and then write fail with "database is locked". Here a writing transaction takes the write lock at once
and waits for its turn in this process on an asyncio lock (first come, first served), across processes in short steps.
Short reads do not leave the loop's thread (`sqlite_reads.py`), nor do the statements of a brief transaction: only its
beginning, which may wait for another process, and its commit, which waits for the disk.

What waits can be cancelled, what is opened is closed on every way out, and a connection that met a fault of the file
is opened again by whoever needs it next.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import aiosqlite
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType

from deliberation.outages import Outage, Unavailable, told_by_sqlite
from deliberation.sqlite_connections import CLOSING, PAUSE, STEP, Place, close, ended, set_up, undo, which
from deliberation.sqlite_reads import NearReader
from deliberation.text import check_storable
from deliberation.transactions import StatementCounter, TaskBound

READERS = 4
T = TypeVar("T")


_READ = re.compile(r"\s*(SELECT|EXPLAIN|WITH\b(?!.*\b(INSERT|UPDATE|DELETE)\b))", re.IGNORECASE | re.DOTALL)


def _named(found: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows as dicts by column name."""
    listed = list(found)
    names = listed[0].keys() if listed else []
    return [dict(zip(names, row, strict=True)) for row in listed]


class PooledTransaction(SQLiteTransaction):
    """A transaction that always gives its connection back, whatever happens on the way out."""

    __slots__ = ("_closed", "_lease", "brief")
    engine: PooledSQLite

    def __init__(self, *, brief: bool, **options: Any) -> None:
        super().__init__(**options)
        self.brief = brief

    async def __aenter__(self) -> PooledTransaction:
        if self._parent is not None:
            return self._parent  # type: ignore[return-value]
        reads = self.transaction_type is TransactionType.deferred
        self._closed = False
        self._lease = self.engine.reader() if reads else self.engine.writer()
        self.connection = await self._lease.__aenter__()
        try:
            await self.begin()
        except BaseException as error:
            await self._lease.__aexit__(type(error), error, error.__traceback__)
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def begin(self) -> None:
        await self.engine.patiently(lambda: self.connection.execute(f"BEGIN {self.transaction_type.value}"))

    async def commit(self) -> None:
        with told_by_sqlite():
            await self.connection.execute("COMMIT")
        self._committed = True

    async def rollback(self) -> None:
        await self.connection.rollback()  # nothing to do where SQLite has rolled back by itself, as on a full disk
        self._rolled_back = True

    async def __aexit__(self, exc_type: Any, exc: Any, traceback: Any) -> bool:
        if self._parent is not None:
            return False
        try:
            if exc_type is None and not self._committed and not self._rolled_back:
                await asyncio.shield(self.commit())
        except BaseException as error:
            await self._give_back(type(error), error, error.__traceback__)
            raise
        await self._give_back(exc_type, exc, traceback)
        return False

    async def _give_back(self, *error: Any) -> None:
        self._closed = True
        self.engine.current_transaction.reset(self.context)
        await self._lease.__aexit__(*error)  # which undoes what is open


class PooledSQLite(SQLiteEngine):
    """SQLite in a file. Without `start_connection_pool` each query opens a connection of its own (command line).

    `patience`: seconds to wait for another process's lock, and for a free connection. A file that is not there is made
    by migrations only (`creating`): anybody else would work on in an empty one.
    """

    __slots__ = ("_idle", "_lock", "_loop", "_mode", "_near", "_places", "file", "patience", "statements")

    def __init__(self, path: str, patience: float = 15.0) -> None:
        super().__init__(path=path, timeout=min(STEP, patience), cached_statements=256, uri=True)
        self.file = Path(path)
        self.patience = patience
        self._mode = "rw"
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock: asyncio.Lock | None = None
        self._idle: asyncio.LifoQueue[Place] | None = None
        self._places: list[Place] = []
        self._near: NearReader | None = None
        self.current_transaction: Any = TaskBound("sqlite_transaction")
        self.statements = StatementCounter()

    @contextlib.contextmanager
    def creating(self) -> Iterator[None]:
        """Within the block a file that is not there is made."""
        self._mode = "rwc"
        try:
            yield
        finally:
            self._mode = "rw"

    def _options(self, mode: str) -> dict[str, Any]:
        place = f"file:{quote(str(self.file))}?mode={mode}"
        return {**self.connection_kwargs, "database": place, "check_same_thread": False}

    async def get_connection(self, *, reads: bool = False) -> aiosqlite.Connection:
        connection = aiosqlite.connect(**self._options(self._mode))
        connection._thread.daemon = True  # a thread that is stuck in the file must not keep the process from ending
        try:
            with told_by_sqlite():
                await connection
        except BaseException:
            await asyncio.shield(ended(connection))
            raise
        try:
            connection.row_factory = sqlite3.Row
            await self.patiently(lambda: connection._execute(set_up, connection._conn, reads))
        except BaseException:
            await asyncio.shield(close(connection))
            raise
        return connection

    async def patiently(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Do what another process's lock may refuse, again and again until patience ends."""
        clock = asyncio.get_running_loop().time
        until = clock() + self.patience
        while True:
            try:
                with told_by_sqlite():
                    return await attempt()
            except Unavailable as error:
                if error.outage is not Outage.BUSY or clock() >= until:
                    raise
                await asyncio.sleep(PAUSE)

    async def start_connection_pool(self, **_: Any) -> None:
        self._loop = asyncio.get_running_loop()
        self._lock = asyncio.Lock()
        self._idle = asyncio.LifoQueue()
        self._places = [Place(reads=n > 0) for n in range(1 + READERS)]
        try:
            for place in self._places[1:]:  # opened by whoever needs them: most reads never leave the loop's thread
                self._idle.put_nowait(place)
            await self._open(self._places[0])
        except BaseException:
            await self._close_all()
            raise
        self._near = NearReader(self.file, self._options("rw"))

    async def close_connection_pool(self) -> None:
        """Let what is running finish for a moment, then close. It never raises, and waits for nobody's lock."""
        if self._lock is None or self._idle is None:
            return
        near, self._near = self._near, None
        if near is not None:
            near.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSING):
                await self._lock.acquire()
                for _n in range(READERS):
                    await self._idle.get()
        await self._close_all()

    async def _close_all(self) -> None:
        places, self._places = self._places, []
        self._idle = self._lock = self._loop = None
        for place in reversed(places):
            if place.connection is not None:
                await asyncio.shield(close(place.connection, optimise=not place.reads))

    @property
    def _pooled(self) -> bool:
        return self._loop is asyncio.get_running_loop()

    @contextlib.asynccontextmanager
    async def writer(self) -> AsyncIterator[aiosqlite.Connection]:
        """The one writing connection, lent until the block ends."""
        if self._pooled and (lock := self._lock) is not None:
            place = self._places[0]
            await self._turn(lock.acquire())
            try:
                async with self._lent(place) as connection:
                    yield connection
            finally:
                lock.release()
        else:
            async with self._own() as connection:
                yield connection

    @contextlib.asynccontextmanager
    async def reader(self) -> AsyncIterator[aiosqlite.Connection]:
        """One of the reading connections, lent until the block ends."""
        if self._pooled and (idle := self._idle) is not None:
            place = await self._turn(idle.get())
            try:
                async with self._lent(place) as connection:
                    yield connection
            finally:
                idle.put_nowait(place)
        else:
            async with self._own() as connection:
                yield connection

    async def _turn(self, waiting: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self.patience):
                return await waiting
        except TimeoutError:
            raise Unavailable(Outage.BUSY, "every connection of this process is in use") from None

    @contextlib.asynccontextmanager
    async def _lent(self, place: Place) -> AsyncIterator[aiosqlite.Connection]:
        connection = await self._open(place)
        try:
            yield connection
        except BaseException as error:
            await asyncio.shield(undo(place, connection, error))
            raise
        if connection.in_transaction:
            await asyncio.shield(connection.rollback())

    async def _open(self, place: Place) -> aiosqlite.Connection:
        """The place's connection. One whose file was moved or deleted would go on writing where nobody reads."""
        now = which(self.file)
        if place.connection is not None and place.file != now:
            gone, place.connection = place.connection, None
            await asyncio.shield(close(gone))
        if place.connection is None:
            place.connection = await self.get_connection(reads=place.reads)
            place.file = which(self.file)
        return place.connection

    @contextlib.asynccontextmanager
    async def _own(self) -> AsyncIterator[aiosqlite.Connection]:
        connection = await self.get_connection()
        try:
            yield connection
        finally:
            await asyncio.shield(close(connection))

    async def _run_in_new_connection(
        self, query: str, args: list[Any] | None = None, query_type: str = "generic", table: Any = None
    ) -> list[dict[str, Any]]:
        self.statements.add(query)
        check_storable(args or ())
        reads = _READ.match(query) is not None
        if reads and self._pooled and (near := self._near) is not None:
            await near.give_way()
            if near is self._near and (found := near.read(query, args or ())) is not None:
                return found
        async with self.reader() if reads else self.writer() as connection:
            return _named(await self.patiently(lambda: connection.execute_fetchall(query, args or [])))

    async def _run_in_existing_connection(
        self, connection: Any, query: str, args: list[Any] | None = None, query_type: str = "generic", table: Any = None
    ) -> list[dict[str, Any]]:
        self.statements.add(query)
        check_storable(args or ())
        transaction = self.current_transaction.get()
        with told_by_sqlite(may_write=transaction.transaction_type is not TransactionType.deferred):
            if transaction.brief:
                return _named(connection._conn.execute(query, args or []).fetchall())
            return _named(await connection.execute_fetchall(query, args or []))

    def transaction(
        self,
        transaction_type: TransactionType = TransactionType.immediate,
        allow_nested: bool = True,
        brief: bool = False,
    ) -> PooledTransaction:
        """`brief`: its statements run in the loop's thread, which is their connection's while its own thread idles."""
        return PooledTransaction(engine=self, transaction_type=transaction_type, allow_nested=allow_nested, brief=brief)
