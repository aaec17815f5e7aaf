# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A budget in pots, for tests: Navile's and Savena's, and the city's if asked; each with two projects, roll frozen."""

from datetime import datetime, timedelta

from deliberation.actor import SYSTEM, Actor
from deliberation.ballots import roll
from deliberation.consultations.tables import Consultation, ConsultationNeighbourhood, Phase, Pot
from deliberation.proposals.tables import Proposal
from tests.ballots.votes import CLOSES, Vote
from tests.world import NOON, World, a_person

AMOUNTS = {"tutta-la-citta": 100_000_00, "navile": 80_000_00, "savena": 60_000_00}
PROJECTS = {
    "tutta-la-citta": {"tram": 70_000_00, "parco": 40_000_00},
    "navile": {"alberi": 50_000_00, "luci": 45_000_00},
    "savena": {"orto": 30_000_00, "pista": 35_000_00},
}


async def a_divided_vote(
    world: World,
    *,
    both: bool = False,
    chosen: bool = False,
    rule: str = "greedy",
    slug: str = "zone",
    limits: str = "{}",
    lot_value: str = "Bari 12 33 41",
    opens_at: datetime = NOON - timedelta(days=1),
    closes_at: datetime = CLOSES,
) -> Vote:
    """People must exist before: the roll is frozen here."""
    keys = [key for key in AMOUNTS if both or key != "tutta-la-citta"]
    row = Consultation(
        municipality=world.city,
        slug=slug,
        title="Bilancio delle zone",
        state="published",
        ballot_kind="budget",
        rule=rule,
        budget_cents=sum(AMOUNTS[key] for key in keys),
        pot_kind="both" if both else "each",
        pots_are_chosen=chosen,
        spending_limits=limits,
        created_at=NOON,
        published_at=NOON,
        lot_secret="ab" * 32,
        lot_value=lot_value,
    )
    await row.save()
    places = {"navile": world.navile, "savena": world.savena}
    for place in places.values():
        await ConsultationNeighbourhood(consultation=row.id, neighbourhood=place).save()
    await Phase(consultation=row.id, kind="voting", position=1, opens_at=opens_at, closes_at=closes_at).save()
    position = 0
    for order, key in enumerate(keys, 1):
        pot = Pot(
            consultation=row.id,
            neighbourhood=places.get(key),
            key=key,
            name=key.capitalize(),
            amount_cents=AMOUNTS[key],
            position=order,
            source="table",
        )
        await pot.save()
        for option, cost in PROJECTS[key].items():
            position += 1
            await Proposal(
                public_id=f"v{row.id}{option}",
                consultation=row.id,
                title=f"Progetto {option}",
                category="sport" if option in ("alberi", "luci") else "ambiente",
                state="on_ballot",
                option_id=option,
                ballot_position=position,
                cost_cents=cost,
                neighbourhood=places.get(key),
                pot=pot.id,
                created_at=NOON,
                changed_at=NOON,
            ).save()
    await Consultation.update({Consultation.ballot_frozen_at: NOON}).where(Consultation._meta.primary_key == row.id)
    await roll.freeze(SYSTEM, row.id, at=opens_at)
    return Vote(row.id, slug)


async def people_of(world: World, navile: int = 1, savena: int = 1) -> tuple[list[Actor], list[Actor]]:
    """Verified residents of the two neighbourhoods."""
    return [await a_person(world.navile) for _ in range(navile)], [await a_person(world.savena) for _ in range(savena)]
