# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Are the database's own safeguards still there: the triggers, and every unique index and column?"""

from __future__ import annotations

from deliberation.database import is_postgres, rows
from deliberation.piccolo_app import TABLES
from deliberation.schema.ddl import INDEXES, POSTGRES_TRIGGERS, SQLITE_TRIGGERS
from deliberation.schema.ddl_votes import GUARDS

INDEX_NAMES = tuple(sorted(statement.split()[3] for statement in INDEXES if statement.startswith("CREATE UNIQUE")))
UNIQUE_COLUMNS = tuple(
    sorted(
        f"{table._meta.tablename}.{column._meta.db_column_name}"
        for table in TABLES
        for column in table._meta.columns
        if column._meta.unique
    )
)

_POSTGRES_UNIQUE = """
SELECT t.relname AS place, i.relname AS name, x.indnatts AS width, a.attname AS lone
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
WHERE x.indisunique AND x.indisvalid AND x.indpred IS NULL OR i.relname LIKE 'one\\_%'
"""


def trigger_names() -> tuple[str, ...]:
    """The triggers that this engine must have."""
    made = POSTGRES_TRIGGERS if is_postgres() else SQLITE_TRIGGERS
    journal = tuple(statement.split()[2] for statement in made if statement.startswith("CREATE TRIGGER"))
    return (*journal, *(guard.name for guard in GUARDS))


async def missing() -> tuple[str, ...]:
    """Safeguards that are gone, switched off, or no longer what the migrations made, by name."""
    found = await (_postgres() if is_postgres() else _sqlite())
    return tuple(name for name in (*trigger_names(), *INDEX_NAMES, *UNIQUE_COLUMNS) if name not in found)


async def _sqlite() -> set[str]:
    stored = await rows("SELECT name, type, tbl_name, sql FROM sqlite_master WHERE type IN ('trigger', 'index')")
    made = {*SQLITE_TRIGGERS, *(guard.sqlite for guard in GUARDS)}
    found = {row["name"] for row in stored if row["type"] == "trigger" and row["sql"] in made}
    for table in {row["tbl_name"] for row in stored}:
        for index in await rows(f"SELECT name, \"unique\" AS is_unique, partial FROM pragma_index_list('{table}')"):
            if not index["is_unique"]:
                continue
            found.add(index["name"])
            columns = await rows(f"SELECT name FROM pragma_index_info('{index['name']}')")
            if len(columns) == 1 and not index["partial"]:
                found.add(f"{table}.{columns[0]['name']}")
    return found


async def _postgres() -> set[str]:
    triggers = await rows(
        "SELECT g.tgname AS name, p.prosrc AS source FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid "
        "WHERE NOT g.tgisinternal AND g.tgenabled IN ('O', 'A')"
    )
    refuses = POSTGRES_TRIGGERS[0].split("$$")[1]
    made = {guard.name: guard.body for guard in GUARDS}
    found = {row["name"] for row in triggers if row["source"] == made.get(row["name"], refuses)}
    for row in await rows(_POSTGRES_UNIQUE):
        found.add(row["name"])
        if row["width"] == 1 and row["lone"]:
            found.add(f"{row['place']}.{row['lone']}")
    return found
