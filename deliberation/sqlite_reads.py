# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Short reads on the event loop's own SQLite connection: no thread is crossed, nothing is waited for.

A statement of a page takes 5 to 800 µs; handing it to a thread and back costs as much again, because both threads then
fight for the interpreter lock at every row. Only single SELECTs outside a transaction come here: a snapshot of several
statements, and whatever may write, keep their connection in a thread. What would stop the loop goes to a thread too.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deliberation.outages import Outage, outage_of_sqlite
from deliberation.sqlite_connections import set_up, which

BUDGET = 0.005  # seconds of this thread's CPU: the clock on the wall would blame a query for a machine with much to do
LATEST = 0.05  # seconds on the wall, when the disk takes long; not remembered, the machine may have had other work
EVERY = 2000  # steps of SQLite's machine (some 50 µs) between two looks at the clocks
REMEMBERED = 60.0  # seconds during which a query that took too much CPU goes to a thread at once
MOST_REMEMBERED = 256
TURN = 0.002  # seconds of reads in a row before the other tasks get their turn


class NearReader:
    """One connection of one event loop, opened at the first read.

    `read` is no coroutine: between its first and last line nobody else runs, so that it needs no lock. Every row is
    fetched and the cursor closed, so that no snapshot stays open behind it.
    """

    __slots__ = ("_connection", "_file", "_latest", "_options", "_path", "_slow", "_turn", "_until")

    def __init__(self, path: Path, options: Mapping[str, Any]) -> None:
        self._path = path
        self._options = {**options, "timeout": 0.0}  # whoever waits for a lock does so in a thread
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._slow: dict[str, float] = {}
        self._until = self._latest = self._turn = 0.0

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    async def give_way(self) -> None:
        """Let other tasks run when reads have had the loop for long: awaiting them suspends nothing by itself."""
        now = time.perf_counter()
        if not self._turn:
            self._turn = now
            asyncio.get_running_loop().call_soon(self._next_turn)
        elif now - self._turn > TURN:
            await asyncio.sleep(0)

    def _next_turn(self) -> None:
        self._turn = 0.0

    def read(self, query: str, args: Sequence[Any]) -> list[dict[str, Any]] | None:
        """The rows; None for what a thread should do or tell: long queries, a file that is locked, faulty or gone."""
        now = time.monotonic()
        if self._slow.get(query, 0.0) > now:
            return None
        self._latest = now + LATEST
        self._until = time.thread_time() + BUDGET
        try:
            with contextlib.closing(self._opened().cursor()) as cursor:
                found = cursor.execute(query, args).fetchall()
                names = [column[0] for column in cursor.description]
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
                if time.thread_time() > self._until:
                    self._remember(query, now + REMEMBERED)
                return None
            outage = outage_of_sqlite(error)
            if outage is None:
                raise
            if outage is not Outage.BUSY:
                self.close()
            return None
        return [dict(zip(names, row, strict=True)) for row in found]

    def _remember(self, query: str, until: float) -> None:
        if len(self._slow) >= MOST_REMEMBERED:
            self._slow.clear()
        self._slow[query] = until

    def _opened(self) -> sqlite3.Connection:
        """The connection to the file that has the name now."""
        now = which(self._path)
        if self._connection is not None and self._file == now:
            return self._connection
        self.close()
        connection: sqlite3.Connection = sqlite3.connect(**self._options)
        try:
            set_up(connection, reads=True)
        except BaseException:
            connection.close()
            raise
        connection.set_progress_handler(self._is_late, EVERY)
        self._connection, self._file = connection, now
        return connection

    def _is_late(self) -> bool:
        return time.thread_time() > self._until or time.monotonic() > self._latest
