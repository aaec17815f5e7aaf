# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A backup is one file, whole or not there; a restore proves it first. Neither leaves anything beside it."""

import resource
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests import databases
from tests.commands.processes import ROOT, Installation, installation

SECONDS_AT_MOST = 60
ADDRESS = "ufficio@comune.example"


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    made = installation(tmp_path / "data")
    made.folder.mkdir()
    assert made.rione("migrate").returncode == 0
    assert made.rione("account", "create", "--email", ADDRESS, "--role", "office").returncode == 0
    return made


def _holders(place: Installation) -> bool:
    return ADDRESS in place.rione("account", "list", "--json").stdout


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_nothing_is_left_beside_a_backup_or_a_restore(place: Installation, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    before = _names(place.folder)
    for force in ((), ("--force",)):
        assert place.rione("backup", str(copies / "a"), *force).returncode == 0
    assert _names(copies) == {"a"}
    assert place.rione("restore", str(copies / "a"), "--force").returncode == 0
    assert (_names(copies), _names(place.folder)) == ({"a"}, before | {"backups.json"})
    empty = installation(tmp_path / "empty")
    empty.folder.mkdir()
    restored = empty.rione("restore", str(copies / "a"))
    assert restored.returncode == 0, restored.stderr
    assert _holders(empty)


def test_what_a_killed_run_left_is_removed_by_the_next_and_what_is_being_written_is_not(
    place: Installation, tmp_path: Path
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    killer = """
import os, signal, sys
from pathlib import Path
from web.commands import backups
with backups._aside(Path(sys.argv[1]) / "killed") as part:
    for suffix in backups.COMPANIONS:
        part.with_name(part.name + suffix).write_bytes(b"x")
    print("ready", flush=True)
    sys.stdin.readline()
    os.kill(os.getpid(), signal.SIGKILL)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", killer, str(copies)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    assert place.rione("backup", str(copies / "one")).returncode == 0
    assert len(_names(copies)) == 5  # the other run has its four files still
    process.communicate("go\n", timeout=SECONDS_AT_MOST)
    assert process.returncode == -signal.SIGKILL
    assert len(_names(copies)) == 5
    assert place.rione("backup", str(copies / "two")).returncode == 0
    assert _names(copies) == {"one", "two"}


@pytest.mark.parametrize("moment", [0.5, 1.0])
def test_a_restore_killed_at_any_moment_leaves_the_database_before_or_after(
    place: Installation, tmp_path: Path, moment: float
) -> None:
    copy = tmp_path / "copy"
    assert place.rione("backup", str(copy)).returncode == 0
    process = subprocess.Popen(
        [sys.executable, "-m", "web", "restore", "--force", str(copy)],
        env=place.environment(),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(moment)
    process.kill()
    process.wait()
    assert place.rione("doctor", "--journal").returncode == 0
    assert _holders(place)
    if not databases.IS_POSTGRES:  # the program of a killed pg_restore may still be at it: no second one at once
        assert place.rione("restore", "--force", str(copy)).returncode == 0
        assert not [name for name in _names(place.folder) if "part" in name]


def test_a_backup_on_a_full_disk_fails_in_one_sentence_and_leaves_the_earlier_one(
    place: Installation, tmp_path: Path
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    assert place.rione("backup", str(copies / "a")).returncode == 0
    earlier = (copies / "a").read_bytes()
    room = len(earlier) // 2
    done = subprocess.run(
        [sys.executable, "-m", "web", "backup", "--force", str(copies / "a")],
        env=place.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS_AT_MOST,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert (_names(copies), (copies / "a").read_bytes()) == ({"a"}, earlier)


@pytest.mark.parametrize("damage", ["cut", "overwritten"])
def test_a_damaged_backup_is_refused_before_anything_is_replaced(
    place: Installation, tmp_path: Path, damage: str
) -> None:
    copy = tmp_path / "copy"
    assert place.rione("backup", str(copy)).returncode == 0
    content = bytearray(copy.read_bytes())
    middle = len(content) // 2
    copy.write_bytes(content[:middle] if damage == "cut" else content[:middle] + bytes(len(content) - middle))
    refused = place.rione("restore", "--force", str(copy))
    assert refused.returncode in (1, 3)
    assert "Traceback" not in refused.stderr
    assert _holders(place)


@pytest.mark.skipif(databases.IS_POSTGRES, reason="about SQLite's files")
def test_a_backup_is_one_file_that_needs_no_other_and_stays_as_it_is(place: Installation, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with closing(sqlite3.connect(place.folder / "rione.sqlite")) as reading:  # so that the log is not folded in
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM account").fetchall()
        place.rione("account", "create", "--email", "due@comune.example")
        assert place.rione("backup", str(copy)).returncode == 0
    with closing(sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("SELECT count(*) FROM account").fetchone() == (2,)
    content = copy.read_bytes()
    assert place.rione("restore", "--force", str(copy)).returncode == 0
    assert copy.read_bytes() == content


@pytest.mark.skipif(databases.IS_POSTGRES, reason="about SQLite's files")
def test_a_backup_whose_journal_was_changed_is_refused_before_anything_is_replaced(
    place: Installation, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    assert place.rione("backup", str(copy)).returncode == 0
    with closing(sqlite3.connect(copy, isolation_level=None)) as forged:
        forged.execute("DROP TRIGGER journal_is_not_changed")
        forged.execute("UPDATE journal_entry SET act = 'nothing.happened'")
    refused = place.rione("restore", "--force", str(copy))
    assert refused.returncode == 3
    assert "nothing was replaced" in refused.stderr
    assert place.rione("doctor", "--journal").returncode == 0
    other = tmp_path / "other"
    with closing(sqlite3.connect(other)) as strange:
        strange.execute("CREATE TABLE x (y)")
    assert place.rione("restore", "--force", str(other)).returncode == 3
    assert _holders(place)


@pytest.mark.skipif(databases.IS_POSTGRES, reason="about SQLite's files")
def test_a_backup_of_nothing_is_refused(tmp_path: Path) -> None:
    place = Installation(tmp_path)
    refused = place.rione("backup", str(tmp_path / "copy"))
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    assert "rione.sqlite" not in _names(tmp_path)
    assert "copy" not in _names(tmp_path)


@pytest.mark.skipif(not databases.IS_POSTGRES, reason="about PostgreSQL's connections")
def test_postgres_is_not_restored_below_a_running_program(place: Installation, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert place.rione("backup", str(copy)).returncode == 0
    place.settings["DATABASE_TIMEOUT"] = "1"
    with place.serving():
        refused = place.rione("restore", "--force", str(copy))
    assert refused.returncode == 1
    assert "stop the program first" in refused.stderr
