# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Migrations are all or nothing: killed at any statement, or run by many at once."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests import databases
from tests.commands.processes import ROOT, Installation, installation

AT_ONCE = 12
KILLS = 12  # moments, spread over all the statements, with the first and the last three among them
SECONDS_AT_MOST = 300
# Forks a child for each number read; the child kills itself when it asks for its statement of that number.
HARNESS = """
import asyncio, os, signal, sys
import deliberation.schema.migrations, deliberation.piccolo_app  # imported once for all the children
from deliberation.piccolo_migrations import __path__

for line in sys.stdin:
    last = int(line)
    if not (child := os.fork()):
        from deliberation.database import engine
        from deliberation.schema.migrations import migrate
        counted = 0

        def count(statement):
            global counted
            counted += 1
            if counted == last:
                os.kill(os.getpid(), signal.SIGKILL)

        engine().statements.add = count
        asyncio.run(migrate())
        with open(os.environ["COUNTED"], "w") as file:
            file.write(str(counted))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""

# A database as it was before budgets had pots, with two votes that have ballots, one of them closed; then all that came
# after. Prints what the ballots were and are, and how what must not happen ended.
BALLOTS = """
import asyncio, json
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from deliberation.database import opened, rows
from deliberation.schema import migrations

COLUMNS = "id, public_id, salt, consultation, roll_entry, marks, is_blank, revision, cast_at"
READ = f"SELECT {COLUMNS} FROM ballot ORDER BY id"
POTS = "2026-11-29T02:00:00:000007"

async def refused(statement, *values):
    try:
        await rows(statement, *values)
    except Exception as error:
        return str(error)
    return ""

async def number(table):
    return (await rows(f"SELECT max(id) AS n FROM {table}"))[0]["n"]

async def main():
    async with migrations._alone():
        before = max(known for known in migrations._known() if known < POTS)
        assert (await ForwardsMigrationManager(app_name="deliberation", migration_id=before).run()).success
    async with opened():
        await rows("INSERT INTO municipality (name) VALUES ('Prova')")
        for n in (1, 2):
            await rows(
                "INSERT INTO consultation (municipality, slug, title, state) VALUES ({}, {}, 'Voto', 'published')",
                await number("municipality"), f"voto-{n}",
            )
            for person in (1, 2):
                email = f"{n}{person}@x.example"
                await rows("INSERT INTO account (public_id, email) VALUES ({}, {})", f"p{n}{person}", email)
                vote = await number("consultation")
                who = await number("account")
                await rows("INSERT INTO roll_entry (consultation, account) VALUES ({}, {})", vote, who)
                await rows(
                    "INSERT INTO ballot (public_id, salt, consultation, roll_entry, marks, revision) "
                    "VALUES ({}, {}, {}, {}, {}, 2)",
                    f"b{n}{person}", f"s{n}{person}", vote, await number("roll_entry"), json.dumps([person]),
                )
        await rows("UPDATE consultation SET roll_hash = 'x', state = 'closed' WHERE slug = 'voto-1'")
        was = await rows(READ)
    ran = await migrations.migrate()
    async with opened():
        now = await rows(READ)
        first, last = now[0], now[-1]
        again = "INSERT INTO ballot (public_id, salt, consultation, roll_entry, marks) VALUES ('n', 'n', {}, {}, '[]')"
        told = {
            "ran": POTS in ran,
            "was": was, "now": now,
            "changed": await refused("UPDATE ballot SET marks = '[9]' WHERE id = {}", first["id"]),
            "gone": await refused("DELETE FROM ballot WHERE id = {}", first["id"]),
            "late": await refused(again, first["consultation"], first["roll_entry"]),
            "twice": await refused(again, last["consultation"], last["roll_entry"]),
            "open": await refused("UPDATE ballot SET marks = '[7]' WHERE id = {}", last["id"]),
        }
    print(json.dumps(told, default=str))

