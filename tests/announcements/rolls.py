# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Votes with people who may be told of them, and what the database holds of what they were told."""

from datetime import datetime

from deliberation.actor import Actor, Role
from deliberation.announcements import announcements, letters
from deliberation.announcements.letters import Fate
from deliberation.consultations.tables import Consultation
from deliberation.database import rows
from tests.ballots.votes import Vote, a_vote
from tests.world import World, a_city, a_person

OPENS = datetime.fromisoformat("2026-11-10T10:00:00+01:00")
CLOSES = datetime.fromisoformat("2026-11-30T00:00:00+01:00")
REMINDS = datetime.fromisoformat("2026-11-26T09:00:00+01:00")


async def a_roll(people: int) -> tuple[Vote, list[Actor], Actor, World]:
    """A vote of Navile with so many people on its roll, and somebody of the office."""
    world = await a_city()
    residents = [await a_person(world.navile) for _ in range(people)]
    office = await a_person(None, Role.OFFICE)
    vote = await a_vote(world, "approval", "approval", budget_cents=None, opens_at=OPENS, closes_at=CLOSES)
    await Consultation.update({Consultation.roll_frozen_at: OPENS}).where(Consultation.id == vote.id)
    return vote, residents, office, world


async def tell(at: datetime) -> None:
    """What the worker does by the clock."""
    await announcements.begin_due(at)
    await announcements.spread(at)


async def send_all(at: datetime, fate: Fate = Fate.SENT) -> list[str]:
    """Every letter that is due, whatever the pace says, sent to nobody; the addresses, in order."""
    sent = []
    while await rows("SELECT 1 AS one FROM letter WHERE run_at <= {} AND lease = 0 LIMIT 1", int(at.timestamp())):
        await rows("DELETE FROM mail_pace")
        letter = await letters.claim(at, 6000)
        assert letter is not None
        content = await letters.content(letter, at=at)
        if content:
            sent.append(content.email)
        await letters.finish(letter, fate if content else Fate.NOBODY, email=content.email if content else "", at=at)
    return sent


async def addresses(people: list[Actor]) -> list[str]:
    """The addresses of people, in order."""
    found = {row["id"]: row["email"] for row in await rows("SELECT id, email FROM account")}
    return [found[person.id] for person in people]


async def contents() -> dict[str, list[dict[str, object]]]:
    """All that the database holds of people and of what they were told, but for the ballots themselves."""
    tables = ("announcement", "letter", "mail_pace", "contact_choice", "notice", "job", "journal_entry")
    return {table: await rows(f"SELECT * FROM {table} ORDER BY id") for table in tables}
