# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the desk does to a person and what the person is told of it: both happen or neither."""

from __future__ import annotations

from datetime import date, datetime

from deliberation.actor import Actor
from deliberation.database import writing
from deliberation.notices.notices import tell
from deliberation.people import residences, verifications
from deliberation.people.identity.facts import PersonFacts
from deliberation.people.identity.persons import verify_person
from deliberation.people.queries import person_at_desk
from deliberation.people.register import stays
from deliberation.people.residences import Address, Residence
from deliberation.people.verifications import WithdrawalReason


async def verify(actor: Actor, holder: str, facts: PersonFacts, seen: datetime | None, *, at: datetime) -> None:
    """Verify a declaration (`verify_person`) and tell the person, if it was not verified before.

    Whom the register has, by their code, comes with what it says of their stay.
    """
    async with writing():
        is_new = await verify_person(actor, holder, facts, seen=seen, at=at)
        await stays.settle(holder)
        if is_new:
            await _tell(actor, holder, "residence.verified", at=at)


async def withdraw(actor: Actor, holder: str, reason: WithdrawalReason, *, at: datetime) -> None:
    """Take a verification back (`verifications.withdraw`) and tell the person."""
    async with writing():
        await verifications.withdraw(actor, holder, reason, at=at)
        await _tell(actor, holder, "residence.verification_withdrawn", at=at)


async def correct(actor: Actor, holder: str, born: date, address: Address, *, at: datetime) -> Residence:
    """Write what the document says (`residences.correct`) and tell the person."""
    async with writing():
        done = await residences.correct(actor, holder, born, address, at=at)
        await _tell(actor, holder, "residence.corrected", at=at)
    return done


async def _tell(actor: Actor, holder: str, kind: str, *, at: datetime) -> None:
    person = await person_at_desk(actor, holder)
    await tell(person.id, kind, {}, "/profilo", at=at)
