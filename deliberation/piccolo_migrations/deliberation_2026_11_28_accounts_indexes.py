"""An index; registrations that wait for confirmation forget the password that came with them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from deliberation.database import rows

ID = "2026-11-28T15:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "browsers of an account; no password before the link"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="deliberation", description=DESCRIPTION)

    async def run() -> None:
        await rows("CREATE INDEX devices_of_an_account ON device (account)")
        # whoever opens a link that was sent before chooses a password there, as with a new one
        await rows("UPDATE one_time_link SET password_hash = '' WHERE password_hash <> ''")

    manager.add_raw(run)
    return manager
