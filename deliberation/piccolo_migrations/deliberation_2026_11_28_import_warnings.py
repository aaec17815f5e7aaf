# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must be told with the count of an imported file."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Text

ID = "2026-11-28T15:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "import warnings"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="deliberation", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Consultation", tablename="consultation", column_name="warnings", db_column_name="warnings",
        column_class_name="Text", column_class=Text, params={"default": "[]", "null": False},
    )
    return manager
