# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one door to the database: which engine, one writing transaction a use case, one reading snapshot a page."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Hashable
from functools import cache
from typing import Any

from piccolo.engine.finder import engine_finder
from piccolo.engine.sqlite import TransactionType

from deliberation.postgres import Postgres
from deliberation.sqlite import PooledSQLite
from deliberation.transactions import statement

Engine = PooledSQLite | Postgres
_remembered: dict[Hashable, Any] = {}


def open_engine(url: str, patience: float = 15.0) -> Engine:
    """`sqlite:///path/to/file.sqlite` or `postgresql://…`; nothing is opened yet. `patience`: see the engines."""
    if url.startswith("sqlite:///"):
        return PooledSQLite(url.removeprefix("sqlite:///"), patience)
    if url.startswith(("postgresql://", "postgres://")):
        return Postgres(url, patience)
    raise ValueError("DATABASE_URL must start with sqlite:/// or postgresql://")


@cache
def engine() -> Engine:
    """The engine that PICCOLO_CONF names, one a process."""
    found = engine_finder()
    if not isinstance(found, PooledSQLite | Postgres):
        raise RuntimeError("PICCOLO_CONF names no Rione engine")
    return found


def is_postgres() -> bool:
    return isinstance(engine(), Postgres)


def remembered() -> dict[Hashable, Any]:
    """What this process keeps of the database, from one `opened` to the next: only what can never be another."""
    return _remembered


@contextlib.asynccontextmanager
async def opened(**pool: Any) -> AsyncIterator[Engine]:
    """The pool, open for the length of the block."""
    found = engine()
    _remembered.clear()
    await found.start_connection_pool(**pool)
    try:
        yield found
    finally:
        await found.close_connection_pool()


@contextlib.asynccontextmanager
async def writing(*, brief: bool = False) -> AsyncIterator[None]:
    """One transaction that may write: commits at the end of the block, rolls back on any exception.

    A use case is one transaction: opening a second one inside is an error, except through another use case's
    `writing()`, which joins the one that is open. `brief`: a handful of statements, each of a few rows found by an
    index; on SQLite they run without crossing to the writer's thread, so that a long one would stop the loop.
    """
    found = engine()
    async with found.transaction() if isinstance(found, Postgres) else found.transaction(brief=brief):
        yield


@contextlib.asynccontextmanager
async def reading() -> AsyncIterator[None]:
    """One snapshot: every query of the block sees the same state."""
    found = engine()
    if isinstance(found, Postgres):
        async with found.transaction(isolation="repeatable_read", readonly=True):
            yield
    else:
        async with found.transaction(transaction_type=TransactionType.deferred):
            yield


async def rows(sql: str, *values: Any) -> list[dict[str, Any]]:
    """Raw SQL with `{}` placeholders, the same text on both engines."""
    found: list[Any] = await engine().run_querystring(statement(sql, *values))
    return [dict(row) for row in found] if is_postgres() else found  # asyncpg's records are no dicts


async def lock(name: str) -> None:
    """Serialise the transactions that ask for the same name, until their end (SQLite's writer already is one)."""
    if is_postgres():
        await rows("SELECT pg_advisory_xact_lock(hashtext({}))", name)
