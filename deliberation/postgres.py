# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Piccolo's PostgreSQL engine, opened at start-up and not at import, with transactions that cannot leak."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from deliberation.transactions import StatementCounter, TaskBound

OLDEST = 13


class Connection(asyncpg.Connection):
    """A connection that goes back to the pool as it is: rolled back if need be, without a statement of its own.

    Nothing of ours outlives a transaction: no session lock, no LISTEN, no SET, no cursor.
    """

    def get_reset_query(self) -> str:
        return ""


class SafeTransaction(PostgresTransaction):
    """A transaction that always gives its connection back, whatever happens on the way out."""

    __slots__ = ("_closed", "_options")

    def __init__(self, engine: Any, allow_nested: bool = True, **options: Any) -> None:
        super().__init__(engine=engine, allow_nested=allow_nested)
        self._options = options
        self._closed = False

    async def __aenter__(self) -> SafeTransaction:
        if self._parent is not None:
            return self._parent  # type: ignore[return-value]
        self.connection = await self.get_connection()
        try:
            self.transaction = self.connection.transaction(**self._options)
            await self.begin()
        except BaseException:
            await self._give_back()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def _give_back(self) -> None:
        if self.engine.pool:
            await asyncio.shield(self.engine.pool.release(self.connection))
        else:
            await asyncio.shield(self.connection.close())

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
            await self._give_back()
        return False


class Postgres(PostgresEngine):
    """PostgreSQL by its URL."""

    def __init__(self, dsn: str) -> None:
        self.statements = StatementCounter()
        super().__init__(config={"dsn": dsn})
        self.current_transaction: Any = TaskBound("postgres_transaction")

    async def check_version(self) -> None:
        """Nothing at import: `start_connection_pool` meets the server."""

    async def prep_database(self) -> None:
        """No extension is needed."""

    async def start_connection_pool(self, **pool: Any) -> None:
        await super().start_connection_pool(**{"min_size": 2, "max_size": 10, "connection_class": Connection, **pool})
        version = await self.get_version()
        if version < OLDEST:
            raise RuntimeError(f"PostgreSQL {OLDEST} or newer is needed, this server is {version}")

    async def _run_in_pool(self, query: str, args: Any = None) -> Any:
        self.statements.add(query)
        return await super()._run_in_pool(query, args)

    async def _run_in_new_connection(self, query: str, args: Any = None) -> Any:
        self.statements.add(query)
        return await super()._run_in_new_connection(query, args)

    async def run_querystring(self, querystring: Any, in_pool: bool = True) -> Any:
        if self.current_transaction.get():
            self.statements.add(querystring.template)
        return await super().run_querystring(querystring, in_pool=in_pool)

    def transaction(self, allow_nested: bool = True, **options: Any) -> SafeTransaction:
        return SafeTransaction(engine=self, allow_nested=allow_nested, **options)
