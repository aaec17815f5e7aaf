# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office divides a budget among the neighbourhoods, until the list on the ballot is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from deliberation.actor import Actor
from deliberation.consultations import office_rules as rules
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.marks import change
from deliberation.consultations.pots.amounts import Share, by_source, by_table
from deliberation.consultations.pots.values import CITY, PotKind, Source
from deliberation.consultations.tables import Pot as Row
from deliberation.database import lock, writing
from deliberation.errors import Invalid
from deliberation.places.queries import neighbourhoods
from deliberation.records import journal

CITY_NAME = "Tutta la città"


@dataclass(frozen=True, slots=True)
class Division:
    """What the office asks: the city's part, how the rest is divided; `typed` amounts by key, for Source.TABLE."""

    source: Source
    city_cents: int | None = None
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A pot to be: with what it was computed from."""

    key: str
    name: str
    neighbourhood: int | None
    weight: int | None
    amount_cents: int


async def shares(held: Consultation) -> tuple[Share, ...]:
    """The neighbourhoods among which the budget is divided, in the city's order."""
    return tuple(
        Share(n.id, n.slug, n.name, n.residents, n.residents_of_voting_age, n.area_m2)
        for n in await neighbourhoods()
        if held.reaches(n.id)
    )


def divided(held: Consultation, division: Division, among: tuple[Share, ...]) -> tuple[Part, ...]:
    """The pots, the city's first; their sum is the budget to the cent. Pure. Raises Invalid with the fields."""
    total, city = held.budget_cents or 0, 0
    if held.pot_kind == PotKind.WHOLE:
        raise Invalid("pots.whole")
    if not total:
        raise Invalid("missing.budget", fields={"source": "missing.budget"})
    if not among:
        raise Invalid("missing.neighbourhoods", fields={"source": "missing.neighbourhoods"})
    if held.pot_kind == PotKind.BOTH:
        city = division.city_cents or 0
        if not 0 < city < total:
            raise Invalid("pots.wrong", fields={"city": "pots.city_part"})
    if division.source is Source.TABLE:
        given = by_table(total - city, division.typed, among)
    else:
        given = by_source(total - city, division.source, among)
    if not all(given.values()):
        raise Invalid("pots.too_small", fields={"source": "pots.too_small"})
    parts = [Part(s.key, s.name, s.id, s.weight(division.source), given[s.key]) for s in among]
    return (*([Part(CITY, CITY_NAME, None, None, city)] if city else []), *parts)


async def write(actor: Actor, slug: str, division: Division, version: int, *, at: datetime) -> Consultation:
    """Divide the budget; what was divided before is forgotten.

    Raises NotAllowed, NotFound, TooLate ballot.already_frozen, Invalid as `divided`, Conflict
    consultation.changed_meanwhile.
    """
    async with writing():
        await lock(f"consultation:{slug}")
        held = await stored(slug)
        if refusal := rules.may_edit_vote(actor, held):
            raise refusal
        parts = divided(held, division, await shares(held))
        await change(held, version, {} if held.has_begun else {"draft_step": "summary"})
        await Row.delete().where(Row.consultation == held.id)
        await Row.insert(
            *(
                Row(
                    consultation=held.id,
                    neighbourhood=part.neighbourhood,
                    key=part.key,
                    name=part.name,
                    amount_cents=part.amount_cents,
                    position=position,
                    source=str(division.source),
                )
                for position, part in enumerate(parts, 1)
            )
        )
        if held.has_begun:
            detail = {"source": str(division.source), "amounts": {part.key: part.amount_cents for part in parts}}
            await journal.note(actor, "vote.divided", "consultation", slug, detail, at=at)
        return await stored(slug)
