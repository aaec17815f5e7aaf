# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a voter was last told by mail, where a draft was left, and the votes of one person found without a scan."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Timestamptz, Varchar

from deliberation.database import rows

ID = "2026-11-28T15:25:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "traces"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="deliberation", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Ballot", tablename="ballot", column_name="told_at", db_column_name="told_at",
        column_class_name="Timestamptz", column_class=Timestamptz, params={"default": None, "null": True},
    )
    manager.add_column(
        table_class_name="Proposal", tablename="proposal", column_name="draft_step", db_column_name="draft_step",
        column_class_name="Varchar", column_class=Varchar, params={"length": 10, "default": "", "null": False},
    )

    async def run() -> None:
        await rows("CREATE INDEX entries_of_an_account ON roll_entry (account)")

    manager.add_raw(run)
    return manager
