# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The database refuses what would change a vote behind its rules."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from deliberation.database import is_postgres, rows
from deliberation.schema.ddl_votes import GUARDS, INDEXES

ID = "2026-11-28T15:20:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "vote guards"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="deliberation", description=DESCRIPTION)

    async def run() -> None:
        for statement in INDEXES:
            await rows(statement)
        for guard in GUARDS:
            for statement in guard.postgres if is_postgres() else (guard.sqlite,):
                await rows(statement)

    manager.add_raw(run)
    return manager
