# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consultations with a vote, for tests: open at NOON, closing at midnight of the thirtieth in Rome."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from deliberation.actor import SYSTEM
from deliberation.ballots import roll
from deliberation.consultations.tables import Consultation, ConsultationNeighbourhood, Phase
from deliberation.proposals.tables import Proposal
from tests.world import NOON, World

CLOSES = datetime(2026, 11, 29, 23, tzinfo=UTC)
GENDERS = {"alberi": "f", "pista": "m", "luci": "f", "orto": "m"}  # as of candidates, where that matters
COSTS = {"alberi": 50_000_00, "pista": 120_000_00, "luci": 90_000_00, "orto": 30_000_00}


@dataclass(frozen=True, slots=True)
class Vote:
    """A consultation's row id and slug."""

    id: int
    slug: str


async def a_vote(
    world: World,
    kind: str = "budget",
    rule: str = "greedy",
    *,
    slug: str = "bilancio",
    max_picks: int | None = None,
    budget_cents: int | None = 200_000_00,
    city_wide: bool = False,
    limits: str = "{}",
    freeze: bool = True,
    opens_at: datetime = NOON - timedelta(days=1),
    closes_at: datetime = CLOSES,
    lot_secret: str = "ab" * 32,
    lot_value: str = "Bari 12 33 41",
    lot_commitment: str = "",
    lot_source: str = "",
    regulation: int | None = None,
    parameters: str = "{}",
    seats: int = 1,
) -> Vote:
    """Four options on the ballot; the roll is frozen unless said otherwise. People must exist before."""
    row = Consultation(
        municipality=world.city,
        slug=slug,
        title="Bilancio di Navile",
        state="published",
        city_wide=city_wide,
        ballot_kind=kind,
        rule=rule,
        rule_parameters=parameters,
        seats=seats,
        max_picks=max_picks,
        budget_cents=budget_cents,
        spending_limits=limits,
        created_at=NOON,
        ballot_frozen_at=NOON,
        published_at=NOON,
        lot_secret=lot_secret,
        lot_value=lot_value,
        lot_commitment=lot_commitment,
        lot_source=lot_source,
        regulation=regulation,
    )
    await row.save()
    if not city_wide:
        await ConsultationNeighbourhood(consultation=row.id, neighbourhood=world.navile).save()
    await Phase(consultation=row.id, kind="voting", position=1, opens_at=opens_at, closes_at=closes_at).save()
    for position, (option, cost) in enumerate(COSTS.items()):
        await Proposal(
            public_id=f"v{row.id}{option}",
            consultation=row.id,
            title=f"Progetto {option}",
            state="on_ballot",
            option_id=option,
            ballot_position=position,
            cost_cents=cost,
            gender=GENDERS[option],
            neighbourhood=world.navile,
            created_at=NOON,
            changed_at=NOON,
        ).save()
    if freeze:
        await roll.freeze(SYSTEM, row.id, at=opens_at)
    return Vote(row.id, slug)


async def close(vote: Vote, at: datetime = CLOSES) -> None:
    """What the office's closing leaves behind."""
    await Consultation.update({Consultation.state: "closed", Consultation.closed_at: at}).where(
        Consultation._meta.primary_key == vote.id
    )
