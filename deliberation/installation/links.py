# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The link that opens an empty installation: printed on the server, stored as a hash, good for a day and one account.

It works only while nobody of the office has an account; each new one ends those before it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from deliberation.actor import COMMAND_LINE, Role
from deliberation.database import rows, writing
from deliberation.errors import Conflict, NotFound
from deliberation.installation.tables import SetUpLink
from deliberation.people import accounts
from deliberation.people.access.sessions import hashed
from deliberation.people.accounts import Entry
from deliberation.people.roles import offices_besides
from deliberation.records import journal

LIFETIME = timedelta(hours=24)


async def has_office() -> bool:
    """Whether somebody of the office has an account that can sign in."""
    found = await rows(
        "SELECT 1 AS one FROM role_grant g JOIN account a ON a.id = g.account AND a.deleted_at IS NULL "
        "AND a.disabled_at IS NULL WHERE g.role = 'office' AND g.neighbourhood IS NULL AND g.revoked_at IS NULL LIMIT 1"
    )
    return bool(found)


async def make(*, at: datetime) -> str:
    """A new link's path. Raises Conflict(set_up.has_office) when somebody of the office has an account."""
    token = secrets.token_urlsafe(32)
    async with writing():
        if await offices_besides(""):
            raise Conflict("set_up.has_office")
        await rows("UPDATE set_up_link SET used_at = {} WHERE used_at IS NULL", at)
        await SetUpLink.insert(SetUpLink(token_hash=hashed(token), created_at=at, expires_at=at + LIFETIME))
        await journal.note(COMMAND_LINE, "set_up.link_made", "set_up_link", "", at=at)
    return f"/primo-avvio/{token}"


async def look(token: str, *, at: datetime) -> None:
    """Raises NotFound(link.spent) when the link was used, ended, is too old or never was. Looking does not use it."""
    found = await rows(
        "SELECT 1 AS one FROM set_up_link WHERE token_hash = {} AND used_at IS NULL AND expires_at > {}",
        hashed(token),
        at,
    )
    if not found or await has_office():
        raise NotFound("link.spent")


async def come_first(
    token: str, email: str, password: str, browser: str, *, locale: str, devices: Sequence[str] = (), at: datetime
) -> Entry:
    """Use the link: the first account of the office, signed in. Of two at once, one gets it.

    Raises NotFound(link.spent), Conflict(account.exists), Invalid for the address or the password: then it still works.
    """
    async with writing():
        if await offices_besides(""):
            raise NotFound("link.spent")
        used = await rows(
            "UPDATE set_up_link SET used_at = {} WHERE token_hash = {} AND used_at IS NULL AND expires_at > {} "
            "RETURNING id",
            at,
            hashed(token),
            at,
        )
        if not used:
            raise NotFound("link.spent")
        made = await accounts.create_by_command(email, password, Role.OFFICE, at=at, locale=locale)
        return await accounts.come_in_anew({"id": made.id, "locale": locale}, browser, devices, at=at)
