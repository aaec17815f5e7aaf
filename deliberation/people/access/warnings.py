# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The mail that tells an account's owner of wrong passwords from browsers they have never used: at most one a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from deliberation import keys
from deliberation.clock import in_rome
from deliberation.database import writing
from deliberation.people.tables import Account
from deliberation.records import jobs, outbox

JOB = "sign-in-warning"


async def ask(address: str, *, at: datetime) -> None:
    """Ask for the warning, in the same way whether the address has an account or not: the worker finds out."""
    key = _key(address, at)
    async with writing():
        await jobs.schedule(JOB, {"email": address}, run_at=at, key=f"{JOB}/asked/{key}", at=at)


async def warn(payload: Mapping[str, Any], at: datetime) -> None:
    """Queue the mail, if there is an account that its owner could open."""
    address = str(payload["email"])
    async with writing():
        account = await Account.select().where(Account.email == address).first()
        if account is None or not account["email_confirmed_at"] or account["disabled_at"]:
            return
        key = f"{JOB}/{_key(address, at)}"
        await outbox.queue("sign-in-failures", address, account["locale"], {}, at=at, key=key)


def _key(address: str, at: datetime) -> str:
    return f"{keys.mac('warnings', address)[:32]}/{in_rome(at).date()}"
