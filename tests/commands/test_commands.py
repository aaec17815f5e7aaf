# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line as an administrator uses it: real processes, exit codes, answers for programs."""

import contextlib
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests import databases
from tests.commands.processes import ROOT, Installation, installation
from web.__main__ import rione

WHOLE = click.Context(rione)
COMMANDS = [command for name in rione.list_commands(WHOLE) if (command := rione.get_command(WHOLE, name))]
PASSWORD = "una frase lunga e sicura 77"


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    return installation(tmp_path)


def test_help_and_version_answer_without_a_database(place: Installation) -> None:
    told = place.rione("--help")
    assert told.returncode == 0
    for command in COMMANDS:
        assert f"\n  {command.name} " in told.stdout
        shown = CliRunner().invoke(command, ["--help"])
        assert (shown.exit_code, str(command.name) in shown.output or "Usage" in shown.output) == (0, True)
    assert place.rione("--version").stdout.startswith("rione, version ")


def test_no_command_loads_the_formatter_that_piccolo_brings() -> None:
    told = "import deliberation.piccolo_app, piccolo.conf.apps, sys; sys.exit('blib2to3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], cwd=ROOT).returncode == 0


def test_every_command_and_option_says_what_it_does() -> None:
    def silent(command: click.Command) -> list[str]:
        found = [] if command.help else [str(command.name)]
        found += [f"{command.name} {p.name}" for p in command.params if isinstance(p, click.Option) and not p.help]
        inner = command.commands.values() if isinstance(command, click.Group) else ()
        return found + [name for each in inner for name in silent(each)]

    assert not [name for command in COMMANDS for name in silent(command)]


def test_a_wrong_option_is_a_wrong_use(place: Installation) -> None:
    assert place.rione("doctor", "--nothing").returncode == 2
    assert place.rione("doctor", "--head", "not-a-head").returncode == 2


@pytest.mark.long
def test_the_life_of_an_installation(place: Installation, tmp_path: Path) -> None:
    asked = place.rione("migrate", "--check", "--json")
    assert asked.returncode == 1
    assert json.loads(asked.stdout)["pending"]
    unready = place.rione("serve", "--port", "0")
    assert (unready.returncode, "rione migrate" in unready.stderr) == (1, True)
    early = place.rione("account", "create", "--email", "ufficio@comune.example")
    assert (early.returncode, "rione migrate" in early.stderr) == (1, True)

    assert json.loads(place.rione("migrate", "--json").stdout)["ran"]
    assert place.rione("migrate", "--check").returncode == 0

    made = place.rione(
        "account",
        "create",
        "--role",
        "office",
        "--email",
        "Ufficio@Comune.example",
        "--password-stdin",
        typed=PASSWORD + "\n",
    )
    assert (made.returncode, made.stderr) == (0, "")
    again = place.rione("account", "create", "--email", "ufficio@comune.example")
    assert again.returncode == 3
    assert "Traceback" not in again.stderr
    second = json.loads(place.rione("account", "create", "--email", "due@comune.example", "--json").stdout)
    assert "/recupero/" in second["link"]
    weak = place.rione("account", "create", "--email", "tre@comune.example", "--password-stdin", typed="x\n")
    assert weak.returncode == 3
    [holder] = json.loads(place.rione("account", "list", "--json").stdout)
    assert (holder["email"], holder["role"]) == ("ufficio@comune.example", "office")

    [whole] = json.loads(place.rione("doctor", "--journal", "--json").stdout)
    assert whole["ok"] is True
    head = whole["says"].split("head ")[1]
    assert place.rione("doctor", "--head", head).returncode == 0
    assert place.rione("doctor", "--head", "1:" + "0" * 64).returncode == 1

    copy = tmp_path / "copy.backup"
    assert place.rione("backup", str(copy)).returncode == 0
    assert copy.stat().st_mode & 0o077 == 0
    assert place.rione("backup", str(copy)).returncode == 3
    place.rione("account", "create", "--email", "dopo@comune.example")
    assert place.rione("restore", str(copy)).returncode == 3
    restored = place.rione("restore", "--force", str(copy))
    assert restored.returncode == 0, restored.stderr
    assert head in restored.stdout
    assert place.rione("doctor", "--head", head, "--json").returncode == 0
    assert place.rione("worker", "--once").stdout == "jobs done: 0\n"

    health = {f["check"]: f["ok"] for f in json.loads(place.rione("doctor", "--json").stdout)}
    assert health["database"] is health["migrations"] is health["journal"] is health["address"] is True
    assert health["safeguards"] is health["votes"] is True


@pytest.mark.skipif(databases.IS_POSTGRES, reason="opens the file as its owner could")
def test_a_role_written_by_hand_makes_the_doctor_exit_with_1_and_name_it(place: Installation) -> None:
    place.rione("migrate")
    place.rione("account", "create", "--email", "uno@comune.example", "--role", "office")
    assert {f["check"]: f["ok"] for f in json.loads(place.rione("doctor", "--json").stdout)}["votes"] is True
    [file] = place.folder.glob("**/*.sqlite")
    with contextlib.closing(sqlite3.connect(file)) as by_hand, by_hand:
        by_hand.execute("UPDATE role_grant SET role = 'moderator'")
    told = place.rione("doctor")
    assert told.returncode == 1
    assert "holds the role moderator for the city, and nobody gave it" in told.stdout


def test_a_file_that_is_no_backup_is_refused(place: Installation, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("nothing")
    refused = place.rione("restore", str(tmp_path / "x"))
    assert refused.returncode == 3
    assert "is not a" in refused.stderr


def test_a_database_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    place = Installation(tmp_path, {"DATABASE_URL": "postgresql://rione@127.0.0.1:1/rione"})
    told = place.rione("doctor")
    assert told.returncode == 1
    assert "Traceback" not in told.stderr


@pytest.mark.skipif(databases.IS_POSTGRES, reason="about SQLite")
def test_sqlite_is_served_by_one_process(place: Installation) -> None:
    place.rione("migrate")
    refused = place.rione("serve", "--workers", "2")
    assert refused.returncode == 2
    assert "SQLite is served by one process" in refused.stderr
