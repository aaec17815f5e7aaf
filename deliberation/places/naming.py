# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The comune's name and the sources of its data, changed by the office."""

from __future__ import annotations

from datetime import datetime

from deliberation.actor import Actor
from deliberation.database import writing
from deliberation.errors import Invalid
from deliberation.places.queries import city, forget_city
from deliberation.places.tables import Municipality
from deliberation.records import journal
from deliberation.text import tidy


async def rename_city(actor: Actor, name: str, *, at: datetime) -> None:
    """Give the comune another name; its slug stays. Raises Invalid(city.nameless)."""
    if not tidy(name):
        raise Invalid("city.nameless")
    here = await city()
    async with writing():
        await Municipality.update({Municipality.name: tidy(name)}).where(Municipality._meta.primary_key == here.id)
        await journal.note(actor, "city.renamed", "municipality", here.slug, at=at)
    forget_city()


async def attribute_city(actor: Actor, attribution: str, *, at: datetime) -> None:
    """Say whose data the pages show, and by which licence."""
    here = await city()
    async with writing():
        await Municipality.update({Municipality.attribution: tidy(attribution)}).where(
            Municipality._meta.primary_key == here.id
        )
        await journal.note(actor, "city.attributed", "municipality", here.slug, at=at)
    forget_city()
