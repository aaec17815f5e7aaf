# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione backup and rione restore: the whole database in one file."""

import glob
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import click

from web.commands import terminal

SQLITE_MAGIC = b"SQLite format 3\x00"


def _is_whole(path: Path) -> bool:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        answer: list[tuple[str]] = connection.execute("PRAGMA integrity_check").fetchall()
    connection.close()
    return answer == [("ok",)]


def _copy(source: Path, target: Path) -> None:
    """SQLite's own online copy: consistent while the program writes, and while it reads the target."""
    with sqlite3.connect(source) as origin, sqlite3.connect(target, timeout=30) as copy:
        origin.backup(copy)
    origin.close()
    copy.close()


def _program(name: str) -> str:
    found = shutil.which(name) or max(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), default="")
    if not found:
        terminal.stop(f"{name} is not installed (Debian: postgresql-client).", terminal.CHECK_FAILED)
    return found


def _postgres(url: str, *command: str) -> None:
    """A PostgreSQL program on our database; the password goes by the environment, where `ps` does not show it."""
    parts = urlsplit(url)
    environment = dict(os.environ)
    host = parts.hostname or parse_qs(parts.query).get("host", [""])[0]
    for name, value in (
        ("PGHOST", host), ("PGPORT", str(parts.port or 5432)), ("PGUSER", parts.username),
        ("PGPASSWORD", parts.password), ("PGDATABASE", parts.path.lstrip("/")),
    ):  # fmt: skip
        if value:
            environment[name] = unquote(value)
    done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        terminal.stop(done.stderr.strip() or f"{command[0]} failed", terminal.CHECK_FAILED)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace the file when it is there.")
def backup(file: Path, force: bool) -> None:
    """Write the whole database to FILE while the program runs (SQLite: a database; PostgreSQL: pg_dump's archive)."""
    from web import settings

    url = settings.load().database_url
    if file.exists() and not force:
        terminal.stop(f"{file} is there already: choose another name, or --force.", terminal.BAD_INPUT)
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_WRONLY, 0o600))
    try:
        if url.startswith("sqlite:///"):
            _copy(Path(url.removeprefix("sqlite:///")), part)
            if not _is_whole(part):
                terminal.stop("The copy does not pass SQLite's integrity check.", terminal.CHECK_FAILED)
        else:
            dump = ["--format=custom", "--no-owner", "--no-privileges", f"--file={part}"]
            _postgres(url, _program("pg_dump"), *dump)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    terminal.out.print(f"{file}: {file.stat().st_size / 1024**2:.1f} MB", markup=False)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace a database that is not empty.")
def restore(file: Path, force: bool) -> None:
    """Put the database back as it was in FILE, then verify its journal. Stop the program first."""
    from web import settings

    url = settings.load().database_url
    is_sqlite = url.startswith("sqlite:///")
    with file.open("rb") as opened:
        magic = opened.read(16)
    if (magic == SQLITE_MAGIC) is not is_sqlite or (not is_sqlite and not magic.startswith(b"PGDMP")):
        kind = "SQLite database" if is_sqlite else "pg_dump archive"
        terminal.stop(f"{file} is not a {kind}, which DATABASE_URL asks for.", terminal.BAD_INPUT)
    if is_sqlite and not _is_whole(file):
        terminal.stop(f"{file} does not pass SQLite's integrity check.", terminal.BAD_INPUT)
    if not force and _holds_something():
        terminal.stop("The database is not empty: --force replaces it.", terminal.BAD_INPUT)
    if is_sqlite:
        _copy(file, Path(url.removeprefix("sqlite:///")))
    else:
        how = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
        database = unquote(urlsplit(url).path.lstrip("/"))
        _postgres(url, _program("pg_restore"), *how, f"--dbname={database}", str(file))
    from web.commands.doctor import journal_check

    finding = terminal.run(lambda: journal_check(None))
    terminal.out.print(f"restored from {file}; journal {finding.says}", markup=False)
    if not finding.ok:
        raise SystemExit(terminal.CHECK_FAILED)


def _holds_something() -> bool:
    from deliberation.database import rows
    from deliberation.migrations import pending

    async def look() -> bool:
        if await pending():
            return False
        found = await rows("SELECT (SELECT count(*) FROM municipality) + (SELECT count(*) FROM account) AS n")
        return int(found[0]["n"]) > 0

    return terminal.run(look)
