# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a consultation was cancelled or its counted result annulled, and how many ballots had been cast."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer, Timestamptz

ID = "2026-11-28T15:20:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "annulments"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="deliberation", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Consultation", tablename="consultation", column_name="cancelled_at",
        db_column_name="cancelled_at", column_class_name="Timestamptz", column_class=Timestamptz,
        params={"default": None, "null": True},
    )
    manager.add_column(
        table_class_name="Consultation", tablename="consultation", column_name="cancelled_ballots",
        db_column_name="cancelled_ballots", column_class_name="Integer", column_class=Integer,
        params={"default": None, "null": True},
    )
    return manager
