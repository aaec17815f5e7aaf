# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione backup and rione restore: the whole database in one file.

Each is written aside first, whole, proved, and put in its place then. Nothing stays beside it: what a killed run left
is removed by the next one in the same folder.
"""

import asyncio
import contextlib
import fcntl
import glob
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import click

from deliberation import clock
from web.commands import terminal
from web.commands.health import copies
from web.settings import Settings

SQLITE_MAGIC = b"SQLite format 3\x00"
PART = ".rione-part"
COMPANIONS = ("-wal", "-shm", "-journal")


@contextlib.contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A new file beside `target`, locked while it is ours, gone at the end unless it was renamed."""
    for left in target.parent.glob(f".*{PART}"):
        with left.open("rb") as file, contextlib.suppress(BlockingIOError):  # blocked: another run is at it
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(left)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}{PART}")
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield part
        finally:
            _remove(part)


def _remove(part: Path) -> None:
    for suffix in (*COMPANIONS, ""):  # itself last: a kill in between leaves the name that the next run looks for
        part.with_name(part.name + suffix).unlink(missing_ok=True)


@contextlib.contextmanager
def _opened(path: Path, mode: str, timeout: float = 0.5) -> Iterator[sqlite3.Connection]:
    from deliberation.outages import told_by_sqlite

    with told_by_sqlite():
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode={mode}", uri=True, timeout=timeout)
        with contextlib.closing(connection):
            yield connection


def _copy(source: Path, target: Path, patience: float) -> None:
    """SQLite's own online copy, one transaction: consistent while the program writes, and while it reads the target."""
    from deliberation.outages import Outage, Unavailable

    until = time.monotonic() + patience

    def progress(status: int, _left: int, _all: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > until:
            raise Unavailable(Outage.BUSY, "database is locked")

    with _opened(source, "rw") as origin, _opened(target, "rwc") as copy:
        origin.backup(copy, progress=progress)


def _is_whole(path: Path) -> bool:
    from deliberation.outages import Outage, Unavailable

    try:
        with _opened(path, "rw") as connection:
            return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except Unavailable as error:
        if error.outage is Outage.DAMAGED:
            return False
        raise


def _in_one_file(path: Path) -> None:
    """A copy takes over its source's write-ahead log, a second and third file: put it back into the first."""
    with _opened(path, "rw") as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _program(name: str) -> str:
    found = shutil.which(name) or max(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), default="")
    if not found:
        terminal.stop(f"{name} is not installed (Debian: postgresql-client).", terminal.CHECK_FAILED)
    return found


