# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A name that somebody has left is nobody else's for a year: who reads it still thinks of the one who bore it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from deliberation.database import rows, writing
from deliberation.people.tables import ReservedName

RESERVED = timedelta(days=365)


async def reserve(account: Mapping[str, Any], name: str, *, is_own: bool = False, at: datetime) -> None:
    """The account may come back to the name, nobody else. `is_own`: first name and initial, which go with the account.

    Call inside `writing()`.
    """
    if not name:
        return
    made = ReservedName(name=name, account=account["id"], is_own=is_own, until=at + RESERVED)
    await ReservedName.insert(made).on_conflict(
        target=ReservedName.name,
        action="DO UPDATE",
        values=[ReservedName.account, ReservedName.is_own, ReservedName.until],
    )


async def taken(names: Collection[str], account: int = 0) -> set[str]:
    """Those of the names that are kept for somebody else, or for nobody any more."""
    marks = ", ".join("{}" for _ in names)
    found = await rows(
        f"SELECT name FROM reserved_name WHERE name IN ({marks}) AND coalesce(account, -1) <> {{}}", *names, account
    )
    return {str(row["name"]) for row in found}


async def let_go(account: int) -> None:
    """The account is deleted: what is a person's own is forgotten, other names are kept without whose they were."""
    await rows("DELETE FROM reserved_name WHERE account = {} AND is_own = {}", account, True)
    await rows("UPDATE reserved_name SET account = NULL WHERE account = {}", account)


async def forget_over(*, at: datetime) -> None:
    """Names whose year is over are free again."""
    async with writing():
        await rows("DELETE FROM reserved_name WHERE until <= {}", at)
