# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The city of an installation is founded once; its zones, streets and residents come from files (`places.loads`)."""

from __future__ import annotations

from datetime import datetime

from deliberation.actor import Actor
from deliberation.database import writing
from deliberation.errors import Conflict, Invalid
from deliberation.places.queries import forget_city
from deliberation.places.tables import Municipality
from deliberation.records import journal
from deliberation.text import slug, tidy


async def found_city(actor: Actor, name: str, *, at: datetime, is_demo: bool = False, attribution: str = "") -> int:
    """The comune of this installation; its row id. Raises Conflict(city.exists) when there is one."""
    if not tidy(name):
        raise Invalid("city.nameless")
    async with writing():
        if await Municipality.exists():
            raise Conflict("city.exists")
        row = Municipality(slug=slug(name), name=tidy(name), is_demo=is_demo, attribution=attribution)
        inserted = await Municipality.insert(row)
        await journal.note(actor, "city.founded", "municipality", row.slug, {"demo": is_demo}, at=at)
    forget_city()
    return int(inserted[0]["id"])
