# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An account that an act is about to change, held so that nobody deletes or changes it meanwhile."""

from __future__ import annotations

from typing import Any

from deliberation.database import is_postgres, rows
from deliberation.errors import NotFound
from deliberation.people.tables import Account

ROLLS = "rolls"  # the lock of who writes a roll and of who changes what makes a person stand on one


async def held(holder: str) -> dict[str, Any]:
    """The row of the account `holder` (public id), locked until the transaction ends. Raises NotFound account.unknown.

    A deleted account is unknown, also to who was signed in as it a moment ago: nothing personal comes back to it.
    """
    if is_postgres():  # no key: who only refers to the account need not wait
        await rows("SELECT id FROM account WHERE public_id = {} FOR NO KEY UPDATE", holder)
    found: dict[str, Any] | None = await Account.select().where(Account.public_id == holder).first()
    if found is None or found["deleted_at"]:
        raise NotFound("account.unknown")
    return found
