# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What keeps a database from answering, told apart from faults of ours: one error for both engines."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from enum import StrEnum

import asyncpg
from asyncpg import exceptions as postgres


class Outage(StrEnum):
    """Why the database does not serve now."""

    BUSY = "busy"  # another process holds a lock, or all connections are lent
    FULL = "full"  # the disk
    FAILING = "failing"  # the disk or the memory
    READ_ONLY = "read_only"
    GONE = "gone"  # no file, no server, or it refuses us
    DAMAGED = "damaged"


class Unavailable(Exception):
    """The database does not serve now. The transaction that met it is undone, unless it was lost while committing."""

    def __init__(self, outage: Outage, says: str) -> None:
        super().__init__(f"{outage}: {says}" if says else str(outage))
        self.outage = outage


_SQLITE = {
    sqlite3.SQLITE_BUSY: Outage.BUSY,
    sqlite3.SQLITE_LOCKED: Outage.BUSY,
    sqlite3.SQLITE_PROTOCOL: Outage.BUSY,
    sqlite3.SQLITE_FULL: Outage.FULL,
    sqlite3.SQLITE_IOERR: Outage.FAILING,
    sqlite3.SQLITE_NOMEM: Outage.FAILING,
    sqlite3.SQLITE_READONLY: Outage.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Outage.GONE,
    sqlite3.SQLITE_PERM: Outage.GONE,
    sqlite3.SQLITE_CORRUPT: Outage.DAMAGED,
    sqlite3.SQLITE_NOTADB: Outage.DAMAGED,
}
_POSTGRES: tuple[tuple[type[BaseException], Outage], ...] = (
    (postgres.DiskFullError, Outage.FULL),
    (postgres.OutOfMemoryError, Outage.FAILING),
    (postgres.InsufficientResourcesError, Outage.BUSY),
    (postgres.LockNotAvailableError, Outage.BUSY),
    (postgres.TransactionRollbackError, Outage.BUSY),
    (postgres.QueryCanceledError, Outage.BUSY),
    (postgres.ReadOnlySQLTransactionError, Outage.READ_ONLY),
    (postgres.PostgresSystemError, Outage.FAILING),
    (postgres.DataCorruptedError, Outage.DAMAGED),
    (postgres.IndexCorruptedError, Outage.DAMAGED),
    (postgres.OperatorInterventionError, Outage.GONE),
    (postgres.PostgresConnectionError, Outage.GONE),
    (postgres.InvalidAuthorizationSpecificationError, Outage.GONE),
    (postgres.InvalidCatalogNameError, Outage.GONE),
    (postgres.InsufficientPrivilegeError, Outage.GONE),
    (TimeoutError, Outage.GONE),  # before OSError, which it is
    (OSError, Outage.GONE),
)


def outage_of_sqlite(error: sqlite3.Error) -> Outage | None:
    """What an error of SQLite's says of the file; None: the statement is wrong, or refused by the schema."""
    return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # the low byte: the code without its variant


def outage_of_postgres(error: BaseException) -> Outage | None:
    """The same for PostgreSQL, asyncpg and the network between."""
    if isinstance(error, asyncpg.InterfaceError):  # of asyncpg's own, and most are wrong uses
        return Outage.GONE if "clos" in str(error) else None
    return next((outage for kind, outage in _POSTGRES if isinstance(error, kind)), None)


@contextlib.contextmanager
def told_by_sqlite(*, may_write: bool = True) -> Iterator[None]:
    """Raise Unavailable for what keeps SQLite from serving. Writing on a reading connection is a fault of ours."""
    try:
        yield
    except sqlite3.Error as error:
        outage = outage_of_sqlite(error)
        if outage is None or (outage is Outage.READ_ONLY and not may_write):
            raise
        raise Unavailable(outage, str(error)) from error


@contextlib.contextmanager
def told_by_postgres(*, may_write: bool = True) -> Iterator[None]:
    """The same for PostgreSQL."""
    try:
        yield
    except (postgres.PostgresError, asyncpg.InterfaceError, OSError) as error:
        outage = outage_of_postgres(error)
        if outage is None or (outage is Outage.READ_ONLY and not may_write):
            raise
        says = str(error).partition("\n")[0]  # without DETAIL, which may hold what was typed
        raise Unavailable(outage, says) from error
