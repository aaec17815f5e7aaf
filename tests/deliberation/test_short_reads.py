# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Short reads on SQLite stay in the loop's thread, and never stop it: long and locked ones go elsewhere."""

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from deliberation import sqlite_reads
from deliberation.database import engine, rows, writing
from deliberation.people.tables import Attempt
from deliberation.sqlite import READERS, PooledSQLite
from deliberation.sqlite_reads import BUDGET, LATEST, REMEMBERED, NearReader
from tests import databases

pytestmark = pytest.mark.skipif(databases.IS_POSTGRES, reason="about SQLite")

LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT count(*) AS n FROM n"
MANY = 1_000_000  # a fifth of a second or more
STANDSTILL = 0.05  # seconds of the loop's CPU; without a bound it would stand still for as long as MANY take
WAITED = 3.0  # seconds; sqlite3 by itself waits five for a lock
SECONDS_AT_MOST = 30


def _engine() -> PooledSQLite:
    found = engine()
    assert isinstance(found, PooledSQLite)
    return found


def _near(file: Path) -> NearReader:
    return NearReader(file, {"database": f"file:{file}?mode=rw", "uri": True})


@asynccontextmanager
async def watched() -> AsyncIterator[list[float]]:
    """The CPU that the loop's thread used between two turns of another task."""
    lags: list[float] = []

    async def tick() -> None:
        before = time.thread_time()
        while True:
            await asyncio.sleep(0.001)
            now = time.thread_time()
            lags.append(now - before)
            before = now

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0)
    try:
        yield lags
    finally:
        ticking.cancel()


async def test_a_short_read_needs_no_connection_of_the_pool(database: None) -> None:
    await Attempt(key="a", window=0, tries=1).save()
    async with AsyncExitStack() as lent:
        for _ in range(READERS):
            await lent.enter_async_context(_engine().reader())
        async with asyncio.timeout(SECONDS_AT_MOST):
            assert await rows("SELECT key, tries FROM attempt") == [{"key": "a", "tries": 1}]


async def test_a_read_sees_what_was_committed_just_now_and_nothing_that_was_not(database: None) -> None:
    for n in range(50):
        async with writing():
            await Attempt(key=f"{n}", window=0, tries=1).save()
            assert await rows("SELECT count(*) AS n FROM attempt") == [{"n": n + 1}]  # one's own transaction
            assert await asyncio.create_task(_seen_by_others()) == n
        assert await rows("SELECT count(*) AS n FROM attempt") == [{"n": n + 1}]


async def _seen_by_others() -> int:
    _engine().current_transaction._held.set(None)  # as in a task that was not begun inside the transaction
    return int((await rows("SELECT count(*) AS n FROM attempt"))[0]["n"])


async def test_a_long_read_leaves_the_loop_to_others_the_first_time_and_the_second(database: None) -> None:
    for _ in range(2):
        async with watched() as lags:
            started = time.perf_counter()
            assert await rows(LONG, MANY) == [{"n": MANY}]
            assert time.perf_counter() - started > STANDSTILL
        assert max(lags) < STANDSTILL


async def test_thousands_of_reads_in_a_row_leave_the_loop_to_others(database: None) -> None:
    reads = 0
    async with watched() as lags:
        while len(lags) <= 10 and reads < 200_000:  # the clock's own pace: a fast machine reads more in that time
            await rows("SELECT key FROM attempt")
            reads += 1
    assert len(lags) > 10
    assert max(lags) < STANDSTILL


async def test_a_read_that_was_handed_over_can_be_cancelled_and_ends_at_once(database: None) -> None:
    for _ in range(READERS + 1):
        endless = asyncio.create_task(rows(LONG, 10**12))
        await asyncio.sleep(0.1)
        endless.cancel()
        async with asyncio.timeout(SECONDS_AT_MOST):
            with pytest.raises(asyncio.CancelledError):
                await endless
    async with asyncio.timeout(SECONDS_AT_MOST), _engine().reader() as connection:
        assert list(await connection.execute_fetchall("SELECT 1"))


