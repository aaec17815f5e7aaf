# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""No two ballots carry one public id."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from deliberation.database import rows

ID = "2026-11-28T15:10:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "one ballot an id"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="deliberation", description=DESCRIPTION)

    async def run() -> None:
        await rows("CREATE UNIQUE INDEX one_ballot_an_id ON ballot (public_id) WHERE public_id <> ''")

    manager.add_raw(run)
    return manager
