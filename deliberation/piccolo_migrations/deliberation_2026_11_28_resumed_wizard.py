# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the office left the draft of a consultation."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar

ID = "2026-11-28T16:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "resumed wizard"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="deliberation", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Consultation", tablename="consultation", column_name="draft_step",
        db_column_name="draft_step", column_class_name="Varchar", column_class=Varchar,
        params={"length": 10, "default": "", "null": False},
    )
    return manager
