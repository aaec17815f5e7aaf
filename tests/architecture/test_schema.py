# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tables in the code, the migrations, the database and the glossary say the same."""

import ast
from pathlib import Path
from typing import Any

import pytest
from piccolo.apps.migrations.auto.diffable_table import DiffableTable
from piccolo.apps.migrations.auto.schema_differ import SchemaDiffer
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.conf.apps import AppRegistry
from piccolo.table import Table

from deliberation.database import is_postgres, rows
from deliberation.piccolo_app import TABLES
from deliberation.schema import migrations

ROOT = Path(__file__).parent.parent.parent
PRIVATE = {"migration"}


async def columns_in_database() -> dict[str, dict[str, bool]]:
    """Table → column → whether it may be null, as the database tells it."""
    found: dict[str, dict[str, bool]] = {}
    if is_postgres():
        told = await rows(
            "SELECT table_name, column_name, is_nullable FROM information_schema.columns WHERE table_schema = 'public'"
        )
        for row in told:
            found.setdefault(row["table_name"], {})[row["column_name"]] = row["is_nullable"] == "YES"
        return found
    for table in await rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        told = await rows(f"PRAGMA table_info('{table['name']}')")
        found[table["name"]] = {row["name"]: not row["notnull"] for row in told}
    return found


def columns_in_code(table: type[Table]) -> dict[str, bool]:
    return {column._meta.db_column_name: bool(column._meta.null) for column in table._meta.columns}


async def test_a_migrated_database_has_the_tables_of_the_code(database: None) -> None:
    found = await columns_in_database()
    stored = {name: columns for name, columns in found.items() if name not in PRIVATE and "_fts" not in name}
    assert stored == {table._meta.tablename: columns_in_code(table) for table in TABLES}


async def test_a_new_migration_would_have_nothing_to_do() -> None:
    app = AppRegistry(apps=["deliberation.piccolo_app"]).get_app_config("deliberation")
    managers: Any = BaseMigrationManager()
    history = await managers.get_migration_managers(app_config=app)
    from piccolo.apps.migrations.auto.schema_snapshot import SchemaSnapshot

    def diffable(table: type[Table]) -> DiffableTable:
        return DiffableTable(
            class_name=table.__name__,
            tablename=table._meta.tablename,
            columns=table._meta.non_default_columns,
            schema=table._meta.schema,
        )

    differ = SchemaDiffer(
        schema=[diffable(table) for table in TABLES],
        schema_snapshot=SchemaSnapshot(history).get_snapshot(),
        auto_input="n",
    )
    changes = [statement for alteration in differ.get_alter_statements() for statement in alteration.statements]
    assert not changes


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
