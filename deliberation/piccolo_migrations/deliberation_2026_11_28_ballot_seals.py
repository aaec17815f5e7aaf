# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A ballot's public id and salt: its seal in the journal."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar

ID = "2026-11-28T15:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "ballot seals"
# Raw statements of a migration run before its columns exist: the index is the next migration's.


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="deliberation", description=DESCRIPTION)
    for name, length in (("public_id", 20), ("salt", 32)):
        manager.add_column(
            table_class_name="Ballot", tablename="ballot", column_name=name, db_column_name=name,
            column_class_name="Varchar", column_class=Varchar, params={"length": length, "default": "", "null": False},
        )
    return manager
