# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tables in the code, the migrations, the database and the glossary say the same."""

import ast
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest
from piccolo.apps.migrations.tables import Migration
from piccolo.columns import ForeignKey, OnDelete, Varchar
from piccolo.table import Table, sort_table_classes

from deliberation.database import engine, is_postgres, rows
from deliberation.piccolo_app import TABLES
from deliberation.schema import migrations
from deliberation.schema.additions import additions, existing
from deliberation.schema.ddl import INDEXES, POSTGRES_TRIGGERS, SQLITE_TRIGGERS
from deliberation.schema.ddl_votes import GUARDS
from tests import databases

ROOT = Path(__file__).parent.parent.parent
FROZEN = sorted((ROOT / "deliberation" / "piccolo_migrations").glob("deliberation_*.py"))
POSTGRES_CATALOGUE = (
    "SELECT relname, relkind::text, relpersistence::text FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    "SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull, attidentity::text, "
    "pg_get_expr(adbin, adrelid) FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum "
    "JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "SELECT pg_get_indexdef(indexrelid), indisvalid FROM pg_index JOIN pg_class c ON c.oid = indexrelid "
    "WHERE relnamespace = 'public'::regnamespace",
    "SELECT pg_get_triggerdef(oid), tgenabled::text FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


def declared() -> list[str]:
    """The statements that make what the code declares today, without any migration."""
    tables = [ddl for table in (Migration, *sort_table_classes(TABLES)) for ddl in table.create_table().ddl]
    if is_postgres():
        return [*tables, *INDEXES, *POSTGRES_TRIGGERS, *(statement for guard in GUARDS for statement in guard.postgres)]
    return [*tables, *INDEXES, *SQLITE_TRIGGERS, *(guard.sqlite for guard in GUARDS)]


async def schema(made_by: Sequence[str] = ()) -> set[tuple[object, ...]]:
    """Everything that the migrated database holds, or a new one after the statements; the order of columns aside."""
    if is_postgres():
        name = f"rione_{databases.WORKER}{'_declared' if made_by else ''}"
        if made_by:
            await databases.make_postgres(name)
        connection = await asyncpg.connect(f"{databases.SERVER}/{name}")
        try:
            for statement in made_by:
                await connection.execute(statement)
            return {tuple(row) for query in POSTGRES_CATALOGUE for row in await connection.fetch(query)}
        finally:
            await connection.close()
    with closing(sqlite3.connect(":memory:" if made_by else databases.FOLDER / "test.sqlite")) as file:
        for statement in made_by:
            file.execute(statement)
        stored = file.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    return {
        (kind, name, *(sorted(sql.partition('("')[2][:-1].split(', "')) if kind == "table" else [sql]))
        for kind, name, sql in stored
    }


async def test_the_migrations_make_what_the_code_declares(database: None) -> None:
    assert await schema() == await schema(declared())


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ('"is_stale" BOOLEAN NOT NULL DEFAULT false', '"is_old" BOOLEAN NOT NULL DEFAULT false'),
        ("VARCHAR(254)", "VARCHAR(255)"),
        ('"body" TEXT NOT NULL', '"body" TEXT'),
        ("DEFAULT 'it'", "DEFAULT 'en'"),
        ("ON DELETE RESTRICT", "ON DELETE CASCADE"),
        ("UNIQUE NOT NULL", "NOT NULL"),
        ("CREATE UNIQUE INDEX one_support_a_person", "CREATE INDEX one_support_a_person"),
        ("CREATE INDEX jobs_to_do ON job (state, run_at)", "CREATE INDEX jobs_to_do ON job (state)"),
        ("'draft>published'", "'draft>closed'"),
    ],
    ids=["column", "type", "null", "default", "foreign key", "unique", "unique index", "index", "trigger"],
)
async def test_a_change_without_its_migration_is_seen(database: None, now: str, before: str) -> None:
    statements = declared()
    place = next(number for number, statement in enumerate(statements) if now in statement)
    statements[place] = statements[place].replace(now, before, 1)
    assert await schema() != await schema(statements)


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_that_changes(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    imported = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    assert imported <= {"piccolo.columns", "piccolo.table", "deliberation.schema.additions"}
    assert not any(isinstance(node, ast.Import) for node in nodes)


class Session(Table):
    colour = Varchar(length=7, default="#000000")


class Purse(Table):
    session = ForeignKey(references=existing("Session"), on_delete=OnDelete.cascade, null=False)


async def test_a_later_migration_adds_columns_and_tables_and_then_runs_its_statements(database: None) -> None:
    both = ["CREATE INDEX colours ON session (colour) WHERE colour <> '{}'"]
    own = {"sqlite": ["CREATE INDEX here ON purse (session)"], "postgres": ["CREATE INDEX there ON purse (session)"]}
    names = "SELECT indexname AS name FROM pg_indexes" if is_postgres() else "SELECT name FROM sqlite_master"
    async with engine().transaction() as transaction:
        await additions("3000-01-01", "colours", tables=[Purse], columns=[Session], statements=both, **own).run()
        made = {row["name"] for row in await rows(names)}
        await transaction.rollback()
    assert made & {"colours", "here", "there"} == {"colours", "there" if is_postgres() else "here"}


async def test_nothing_waits_to_be_migrated_and_migrating_twice_does_nothing(database: None) -> None:
    assert await migrations.pending() == []
    assert await migrations.migrate() == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_table_is_in_the_glossary(table: type[Table]) -> None:
    assert f"`{table.__name__}`" in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_table_says_what_a_row_is(table: type[Table]) -> None:
    assert (table.__doc__ or "").strip()
    assert not (table.__doc__ or "").startswith(f"{table.__name__}(")


@pytest.mark.parametrize("path", sorted((ROOT / "deliberation").glob("*/tables.py")), ids=lambda path: path.parent.name)
def test_every_foreign_key_says_what_happens_when_its_row_goes(path: Path) -> None:
    keys = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "ForeignKey"
    ]
    for key in keys:
        assert {"on_delete", "null"} <= {word.arg for word in key.keywords}, f"{path.parent.name}: line {key.lineno}"
