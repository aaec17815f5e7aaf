# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Suspending an account and ending that. What was written stays; nobody acts in the account's name meanwhile."""

from __future__ import annotations

from datetime import datetime

from deliberation.actor import Actor
from deliberation.database import rows, writing
from deliberation.errors import Conflict
from deliberation.people import rules
from deliberation.people.access import devices, links, sessions
from deliberation.people.holding import held
from deliberation.people.roles import offices_besides
from deliberation.people.tables import Account
from deliberation.records import journal, outbox


async def suspend(actor: Actor, holder: str, *, at: datetime) -> None:
    """Sign the account `holder` (public id) out everywhere; it does not sign in, and its links end."""
    async with writing():
        others = await offices_besides(holder)
        account = await held(holder)
        if refusal := rules.may_suspend(actor, account["id"], await _holds_office(account["id"]), others):
            raise refusal
        if account["disabled_at"]:
            raise Conflict("account.suspended_already")
        await Account.update({Account.disabled_at: at}).where(Account.id == account["id"])
        await sessions.close_all(account["id"])
        await devices.forget(account["id"])
        await links.revoke_all(account["id"], at=at)
        await outbox.queue("account-suspended", str(account["email"]), str(account["locale"]), {}, at=at)
        await journal.note(actor, "account.suspended", "account", holder, at=at)


async def restore(actor: Actor, holder: str, *, at: datetime) -> None:
    """End a suspension: the password and the roles are those of before."""
    async with writing():
        account = await held(holder)
        if refusal := rules.may_work_at_desk(actor):
            raise refusal
        if not account["disabled_at"]:
            raise Conflict("account.not_suspended")
        await Account.update({Account.disabled_at: None}).where(Account.id == account["id"])
        await outbox.queue("account-restored", str(account["email"]), str(account["locale"]), {}, at=at)
        await journal.note(actor, "account.restored", "account", holder, at=at)


async def _holds_office(account: int) -> bool:
    return bool(
        await rows(
            "SELECT 1 AS one FROM role_grant WHERE account = {} AND role = 'office' AND revoked_at IS NULL", account
        )
    )
