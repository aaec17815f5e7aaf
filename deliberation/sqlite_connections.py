# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One connection to a SQLite file: how it is set up, what its values become, and how it ends whatever it has met."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite

from deliberation.outages import Outage, Unavailable

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=1",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",
    "PRAGMA mmap_size=134217728",
)
STEP = 0.5  # seconds that a connection's thread may wait by itself: no process takes longer to end
PAUSE = 0.01
CLOSING = 2.0  # seconds for what is still running when the pool closes
_OPTIMISE = ("PRAGMA busy_timeout=0", "PRAGMA analysis_limit=400", "PRAGMA optimize")


def _timestamp(value: bytes) -> datetime:
    """The instant that is stored, in UTC: the offset counts, so that an offset changed by hand is another instant."""
    found = datetime.fromisoformat(value.decode())
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


# Piccolo's own go through Decimal and two Python calls a value, most of the time of a page of many rows. Same results.
sqlite3.register_converter("INTEGER", int)
sqlite3.register_converter("BOOLEAN", b"1".__eq__)
sqlite3.register_converter("TIMESTAMPTZ", _timestamp)


@dataclass(slots=True)
class Place:
    """A place in the pool for one connection; None: to be opened by who needs it next. `file`: which it was then."""

    reads: bool
    connection: aiosqlite.Connection | None = None
    file: tuple[int, int] | None = None


def set_up(connection: sqlite3.Connection, reads: bool) -> None:
    """What every connection is told first. Done at once: each step that crosses to a thread and back costs as much."""
    for pragma in (*PRAGMAS, *(("PRAGMA query_only=1",) if reads else ())):
        connection.execute(pragma).close()


def _optimise(connection: sqlite3.Connection) -> None:
    for statement in _OPTIMISE:
        connection.execute(statement).close()


def which(file: Path) -> tuple[int, int] | None:
    """The file that has this name now; None: there is none."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino


async def ended(connection: aiosqlite.Connection) -> None:
    """Where no file was opened: its thread still has a word to say to this loop, before the loop closes."""
    for _n in range(int(CLOSING / PAUSE)):
        if not connection._thread.is_alive():
            return
        await asyncio.sleep(PAUSE)


async def undo(place: Place, connection: aiosqlite.Connection, error: BaseException) -> None:
    """Roll back after whatever the thread still writes for a cancelled task; what it still reads is interrupted.

    A connection that met a fault is closed.
    """
    if place.reads and isinstance(error, asyncio.CancelledError):
        await connection.interrupt()
    faulty = isinstance(error, Unavailable) and error.outage not in {Outage.BUSY, Outage.FULL}
    if not faulty:
        try:
            await connection.rollback()
        except (sqlite3.Error, ValueError):
            faulty = True
    if faulty and place.connection is connection:
        place.connection = None
        await close(connection)


async def close(connection: aiosqlite.Connection, *, optimise: bool = False) -> None:
    """Close in whatever state it is; what is still running in its thread is interrupted."""
    with contextlib.suppress(sqlite3.Error, ValueError):
        await connection.interrupt()
    if optimise:  # worth a moment, never a wait or an error
        with contextlib.suppress(sqlite3.Error, ValueError):
            await connection._execute(_optimise, connection._conn)
    with contextlib.suppress(sqlite3.Error, ValueError):
        await connection.close()
