# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an installation must have before it faces the public, as far as the database knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from deliberation.database import is_postgres, rows


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who can sign in with what everybody may know, and who of the office can sign in at all."""

    is_demo: bool
    demo_accounts: int
    offices: int


_CROWD = """
SELECT (SELECT count(*) FROM municipality WHERE is_demo = {}) AS demos,
       (SELECT count(*) FROM account WHERE is_demo = {} AND deleted_at IS NULL) AS demo_accounts,
       (SELECT count(DISTINCT a.id) FROM role_grant g JOIN account a ON a.id = g.account
        WHERE g.role = 'office' AND g.revoked_at IS NULL AND a.deleted_at IS NULL AND a.disabled_at IS NULL) AS offices
"""
# With one of these off PostgreSQL may lose or tear what it has confirmed when the machine stops.
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
_SERVER = "SELECT name, setting FROM pg_settings WHERE name IN ({})"
_ASKED = (*DURABLE, "max_connections", "server_encoding", "server_version_num")


async def crowd() -> Crowd:
    """Accounts of the demonstration, and of the office."""
    [found] = await rows(_CROWD, True, True)
    return Crowd(found["demos"] > 0, int(found["demo_accounts"]), int(found["offices"]))


async def database_clock() -> datetime | None:
    """The time at the database's server; None for SQLite, which has no clock of its own."""
    if not is_postgres():
        return None
    [found] = await rows("SELECT clock_timestamp() AS now")
    return found["now"].astimezone(UTC)  # type: ignore[no-any-return]


async def database_settings() -> dict[str, str]:
    """What the database is set to: PostgreSQL's settings by their names, SQLite's journal_mode and quick_check."""
    if is_postgres():
        listed = ", ".join(f"'{name}'" for name in _ASKED)
        return {row["name"]: row["setting"] for row in await rows(_SERVER.format(listed))}
    [mode] = await rows("PRAGMA journal_mode")
    checked = await rows("PRAGMA quick_check(1)")
    return {**{key: str(value) for key, value in mode.items()}, "quick_check": str(next(iter(checked[0].values())))}
