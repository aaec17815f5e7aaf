# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The right of an entry of the roll can be suspended while the vote is open."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Timestamptz, Varchar

ID = "2026-11-28T15:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "suspended rights"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="deliberation", description=DESCRIPTION)
    manager.add_column(
        table_class_name="RollEntry", tablename="roll_entry", column_name="suspended_at", db_column_name="suspended_at",
        column_class_name="Timestamptz", column_class=Timestamptz, params={"default": None, "null": True},
    )
    manager.add_column(
        table_class_name="RollEntry", tablename="roll_entry", column_name="suspended_for",
        db_column_name="suspended_for", column_class_name="Varchar", column_class=Varchar,
        params={"length": 20, "default": "", "null": False},
    )
    return manager
