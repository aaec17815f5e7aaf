# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Declared ties decided and ended, with what that does to rights and what the person is told."""

from __future__ import annotations

from datetime import datetime

from deliberation.actor import SYSTEM, Actor
from deliberation.ballots.rights import Reason, following
from deliberation.database import rows, writing
from deliberation.notices import desk
from deliberation.notices.notices import tell
from deliberation.people.register import declarations
from deliberation.people.register.declarations import DeclarationView
from deliberation.people.verifications import WithdrawalReason
from deliberation.records import outbox

OWN = "/verifica/dichiarazione"


async def approve(actor: Actor, declaration: str, *, at: datetime) -> str:
    """The desk has seen the proof; the account (public id), whose person is verified next unless that was done."""
    found = await declarations.at_desk(actor, declaration)
    async with following(found.account, Reason.CORRECTED, at=at):
        done = await declarations.approve(actor, declaration, at=at)
        await _tell(done, "declaration.approved", {}, at)
    return done.account


async def refuse(actor: Actor, declaration: str, reason: str, *, at: datetime) -> None:
    """The desk refuses, with a reason."""
    async with writing():
        done = await declarations.refuse(actor, declaration, reason, at=at)
        await _tell(done, "declaration.refused", {"reason": reason.strip()}, at)


async def keep(*, at: datetime) -> None:
    """By the clock: tell whose tie ends within a month, end what is over. Each in a transaction of its own."""
    for declaration in await declarations.ending(at=at):
        async with writing():
            if await declarations.mark_warned(declaration.public_id, at=at):
                await _tell(declaration, "declaration.ending", {"day": f"{declaration.until:%d/%m/%Y}"}, at)
    for declaration in await declarations.over(at=at):
        async with following(declaration.account, Reason.EXPIRED, at=at):
            if await declarations.expire(declaration, at=at):
                await desk.withdraw(SYSTEM, declaration.account, WithdrawalReason.EXPIRED, at=at)
            else:
                await tell(await _number(declaration), "declaration.ended", {}, OWN, at=at)


async def _tell(declaration: DeclarationView, kind: str, parameters: dict[str, str], at: datetime) -> None:
    await tell(await _number(declaration), kind, parameters, OWN, at=at)
    mail = kind.replace(".", "-")
    await outbox.queue(mail, declaration.email, declaration.locale, {**parameters, "path": OWN}, at=at)


async def _number(declaration: DeclarationView) -> int:
    return int((await rows("SELECT id FROM account WHERE public_id = {}", declaration.account))[0]["id"])
