"""Unique pairs, indexes and the journal's triggers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from deliberation.database import is_postgres, rows
from deliberation.schema.ddl import INDEXES, POSTGRES_TRIGGERS, SQLITE_TRIGGERS

ID = "2026-11-23T03:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="deliberation", description=DESCRIPTION)

    async def run() -> None:
        for statement in (*INDEXES, *(POSTGRES_TRIGGERS if is_postgres() else SQLITE_TRIGGERS)):
            await rows(statement.replace("{", "{{").replace("}", "}}"))

    manager.add_raw(run)
    return manager