asyncio.run(main())
"""


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    made = installation(tmp_path)
    made.settings |= {"DATABASE_TIMEOUT": "60", "COUNTED": str(tmp_path / "counted")}
    return made


def _killed_at(place: Installation, statements: Sequence[int]) -> list[int]:
    """Run the migrations once for each number, killed at that statement; the exit codes."""
    done = subprocess.run(
        [sys.executable, "-c", HARNESS],
        env=place.environment(),
        cwd=ROOT,
        text=True,
        capture_output=True,
        input="".join(f"{n}\n" for n in statements),
        timeout=SECONDS_AT_MOST,
    )
    assert done.returncode == 0, done.stderr
    return [int(line) for line in done.stdout.split()]


def _schema(place: Installation) -> set[tuple[str, str]]:
    """Every table, index and trigger with its definition."""
    if databases.IS_POSTGRES:
        import asyncpg

        async def read() -> list[tuple[str, str]]:
            connection = await asyncpg.connect(place.settings["DATABASE_URL"])
            found = await connection.fetch(
                "SELECT relname, relkind::text FROM pg_class WHERE relnamespace = 'public'::regnamespace "
                "UNION ALL SELECT tgname, 'trigger' FROM pg_trigger WHERE NOT tgisinternal "
                "UNION ALL SELECT proname, 'function' FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            )
            await connection.close()
            return [(row[0], row[1]) for row in found]

        return set(asyncio.run(read()))
    import sqlite3
    from contextlib import closing

    if not (place.folder / "rione.sqlite").exists():
        return set()
    with closing(sqlite3.connect(place.folder / "rione.sqlite")) as connection:
        return {(str(name), str(sql)) for name, sql in connection.execute("SELECT name, sql FROM sqlite_master")}


def test_a_migration_killed_at_any_statement_leaves_nothing_and_the_next_one_succeeds(
    place: Installation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = installation(tmp_path_factory.mktemp("other"))
    other.settings |= {"COUNTED": str(other.folder / "counted")}
    assert _killed_at(other, [0]) == [0]  # never killed
    whole, total = _schema(other), int((other.folder / "counted").read_text())
    assert len(whole) > 60
    moments = sorted({*range(1, total, max(1, total // KILLS)), 1, 2, 3, total - 2, total - 1, total})
    for at, code in zip(moments, _killed_at(place, moments), strict=True):
        assert code == -signal.SIGKILL, f"statement {at} of {total}"
    assert _schema(place) == set()
    assert _killed_at(place, [0]) == [0]
    assert _schema(place) == whole
    assert place.rione("migrate", "--check").returncode == 0


@pytest.mark.long
def test_twelve_migrations_at_once_all_succeed_and_run_each_step_once(place: Installation) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "web", "migrate"],
            env=place.environment(),
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(AT_ONCE)
    ]
    try:
        told = [process.communicate(timeout=SECONDS_AT_MOST) for process in started]
    finally:
        for process in started:
            process.kill()
    assert [process.returncode for process in started] == [0] * AT_ONCE, told
    ran = [line for out, _ in told for line in out.splitlines() if line.startswith("ran ")]
    assert len(ran) == len(set(ran)) > 1
    assert sum(out.strip() == "nothing to run" for out, _ in told) == AT_ONCE - 1


def test_asking_what_would_run_makes_no_file(place: Installation) -> None:
    assert place.rione("migrate", "--check").returncode == 1
    assert place.rione("doctor").returncode == 1
    assert not os.path.exists(place.folder / "rione.sqlite")


def test_ballots_of_before_budgets_had_pots_are_kept_with_their_guards(place: Installation) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BALLOTS],
        env=place.environment(),
        cwd=ROOT,
        text=True,
        capture_output=True,
        timeout=SECONDS_AT_MOST,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["ran"]
    assert [ballot["public_id"] for ballot in told["was"]] == ["b11", "b12", "b21", "b22"]
    assert told["now"] == told["was"]
    assert "no ballot changes after closing" in told["changed"]
    assert "ballots are never deleted" in told["gone"]
    assert "no ballot after closing" in told["late"]
    assert "unique" in told["twice"].lower()
    assert told["open"] == ""
