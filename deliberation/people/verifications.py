# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk: the office has seen a document, or takes a verification back. Whoever is not verified does not vote."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from deliberation.actor import Actor
from deliberation.database import writing
from deliberation.errors import Conflict
from deliberation.people import rules
from deliberation.people.access.sessions import mark_stale
from deliberation.people.holding import held
from deliberation.people.rules import Standing
from deliberation.people.tables import Account
from deliberation.records import journal, outbox


class DocumentKind(StrEnum):
    """The document that was seen; its number is never stored."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    RESIDENCE_PERMIT = "residence_permit"
    REGISTER = "register"


class WithdrawalReason(StrEnum):
    """Why a verification was taken back."""

    MOVED = "moved"
    MISTAKE = "mistake"
    ASKED = "asked"


async def verify(actor: Actor, holder: str, document: DocumentKind, seen: datetime, *, at: datetime) -> None:
    """Verify the declaration that the desk's page showed: `seen` is its instant. Another one since is a Conflict."""
    async with writing():
        account = await held(holder)
        if refusal := rules.may_verify(actor, _standing(account)):
            raise refusal
        if account["declared_at"] != seen:
            raise Conflict("desk.changed")
        await Account.update({Account.verified_at: at}).where(Account.id == account["id"])
        await mark_stale(account["id"])
        await outbox.queue("residence-verified", str(account["email"]), str(account["locale"]), {}, at=at)
        await journal.note(actor, "residence.verified", "account", holder, {"document": str(document)}, at=at)


async def withdraw(actor: Actor, holder: str, reason: WithdrawalReason, *, at: datetime) -> None:
    """Take a verification back; a roll that is frozen already is not touched."""
    async with writing():
        account = await held(holder)
        if refusal := rules.may_withdraw_verification(actor, _standing(account)):
            raise refusal
        await Account.update({Account.verified_at: None}).where(Account.id == account["id"])
        await mark_stale(account["id"])
        parameters = {"reason": str(reason)}
        await outbox.queue("verification-withdrawn", str(account["email"]), str(account["locale"]), parameters, at=at)
        await journal.note(actor, "residence.verification_withdrawn", "account", holder, parameters, at=at)


def _standing(account: dict[str, Any]) -> Standing:
    return Standing(int(str(account["id"])), account["declared_at"] is not None, account["verified_at"] is not None)
