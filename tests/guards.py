# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody with the database's password can do: take the triggers away, then anything, then put them back."""

from deliberation.database import is_postgres, rows, writing
from deliberation.schema.ddl import SQLITE_TRIGGERS
from deliberation.schema.ddl_votes import GUARDS


async def by_hand(*statements: str) -> None:
    """The statements, with no trigger looking."""
    async with writing():
        if is_postgres():
            await rows("SET LOCAL session_replication_role = replica")
        else:
            for name in (*(s.split()[2] for s in SQLITE_TRIGGERS), *(guard.name for guard in GUARDS)):
                await rows(f"DROP TRIGGER IF EXISTS {name}")
        for statement in statements:
            await rows(statement)
        if not is_postgres():
            for statement in (*SQLITE_TRIGGERS, *(guard.sqlite for guard in GUARDS)):
                await rows(statement)
