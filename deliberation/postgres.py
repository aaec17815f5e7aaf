# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Piccolo's PostgreSQL engine, opened at start-up and not at import, with transactions that cannot leak."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import asyncpg
from asyncpg import connect_utils
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from deliberation.outages import Outage, Unavailable, told_by_postgres
from deliberation.text import check_storable
from deliberation.transactions import StatementCounter, TaskBound

OLDEST = 13
CLOSING = 2.0  # seconds for what is still running when a connection or the pool closes
LONGEST_STATEMENT = 60.0  # seconds without an answer: the server hangs, or the network between


LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


class _Upgrade(connect_utils.TLSUpgradeProto):
    """asyncpg's first question to a server: does it speak TLS?

    When connecting is given up in the very moment in which the socket opens, nobody waits for the answer any more, and
    asyncio would print that its error was never retrieved. Whoever gave up has said so already.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on_data.add_done_callback(lambda answer: answer.cancelled() or answer.exception())


connect_utils.TLSUpgradeProto = _Upgrade  # asyncpg has no other way to say which


class Connection(asyncpg.Connection):
    """A connection that goes back to the pool as it is: rolled back if need be, without a statement of its own.

    Nothing of ours outlives a transaction: no session lock, no LISTEN, no SET, no cursor.
    """

    def get_reset_query(self) -> str:
        return ""

    async def fetch(self, query: str, *args: Any, **options: Any) -> Any:
        check_storable(args)
        return await super().fetch(query, *args, **options)


class SafeTransaction(PostgresTransaction):
    """A transaction that always gives its connection back, whatever happens on the way out."""

    __slots__ = ("_closed", "_options", "_pool")
    engine: Postgres

    def __init__(self, engine: Any, allow_nested: bool = True, **options: Any) -> None:
        super().__init__(engine=engine, allow_nested=allow_nested)
        self._options = options
        self._closed = False

    async def __aenter__(self) -> SafeTransaction:
        if self._parent is not None:
            return self._parent  # type: ignore[return-value]
        self._pool = self.engine.pool
        self.connection = await self.engine.lend(self._pool)
        try:
            self.transaction = self.connection.transaction(**self._options)
            with told_by_postgres():
                await self.begin()
        except BaseException:
            await give_back(self.connection, self._pool)
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def commit(self) -> None:
        with told_by_postgres():
            await super().commit()

    @property
    def may_write(self) -> bool:
        return not self._options.get("readonly", False)

    async def __aexit__(self, exc_type: Any, exc: Any, traceback: Any) -> bool:
        if self._parent is not None:
            return False
        try:
            if exc_type is not None:
                if not self._rolled_back:
                    with contextlib.suppress(*LOST):  # the server has rolled back what it lost
                        await asyncio.shield(self.rollback())
            elif not self._committed and not self._rolled_back:
                await asyncio.shield(self.commit())
        finally:
            self._closed = True
            self.engine.current_transaction.reset(self.context)
            await give_back(self.connection, self._pool)
        return False


async def give_back(connection: Any, pool: Any) -> None:
    """Release or close; a connection that cannot say goodbye is cut."""
    with contextlib.suppress(*LOST):
        goodbye = pool.release(connection, timeout=CLOSING) if pool else connection.close(timeout=CLOSING)
        await asyncio.shield(goodbye)


class Postgres(PostgresEngine):
    """PostgreSQL by its URL. `patience`: seconds to wait for a connection, and for a lock of somebody else's."""

    def __init__(self, dsn: str, patience: float = 15.0) -> None:
        self.patience = patience
        self.statements = StatementCounter()
        # A statement whose cost the server overestimates would be compiled first: 4 s of a large town's dashboard.
        settings = {"lock_timeout": str(int(patience * 1000)), "application_name": "rione", "jit": "off"}
        super().__init__(config={"dsn": dsn, "timeout": patience, "server_settings": settings})
        self.current_transaction: Any = TaskBound("postgres_transaction")

    async def check_version(self) -> None:
        """Nothing at import: `start_connection_pool` meets the server."""

    async def prep_database(self) -> None:
        """No extension is needed."""

    async def start_connection_pool(self, **pool: Any) -> None:
        settings = {
            "min_size": 2,
            "max_size": 10,
            "connection_class": Connection,
            "command_timeout": LONGEST_STATEMENT,
            **pool,
        }
        with told_by_postgres():
            await super().start_connection_pool(**settings)
        try:
            assert self.pool is not None
            async with self.pool.acquire() as connection:
                version = connection.get_server_version()
            if version.major < OLDEST:
                raise RuntimeError(f"PostgreSQL {OLDEST} or newer is needed, this server is {version.major}")
        except BaseException:
            await self.close_connection_pool()
            raise

    async def close_connection_pool(self) -> None:
        """Let what is running finish for a moment, then cut it. It never raises."""
        pool, self.pool = self.pool, None
        if pool is None:
            return
        try:
            async with asyncio.timeout(CLOSING):
                await pool.close()
        except LOST:
            pool.terminate()

    async def lend(self, pool: Any) -> Any:
        """A connection: of the pool, or a new one."""
        with told_by_postgres():
            if pool is None:
                return await self.get_new_connection()
            try:
                return await pool.acquire(timeout=self.patience)
            except TimeoutError:
                raise Unavailable(Outage.BUSY, "no connection became free") from None

    async def _run(self, query: str, args: Any, pool: Any) -> Any:
        self.statements.add(query)
        connection = await self.lend(pool)
        try:
            with told_by_postgres():
                return await connection.fetch(query, *(args or ()))
        finally:
            await give_back(connection, pool)

    async def _run_in_pool(self, query: str, args: Any = None) -> Any:
        return await self._run(query, args, self.pool)

    async def _run_in_new_connection(self, query: str, args: Any = None) -> Any:
        return await self._run(query, args, None)

    async def run_querystring(self, querystring: Any, in_pool: bool = True) -> Any:
        transaction = self.current_transaction.get()
        if transaction is None:
            return await super().run_querystring(querystring, in_pool=in_pool)
        self.statements.add(querystring.template)
        with told_by_postgres(may_write=transaction.may_write):
            return await super().run_querystring(querystring, in_pool=in_pool)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        if self.current_transaction.get():
            self.statements.add(ddl)
        with told_by_postgres():
            return await super().run_ddl(ddl, in_pool=in_pool)

    def transaction(self, allow_nested: bool = True, **options: Any) -> SafeTransaction:
        return SafeTransaction(engine=self, allow_nested=allow_nested, **options)
