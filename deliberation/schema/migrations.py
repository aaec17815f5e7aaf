# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bring the schema up to date: one history for both databases, one process at a time, all or nothing.

What runs and the record that it ran are one transaction, on both databases: whoever is killed at any moment leaves the
schema as it was. (A migration must not ask Piccolo to run outside a transaction.)
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import AsyncIterator
from importlib import import_module
from pkgutil import iter_modules

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration

from deliberation import piccolo_migrations
from deliberation.database import engine, is_postgres, rows
from deliberation.sqlite import PooledSQLite

_LOCK = 7_415_263


async def migrate() -> list[str]:
    """Run what has not run; the names of what ran. Raises RuntimeError when a migration fails."""
    async with _alone():
        before = await _names()
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            result = await ForwardsMigrationManager(app_name="deliberation").run()
        if not result.success:
            raise RuntimeError(result.message or printed.getvalue())
        return sorted(await _names() - before)


async def pending() -> list[str]:
    """The migrations that have not run on this database: all of them where there is no file yet."""
    found = engine()
    if isinstance(found, PooledSQLite) and not found.file.exists():
        return sorted(_known())
    return sorted(_known() - await _names())


def _known() -> set[str]:
    names = [module.name for module in iter_modules(piccolo_migrations.__path__)]
    return {str(import_module(f"{piccolo_migrations.__name__}.{name}").ID) for name in names}


async def _names() -> set[str]:
    if not await Migration.table_exists():
        return set()
    return set(await Migration.get_migrations_which_ran(app_name="deliberation"))


@contextlib.asynccontextmanager
async def _alone() -> AsyncIterator[None]:
    """One transaction that keeps out whoever else migrates: by SQLite's write lock, or by a lock of this name."""
    found = engine()
    with found.creating() if isinstance(found, PooledSQLite) else contextlib.nullcontext():
        async with found.transaction():
            if is_postgres():
                await rows("SELECT pg_advisory_xact_lock({})", _LOCK)
            yield
