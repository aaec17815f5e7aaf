# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a migration adds, declared as it was on its day: tables and columns as Piccolo classes, then statements.

A migration imports nothing of a room, since rooms change: it holds a copy of the declarations that it adds, a line a
column, and from this project only this module, which goes on making the same of the same declarations.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table, create_table_class

from deliberation.database import is_postgres, rows


@dataclass
class Additions(MigrationManager):
    """Piccolo's own list of additions, and statements that need them: what Piccolo calls raw runs before there are any.

    The statements are SQL, on this engine.
    """

    statements: tuple[str, ...] = ()

    async def run(self, backwards: bool = False) -> None:
        await super().run(backwards)
        for statement in self.statements:
            await rows(statement.replace("{", "{{").replace("}", "}}"))  # no placeholders here


def additions(
    id: str,
    description: str,
    *,
    tables: Iterable[type[Table]] = (),
    columns: Iterable[type[Table]] = (),
    statements: Iterable[str] = (),
    sqlite: Iterable[str] = (),
    postgres: Iterable[str] = (),
) -> Additions:
    """`tables` are new; `columns` are classes of tables that exist, with only what is new in them.

    Then the statements run, those for both engines first.
    """
    added = Additions(
        id, "deliberation", description, statements=(*statements, *(postgres if is_postgres() else sqlite))
    )
    tables = tuple(tables)
    for table in tables:
        added.add_table(class_name=table.__name__, tablename=table._meta.tablename)
    for table in (*tables, *columns):
        for column in table._meta.non_default_columns:
            added.add_column(
                table_class_name=table.__name__,
                tablename=table._meta.tablename,
                column_name=column._meta.name,
                column_class=type(column),
                params=column._meta.params,
            )
    return added


def existing(name: str) -> type[Table]:
    """The table of an earlier migration, for foreign keys: only its name is said."""
    return create_table_class(name)


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger: before the event on a row of the table, if the condition holds, the statement fails."""

    name: str
    event: str
    table: str
    condition: str
    message: str

    @property
    def sqlite(self) -> str:
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} WHEN {self.condition} "
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    @property
    def body(self) -> str:
        """Of the function on PostgreSQL, whose WHEN takes no subquery."""
        row = "OLD" if self.event == "DELETE" else "NEW"
        return f" BEGIN IF {self.condition} THEN RAISE EXCEPTION '{self.message}'; END IF; RETURN {row}; END "

    @property
    def postgres(self) -> tuple[str, str]:
        return (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $${self.body}$$",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        )
