# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk takes a verification back. Giving it is `identity.persons.verify_person`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from deliberation.actor import Actor
from deliberation.database import writing
from deliberation.people import rules
from deliberation.people.access.sessions import mark_stale
from deliberation.people.holding import held
from deliberation.people.identity.persons import forget_person
from deliberation.people.rules import Standing
from deliberation.people.tables import Account
from deliberation.records import journal, outbox


class WithdrawalReason(StrEnum):
    """Why a verification was taken back."""

    MOVED = "moved"
    MISTAKE = "mistake"
    ASKED = "asked"
    EXPIRED = "expired"  # the tie that was declared has ended


async def withdraw(actor: Actor, holder: str, reason: WithdrawalReason, *, at: datetime) -> None:
    """Take a verification back; a roll that is frozen already is not touched.

    After a mistake the account belongs to nobody: what was kept of the person is deleted. Otherwise it stays theirs.
    """
    async with writing():
        account = await held(holder)
        if refusal := rules.may_withdraw_verification(actor, _standing(account)):
            raise refusal
        await Account.update({Account.verified_at: None}).where(Account.id == account["id"])
        if reason is WithdrawalReason.MISTAKE:
            await forget_person(account["id"], at=at)
        await mark_stale(account["id"])
        parameters = {"reason": str(reason)}
        await outbox.queue("verification-withdrawn", str(account["email"]), str(account["locale"]), parameters, at=at)
        await journal.note(actor, "residence.verification_withdrawn", "account", holder, parameters, at=at)


def _standing(account: dict[str, Any]) -> Standing:
    return Standing(int(str(account["id"])), account["declared_at"] is not None, account["verified_at"] is not None)
