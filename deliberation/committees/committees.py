# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A neighbourhood's committee: founded and described by the office."""

from __future__ import annotations

from datetime import datetime

from deliberation.actor import Actor
from deliberation.committees.rules import may_edit_committee
from deliberation.committees.tables import Committee
from deliberation.database import writing
from deliberation.errors import Invalid
from deliberation.places.queries import NeighbourhoodView
from deliberation.records import journal
from deliberation.text import tidy

LIMITS = {"name": 160, "presentation": 20_000, "email": 254}


async def write(
    actor: Actor, place: NeighbourhoodView, name: str, presentation: str, email: str, *, at: datetime
) -> None:
    """The committee's name, presentation (markdown) and address; founds it when the place has none."""
    if refusal := may_edit_committee(actor, place.id):
        raise refusal
    values = {"name": tidy(name), "presentation": tidy(presentation), "email": tidy(email)}
    fields = {field: "field.too_long" for field, limit in LIMITS.items() if len(values[field]) > limit}
    if not values["name"]:
        fields["name"] = "committee.nameless"
    if fields:
        raise Invalid(next(iter(fields.values())), fields=fields)
    async with writing():
        row = Committee(
            neighbourhood=place.id,
            name=values["name"],
            presentation=values["presentation"],
            email=values["email"],
            created_at=at,
        )
        await Committee.insert(row).on_conflict(
            target=Committee.neighbourhood,
            action="DO UPDATE",
            values=[Committee.name, Committee.presentation, Committee.email],
        )
        await journal.note(actor, "committee.written", "committee", place.slug, at=at)
