# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Regulations written, and people of whom the desk has seen something."""

from datetime import date, datetime, timedelta

from deliberation.actor import SYSTEM, Actor
from deliberation.clock import in_rome
from deliberation.people.tables import Account, Person
from deliberation.regulations.amending import Amendment, amend
from deliberation.regulations.presets import presets
from deliberation.regulations.profile import RegulationProfile
from deliberation.regulations.queries import last_number
from tests.world import NOON

EARLIER = NOON - timedelta(days=60)


async def written(profile: RegulationProfile | str, *, at: datetime = EARLIER, since: date | None = None) -> int:
    """The number of a new version, which holds from its day unless said otherwise; a text is a preset's key."""
    held = presets()[profile] if isinstance(profile, str) else profile
    change = Amendment(held, since or in_rome(at).date(), "", "Prova")
    return await amend(SYSTEM, change, await last_number(), at=at)


async def seen(person: Actor, *, citizenship: str = "", since: date | None = None) -> None:
    """The person behind an account, as the desk has seen them."""
    row = Person(
        name="Ada",
        surname=f"Neri {person.id}",
        search_name=f"ada neri {person.id}",
        birth_date=person.birth_date,
        document="passport",
        seen_by="cli",
        seen_at=NOON,
        citizenship=citizenship,
        resident_since=since,
    )
    await row.save()
    await Account.update({Account.person: row.id}).where(Account.id == person.id)
