# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The database of this test process: SQLite in a temporary file, or a database of its own on RIONE_TEST_POSTGRES."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import argon2
import asyncpg

from deliberation.people.access import passwords

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
MEMORY = Path("/dev/shm")
ROOM = 2**31  # bytes; a worker needs little of it, but the doctor asks for a GB


def _in_memory() -> str | None:
    """Where a commit waits for no disk; None: where temporary files are, as memory has no such folder, or little room.

    That a commit reaches the disk is for tests that stop processes to say, each in a folder of its own.
    """
    try:
        return str(MEMORY) if shutil.disk_usage(MEMORY).free > ROOM and os.access(MEMORY, os.W_OK) else None
    except OSError:
        return None


FOLDER = Path(tempfile.mkdtemp(prefix=f"rione-tests-{WORKER}-", dir=_in_memory()))
SERVER = os.environ.get("RIONE_TEST_POSTGRES", "")
IS_POSTGRES = bool(SERVER)

os.environ["PICCOLO_CONF"] = "web.piccolo_conf"
os.environ["DATA_DIR"] = str(FOLDER)
os.environ["DATABASE_URL"] = f"{SERVER}/rione_{WORKER}" if IS_POSTGRES else f"sqlite:///{FOLDER / 'test.sqlite'}"
os.environ["BASE_URL"] = "http://127.0.0.1:8000"
os.environ["MAIL_URL"] = "null://"
os.environ["RUN_WORKER"] = "0"
os.environ["DATABASE_TIMEOUT"] = "60"  # a machine with much to do is no failure

# Argon2 that costs nothing: hundreds of tests sign somebody in, and one says with which parameters a city hashes.
AGREED_HASHER = passwords._HASHER
passwords._HASHER = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

_made = False


async def make_postgres(name: str) -> None:
    """An empty database of that name."""
    connection = await asyncpg.connect(f"{SERVER}/postgres")
    await connection.execute(f"DROP DATABASE IF EXISTS {name}")
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()


def make() -> None:
    """Create and migrate the database, once a process."""
    global _made
    if _made:
        return
    from deliberation.schema.migrations import migrate

    if IS_POSTGRES:
        asyncio.run(make_postgres(f"rione_{WORKER}"))
    asyncio.run(migrate())
    if not IS_POSTGRES:
        _consolidate()
        shutil.copy(FOLDER / "test.sqlite", FOLDER / "template.sqlite")
    _made = True


def _consolidate() -> None:
    import sqlite3

    with sqlite3.connect(FOLDER / "test.sqlite") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def empty() -> None:
    """An empty, migrated database again; nobody holds it open."""
    if IS_POSTGRES:
        empty_postgres()
    else:
        restore_template()


def restore_template(name: str = "template.sqlite") -> None:
    """An empty SQLite database again, or another one that was kept."""
    for suffix in ("", "-wal", "-shm"):
        (FOLDER / f"test.sqlite{suffix}").unlink(missing_ok=True)
    shutil.copy(FOLDER / name, FOLDER / "test.sqlite")


async def keep(name: str) -> None:
    """Remember the database as it is, under a name of this process. Nobody may be connected to it."""
    if IS_POSTGRES:
        await _copy_postgres(f"rione_{WORKER}", f"{name}_{WORKER}")
    else:
        _consolidate()
        shutil.copy(FOLDER / "test.sqlite", FOLDER / f"{name}.sqlite")


async def bring_back(name: str) -> None:
    """The database as it was remembered. Nobody may be connected to it."""
    if IS_POSTGRES:
        await _copy_postgres(f"{name}_{WORKER}", f"rione_{WORKER}")
    else:
        restore_template(f"{name}.sqlite")


async def _copy_postgres(source: str, target: str) -> None:
    _cleaner(_leave())
    connection = await asyncpg.connect(f"{SERVER}/postgres")
    await connection.execute(f"DROP DATABASE IF EXISTS {target}")
    await connection.execute(f"CREATE DATABASE {target} TEMPLATE {source}")
    await connection.close()


def empty_postgres() -> None:
    """All tables empty again. DELETE in one message: truncating thirty small tables takes ten times as long.

    By one connection for the whole run, on a loop of its own: a new one reads the catalogue of every table first.
    """
    _cleaner(_empty_postgres())


_CLEANER = ThreadPoolExecutor(1, thread_name_prefix="cleaner")
_loop_of_cleaner = cache(asyncio.Runner)
_cleaning: list[asyncpg.Connection] = []


def _cleaner(work: Coroutine[None, None, None]) -> None:
    _CLEANER.submit(lambda: _loop_of_cleaner().run(work)).result()


async def _leave() -> None:
    while _cleaning:
        await _cleaning.pop().close()


async def _empty_postgres() -> None:
    from deliberation.piccolo_app import TABLES

    if not _cleaning or _cleaning[-1].is_closed():
        _cleaning[:] = [await asyncpg.connect(os.environ["DATABASE_URL"])]
        # as a replica: no triggers, so that the journal lets go and the order of tables does not matter
        await _cleaning[-1].execute("SET session_replication_role = replica")
    await _cleaning[-1].execute("; ".join(f'DELETE FROM "{table._meta.tablename}"' for table in TABLES))


def on_database(work: Callable[[], Awaitable[Any]]) -> Any:
    """Before or after a command, in a loop of its own: no pool stays open beside the one of the command."""
    from deliberation.database import opened

    async def opened_work() -> object:
        async with opened():
            return await work()

    return asyncio.run(opened_work())


def leave() -> None:
    """Nothing of this process stays behind."""
    if IS_POSTGRES:
        _cleaner(_leave())
        _CLEANER.submit(lambda: _loop_of_cleaner().close()).result()
    shutil.rmtree(FOLDER, ignore_errors=True)


def new_database(purpose: str) -> str:
    """The address of an empty database of this worker; '' on SQLite, where every server has a file of its own.

    Made in a thread: the browser's own event loop may run in this one.
    """
    if not IS_POSTGRES:
        return ""
    name = f"{purpose}_{WORKER}"
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, make_postgres(name)).result()
    return f"{SERVER}/{name}"
