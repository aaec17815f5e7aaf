# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A resident is found in the register and verified, with what that does to their rights and what the desk is told."""

from __future__ import annotations

from datetime import datetime

from deliberation.actor import SYSTEM, Actor
from deliberation.ballots.rights import Reason, following
from deliberation.database import writing
from deliberation.errors import Conflict, Invalid
from deliberation.notices import desk
from deliberation.notices.notices import tell
from deliberation.people import residences
from deliberation.people.identity.facts import DocumentKind, PersonFacts
from deliberation.people.register import matching
from deliberation.people.register.matching import Claim
from deliberation.people.roles import offices
from deliberation.records import journal

# What an office would look at again, and the register has settled: it knows the birth date and where people were born.
SETTLED = frozenset({"fiscal_code.unknown_place", "fiscal_code.other_birth_date", "person.other_birth_date"})
WHY = "Riscontro in anagrafe senza sportello"


async def ask(actor: Actor, claim: Claim, *, origin: str = "", at: datetime) -> None:
    """Ask to be found (`matching.ask`). That the person has an account already is told to the desk, not to who asks."""
    if await matching.ask(actor, claim, origin=origin, at=at):
        await _tell_desk(actor, at=at)


async def confirm(actor: Actor, digits: str, *, at: datetime) -> None:
    """Close it with the mailed code: the account is verified, in the zone of the register.

    Raises what `matching.check_digits` raises; Conflict match.at_desk, where only the desk can go on, and it is told.
    """
    claim = await matching.check_digits(actor, digits, at=at)
    try:
        async with following(actor.public_id, Reason.CORRECTED, at=at):
            match = await matching.settle(actor, claim, at=at)
            await residences.settle(actor.public_id, claim.born, match.zone, at=at)
            facts = PersonFacts(
                DocumentKind.REGISTER,
                claim.name,
                claim.surname,
                claim.born,
                claim.code,
                reason=WHY,
                accepted=SETTLED,
            )
            await desk.verify(SYSTEM, actor.public_id, facts, None, at=at)
    except (Conflict, Invalid) as refusal:
        if refusal.code == "desk.already_verified":
            raise
        await _tell_desk(actor, at=at)
        raise Conflict("match.at_desk") from refusal


async def _tell_desk(actor: Actor, *, at: datetime) -> None:
    """The office finds in its notices whose account could not be closed from home; the journal has no reason."""
    async with writing():
        path = f"/gestione/persone/{actor.public_id}"
        for office in await offices():
            await tell(office, "register.collision", {"account": actor.public_id}, path, at=at)
        await journal.note(SYSTEM, "register.collision", "account", actor.public_id, at=at)