async def test_a_read_that_fails_halfway_leaves_no_snapshot_behind(database: None) -> None:
    halfway = """SELECT '2026-11-28' AS "at [timestamptz]" UNION ALL SELECT 'never' UNION ALL SELECT key FROM attempt"""
    for key in ("a", "b"):
        await Attempt(key=key, window=0, tries=1).save()
        with pytest.raises(ValueError, match="never") as kept:
            await rows(halfway)
    async with _engine().writer() as connection:
        assert [tuple(row) for row in await connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")] == [
            (0, 0, 0)
        ]
    assert kept.value.__traceback__  # which would hold the cursor


async def test_the_loops_connection_cannot_write(database: None) -> None:
    near = _near(_engine().file)
    assert near.read("SELECT count(*) AS n FROM attempt", ()) == [{"n": 0}]
    assert near.read("INSERT INTO attempt (key, \"window\", tries) VALUES ('a', 0, 1)", ()) is None
    near.close()
    assert await rows("SELECT key FROM attempt") == []


def test_a_file_that_is_locked_or_gone_is_left_to_a_thread_without_waiting(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    near = _near(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("CREATE TABLE held (x)")
        other.execute("BEGIN EXCLUSIVE")
        before = time.perf_counter()
        assert near.read("SELECT x FROM held", ()) is None
        assert time.perf_counter() - before < WAITED
        other.execute("COMMIT")
        assert near.read("SELECT x FROM held", ()) == []
    file.rename(tmp_path / "away.sqlite")
    assert near.read("SELECT x FROM held", ()) is None
    (tmp_path / "away.sqlite").rename(file)
    assert near.read("SELECT x FROM held", ()) == []
    near.close()


@dataclass(slots=True)
class Clocks:
    """What a reader takes for `time`: clocks that move on by `step` and `strain` with each look at the CPU's."""

    wall: float = 1000.0
    cpu: float = 0.0
    step: float = 0.0
    strain: float = 0.0
    looks: int = 0

    def monotonic(self) -> float:
        return self.wall

    def thread_time(self) -> float:
        self.looks += 1
        self.wall += self.step
        self.cpu += self.strain
        return self.cpu


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    made = Clocks()
    monkeypatch.setattr(sqlite_reads, "time", made)
    return made


@pytest.fixture
def near(tmp_path: Path) -> Iterator[NearReader]:
    """A reader of a small file of its own."""
    with closing(sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None)) as first:
        first.execute("CREATE TABLE held (x)")
    reader = _near(tmp_path / "x.sqlite")
    yield reader
    reader.close()


COUNTED = LONG.format(10_000)


def test_a_query_that_took_too_much_cpu_goes_to_a_thread_at_once_for_a_minute(near: NearReader, clocks: Clocks) -> None:
    clocks.strain = BUDGET
    assert near.read(COUNTED, ()) is None
    clocks.strain, looks = 0.0, clocks.looks
    clocks.wall += REMEMBERED - 0.1
    assert near.read(COUNTED, ()) is None
    assert clocks.looks == looks, "nothing was begun"
    clocks.wall += 0.2
    assert near.read(COUNTED, ()) == [{"n": 10_000}]


def test_a_read_that_takes_too_long_on_the_wall_goes_to_a_thread_this_once(near: NearReader, clocks: Clocks) -> None:
    clocks.step = LATEST
    assert near.read(COUNTED, ()) is None
    clocks.step = 0.0
    assert near.read(COUNTED, ()) == [{"n": 10_000}]


def test_only_so_many_slow_queries_are_remembered(
    near: NearReader, clocks: Clocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_reads, "MOST_REMEMBERED", 2)
    clocks.strain = BUDGET
    queries = [f"{COUNTED} -- {n}" for n in range(3)]
    for query in queries:
        assert near.read(query, ()) is None
    clocks.strain = 0.0
    assert [near.read(query, ()) for query in queries] == [[{"n": 10_000}], [{"n": 10_000}], None]


def _held(file: Path) -> int:
    """How often this process has the file open."""
    found = 0
    for number in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            found += os.readlink(f"/proc/self/fd/{number}") == str(file.resolve())
    return found


def test_a_connection_that_met_a_broken_file_is_closed(near: NearReader, tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    whole = file.read_bytes()
    assert near.read("SELECT x FROM held", ()) == []
    assert _held(file) == 1
    file.write_bytes(b"broken" * (len(whole) // 6 + 1))
    assert near.read("SELECT x FROM held", ()) is None
    assert _held(file) == 0
    file.write_bytes(whole)
    assert near.read("SELECT x FROM held", ()) == []
