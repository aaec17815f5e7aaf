# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever is wrong with the database, every command says so in a sentence and its process ends."""

import asyncio
import contextlib
import ctypes
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from tests import databases
from tests.commands.processes import ROOT, Installation, installation
from tests.commands.uses import STAYING, USES, WITHOUT_DATABASE, commands, make_files, words

SECONDS_TO_END = 5  # after the error was told
SECONDS_AT_MOST = 240  # until then, on a machine with much to do
ROOM = 36_000  # bytes a file may have where the disk is full: SQLite opens, and the first acts do not fit
NO_ROOM = 20_000  # SQLite does not open
DAC_OVERRIDE, DROP_FROM_BOUNDING_SET = 1, 24  # capabilities(7), prctl(2)
Condition = tuple[Installation, Callable[[str], None]]


def _as_it_is(_use: str) -> None:
    """Nothing is changed in the process."""


def _small_files(use: str) -> None:
    room = NO_ROOM if use == "demo" else ROOM  # the demonstration writes only after a minute of arithmetic
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


def _no_override(_use: str) -> None:
    """Modes of files bind this process even if it is root."""
    ctypes.CDLL(None).prctl(DROP_FROM_BOUNDING_SET, DAC_OVERRIDE)


async def _at_postgres(place: Installation, *statements: str) -> asyncpg.Connection:
    connection = await asyncpg.connect(place.settings["DATABASE_URL"])
    for statement in statements:
        await connection.execute(statement)
    return connection


@contextlib.contextmanager
def _locked(place: Installation) -> Iterator[Condition]:
    if databases.IS_POSTGRES:
        with asyncio.Runner() as runner:
            tables = "SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
            holder = runner.run(_at_postgres(place, "BEGIN"))
            named = runner.run(holder.fetchval(tables))
            runner.run(holder.execute(f"LOCK TABLE {named} IN ACCESS EXCLUSIVE MODE"))
            yield place, _as_it_is
            runner.run(holder.close())
        return
    holding = sqlite3.connect(place.folder / "rione.sqlite", isolation_level=None)
    for statement in ("PRAGMA locking_mode=EXCLUSIVE", "BEGIN EXCLUSIVE", "CREATE TABLE held (id)"):
        holding.execute(statement)
    yield place, _as_it_is
    holding.close()


@contextlib.contextmanager
def _full(place: Installation) -> Iterator[Condition]:
    if databases.IS_POSTGRES:
        full = """
        CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
        END $$;
        DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
          EXECUTE format('CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE OR DELETE ON %I
            FOR EACH STATEMENT EXECUTE FUNCTION full_disk()', t);
        END LOOP; END $$;
        """
        with asyncio.Runner() as runner:
            runner.run(runner.run(_at_postgres(place, full)).close())
        yield place, _as_it_is
        return
    yield place, _small_files


@contextlib.contextmanager
def _read_only(place: Installation) -> Iterator[Condition]:
    if databases.IS_POSTGRES:
        name = place.settings["DATABASE_URL"].rsplit("/", 1)[1]
        with asyncio.Runner() as runner:
            made = _at_postgres(place, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
            runner.run(runner.run(made).close())
        yield place, _as_it_is
        return
    for path in place.folder.glob("rione.sqlite*"):
        path.chmod(0o400)
    place.folder.chmod(0o500)
    yield place, _no_override
    place.folder.chmod(0o700)


@contextlib.contextmanager
def _missing(place: Installation) -> Iterator[Condition]:
    if databases.IS_POSTGRES:
        place.settings["DATABASE_URL"] += "_missing"
    else:
        place.settings["DATABASE_URL"] = f"sqlite:///{place.folder}/nowhere/rione.sqlite"
    yield place, _as_it_is


@contextlib.contextmanager
def _no_server(place: Installation) -> Iterator[Condition]:
    place.settings["DATABASE_URL"] = "postgresql://rione@127.0.0.1:1/rione"
    yield place, _as_it_is


CONDITIONS = {
    "locked": _locked,
    "full": _full,
    "read-only": _read_only,
    "missing": _missing,
    **({"no-server": _no_server} if databases.IS_POSTGRES else {}),
}


@pytest.fixture(scope="module")
def condition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Condition]:
    place = installation(tmp_path_factory.mktemp("place"))
    make_files(place.folder)
    for prepared in (place.rione("migrate"), place.rione("backup", str(place.folder / "old.backup"))):
        assert prepared.returncode == 0, prepared.stderr
    place.settings["DATABASE_TIMEOUT"] = "1"
    with CONDITIONS[request.param](place) as made:
        yield made


def test_every_command_is_among_those_tried() -> None:
    known = {use.split(" --")[0] for use in USES}
    assert known == set(commands())


def _pairs() -> list[tuple[str, str]]:
    """Each command with half of the conditions, in turn, so that each condition meets half of the commands; all of them
    where RIONE_EVERY_ENDING is set (four processes a command would take minutes in every run)."""
    uses = [use for use in USES if use not in WITHOUT_DATABASE]
    every = bool(os.environ.get("RIONE_EVERY_ENDING"))
    return [
        (fault, use)
        for place, fault in enumerate(CONDITIONS)
        for turn, use in enumerate(uses)
        if every or (place + turn) % 2 == 0
    ]


@pytest.mark.parametrize(("condition", "use"), _pairs(), indirect=["condition"])
def test_a_command_that_cannot_use_the_database_says_so_and_its_process_ends(condition: Condition, use: str) -> None:
    place, before = condition
    process = subprocess.Popen(
        [sys.executable, "-m", "web", *words(use, place.folder)],
        env=place.environment(),
        cwd=ROOT,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: before(use),
    )
    try:
        if use in STAYING:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(SECONDS_TO_END)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=SECONDS_TO_END * 3)
            return
        out, told = _told(process)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode in (0, 1, 3), told
    assert "Traceback" not in told
    assert bool(told.strip() or "FAILED" in out) == (process.returncode != 0)
    assert len(told.splitlines()) <= 1


SLOW = """
import time
from asyncpg import connect_utils
from web.__main__ import main

class Slow(connect_utils.TLSUpgradeProto):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        time.sleep(1.2)

connect_utils.TLSUpgradeProto = Slow
main()
"""


def test_a_machine_too_slow_to_connect_in_time_says_so_once(tmp_path: Path) -> None:
    """The second that it has is over while asyncio makes the transport: asyncpg's answer comes to nobody."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"postgresql://rione@127.0.0.1:{listener.getsockname()[1]}/rione"
        place = Installation(tmp_path, {"DATABASE_URL": url, "DATABASE_TIMEOUT": "1"})
        command = [sys.executable, "-c", SLOW, "account", "list"]
        done = subprocess.run(command, env=place.environment(), cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "The database cannot be used now (gone). Is it there? rione migrate makes it.\n"


def _told(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What it said at its end; from there on it has SECONDS_TO_END."""
    assert process.stderr is not None
    timer = signal.signal(signal.SIGALRM, lambda *_: process.kill())
    signal.alarm(SECONDS_AT_MOST)
    try:
        first = process.stderr.readline()
        out, rest = process.communicate(timeout=SECONDS_TO_END)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, timer)
    return out, first + rest