def _postgres(settings: Settings, *command: str) -> None:
    """A PostgreSQL program on our database; the password goes by the environment, where `ps` does not show it."""
    parts = urlsplit(settings.database_url)
    environment = {**os.environ, "PGCONNECT_TIMEOUT": str(settings.database_timeout)}
    host = parts.hostname or parse_qs(parts.query).get("host", [""])[0]
    for name, value in (
        ("PGHOST", host),
        ("PGPORT", str(parts.port or 5432)),
        ("PGUSER", parts.username),
        ("PGPASSWORD", parts.password),
        ("PGDATABASE", parts.path.lstrip("/")),
    ):
        if value:
            environment[name] = unquote(value)
    done = subprocess.run(  # noqa: S603
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    if done.returncode:
        terminal.stop(" ".join(done.stderr.split()) or f"{command[0]} failed", terminal.CHECK_FAILED)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace the file when it is there.")
def backup(file: Path, force: bool) -> None:
    """Write the whole database to FILE while the program runs (SQLite: a database; PostgreSQL: pg_dump's archive)."""
    from web import settings

    found = settings.load()
    if file.exists() and not force:
        terminal.stop(f"{file} is there already: choose another name, or --force.", terminal.BAD_INPUT)
    with _aside(file) as part:
        if found.database_url.startswith("sqlite:///"):
            _copy(Path(found.database_url.removeprefix("sqlite:///")), part, found.database_timeout)
            _in_one_file(part)
            if not _is_whole(part):
                terminal.stop("The copy does not pass SQLite's integrity check.", terminal.CHECK_FAILED)
        else:
            waits = f"--lock-wait-timeout={found.database_timeout * 1000}"
            dump = ["--format=custom", "--no-owner", "--no-privileges", waits, f"--file={part}"]
            _postgres(found, _program("pg_dump"), *dump)
        part.replace(file)
    _remember(found, made_at=clock.now())
    terminal.out.print(f"{file}: {file.stat().st_size / 1024**2:.1f} MB", markup=False)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace a database that is not empty.")
@click.option("--trial", is_flag=True, help="Prove that FILE restores, beside the database; replace nothing.")
def restore(file: Path, force: bool, trial: bool) -> None:
    """Put the database back as it was in FILE, once FILE is proved to be whole. Stop the program first.

    With --trial the program may run: FILE is restored aside, its journal is walked, and what was made is removed.
    """
    from web import settings

    found = settings.load()
    is_sqlite = found.database_url.startswith("sqlite:///")
    with file.open("rb") as opened:
        magic = opened.read(16)
    if (magic == SQLITE_MAGIC) is not is_sqlite or (not is_sqlite and not magic.startswith(b"PGDMP")):
        kind = "SQLite database" if is_sqlite else "pg_dump archive"
        terminal.stop(f"{file} is not a {kind}, which DATABASE_URL asks for.", terminal.BAD_INPUT)
    if trial:
        proof = _proved_sqlite if is_sqlite else _proved_postgres
        with proof(file, found):
            pass
        _remember(found, proved_at=clock.now())
        terminal.out.print(f"{file} restores, and its journal is whole. Nothing was replaced.", markup=False)
        return
    if not force and _holds_something():
        terminal.stop("The database is not empty: --force replaces it.", terminal.BAD_INPUT)
    if is_sqlite:
        _restore_sqlite(file, found)
    else:
        _restore_postgres(file, found)
    from web.commands.health.doctor import journal_check

    finding = terminal.run(lambda: journal_check(None))
    terminal.out.print(f"restored from {file}; journal {finding.says}", markup=False)
    if not finding.ok:
        raise SystemExit(terminal.CHECK_FAILED)


def _restore_sqlite(file: Path, found: Settings) -> None:
    with _proved_sqlite(file, found) as part:
        _copy(part, _sqlite_file(found), found.database_timeout)


def _sqlite_file(found: Settings) -> Path:
    return Path(found.database_url.removeprefix("sqlite:///"))


@contextlib.contextmanager
def _proved_sqlite(file: Path, found: Settings) -> Iterator[Path]:
    """A copy of FILE beside the database, whole. FILE is only read: all that may change it is done to the copy."""
    with _aside(_sqlite_file(found)) as part:
        shutil.copyfile(file, part)
        log = file.with_name(file.name + "-wal")
        if log.exists():
            shutil.copyfile(log, part.with_name(part.name + "-wal"))
        if not _is_whole(part):
            terminal.stop(f"{file} does not pass SQLite's integrity check: nothing was replaced.", terminal.BAD_INPUT)
        _prove_journal(file, f"sqlite:///{part.resolve()}")
        yield part


def _prove_journal(file: Path, database_url: str) -> None:
    """Walk the journal of another database than ours, in a process of its own."""
    environment = {**os.environ, "DATABASE_URL": database_url}
    environment.pop("DATABASE_URL_FILE", None)
    told = subprocess.run(
        [sys.executable, "-m", "web", "doctor", "--journal"],
        env=environment,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        stdin=subprocess.DEVNULL,
    )
    if told.returncode:
        says = " ".join((told.stdout + told.stderr).split())
        terminal.stop(f"{file} is no whole Rione database, nothing was replaced: {says}", terminal.BAD_INPUT)


@contextlib.contextmanager
def _proved_postgres(file: Path, found: Settings) -> Iterator[None]:
    """FILE restored into a database of its own on the same server, which is dropped at the end."""
    name = f"rione_trial_{secrets.token_hex(4)}"
    terminal.run(lambda: _administer(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    try:
        how = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
        _postgres(found, _program("pg_restore"), *how, f"--dbname={name}", str(file))
        _prove_journal(file, urlsplit(found.database_url)._replace(path=f"/{name}").geturl())
        yield
    finally:
        terminal.run(lambda: _administer(f"DROP DATABASE {name}"))


async def _administer(statement: str) -> None:
    """A statement that no transaction may hold."""
    import asyncpg

    from deliberation.database import engine
    from deliberation.postgres import Postgres

    found = engine()
    if not isinstance(found, Postgres) or found.pool is None:
        raise TypeError("not PostgreSQL")
    try:
        async with found.pool.acquire() as connection:
            await connection.execute(statement)
    except asyncpg.InsufficientPrivilegeError:
        says = "The trial needs a database of its own: ALTER ROLE … CREATEDB, or a DATABASE_URL that may make one."
        terminal.stop(says, terminal.CHECK_FAILED)


def _remember(found: Settings, **at: datetime) -> None:
    """Note it for `rione doctor --public`; where that is not possible the work is done all the same."""
    try:
        replace(copies.known(found.data_dir), **at).kept(found.data_dir)
    except OSError as error:
        terminal.err.print(f"Not noted in {found.data_dir / copies.NAME}: {error.strerror}", markup=False)


def _restore_postgres(file: Path, found: Settings) -> None:
    """The archive is read to its end first; then one transaction, when nobody else is in the database."""
    program = _program("pg_restore")
    _postgres(found, program, "--file=-", str(file))
    others = terminal.run(lambda: _others(found.database_timeout))
    if others:
        terminal.stop(
            f"{others} other connections to the database are open: stop the program first.", terminal.CHECK_FAILED
        )
    how = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _postgres(found, program, *how, f"--dbname={unquote(urlsplit(found.database_url).path.lstrip('/'))}", str(file))


async def _others(patience: float) -> int:
    """Connections that are not ours, after some time for those that are just leaving."""
    from deliberation.database import rows

    until = time.monotonic() + patience
    while True:
        [found] = await rows(
            "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        if not found["n"] or time.monotonic() > until:
            return int(found["n"])
        await asyncio.sleep(0.1)


def _holds_something() -> bool:
    from deliberation.database import rows
    from deliberation.schema.migrations import pending

    async def look() -> bool:
        if await pending():
            return False
        found = await rows("SELECT (SELECT count(*) FROM municipality) + (SELECT count(*) FROM account) AS n")
        return int(found[0]["n"]) > 0

    return asyncio.run(look())
