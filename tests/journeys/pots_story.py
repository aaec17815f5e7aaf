# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a journey cannot wait for, done beside its server: `python -m tests.journeys.pots_story ACT SLUG`."""

import asyncio
import sys
from datetime import timedelta

from deliberation import clock, database
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.tables import Phase
from deliberation.people.access.passwords import hash_password
from deliberation.people.tables import Account
from tests.guards import by_hand
from tests.world import a_person, a_proposal
from web.demo.story import PASSWORD

COSTS = (30_000_00, 25_000_00)


async def people_and_projects(held: Consultation) -> None:
    """One person in each neighbourhood, whose address is the neighbourhood's; two projects each, and two of the city's.

    What comes before the vote is over; it opens in an hour.
    """
    now = clock.now()
    secret = await hash_password(PASSWORD)
    for place in held.neighbourhoods:
        person = await a_person(place.id, password_hash=secret)
        await Account.update({Account.email: f"{place.slug}@{held.slug}.example"}).where(Account.id == person.id)
        for number, cost in enumerate(COSTS, 1):
            title = f"Progetto {number} di {place.name}"
            await a_proposal(
                held.id, title=title, neighbourhood=place.id, state="admissible", cost_cents=cost, category="sport"
            )
    lies_in = held.neighbourhoods[0].id
    await a_proposal(
        held.id,
        title="Tram notturno",
        neighbourhood=lies_in,
        for_city=True,
        state="admissible",
        cost_cents=30_000_00,
        cofinanced_cents=12_000_00,
        cofinanced_by="Regione",
    )
    for kind, opens, closes in (("informing", -9, -8), ("proposing", -8, -7), ("reviewing", -7, -6)):
        await moved(held, kind, now + timedelta(days=opens), now + timedelta(days=closes))
    await moved(held, "voting", now + timedelta(hours=1), now + timedelta(days=2))


async def moved(held: Consultation, kind: str, opens: object, closes: object) -> None:
    await Phase.update({Phase.opens_at: opens, Phase.closes_at: closes}).where(
        (Phase.consultation == held.id) & (Phase.kind == kind)
    )


async def main(act: str, slug: str) -> None:
    async with database.opened():
        held = await stored(slug)
        if act == "begin":
            await people_and_projects(held)
        elif act == "open":
            await moved(held, "voting", clock.now() - timedelta(minutes=1), held.closes_at)
        elif act == "close":
            at = f"'{(clock.now() - timedelta(seconds=1)).isoformat(sep=' ')}'"
            await by_hand(
                f"UPDATE phase SET closes_at = {at} WHERE consultation = {held.id} AND kind = 'voting'",
                f"UPDATE consultation SET state = 'closed', closed_at = {at} WHERE id = {held.id}",
            )


asyncio.run(main(*sys.argv[1:3]))
