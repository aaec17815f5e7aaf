# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Taking the last list of entitled people back: only while no roll was made since it was loaded."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from deliberation.actor import Actor
from deliberation.ballots import rights
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict
from deliberation.people.holding import ROLLS
from deliberation.people.register import loads


async def rolls_since(load: str) -> list[str]:
    """The titles of the votes whose roll was frozen after this list (public id) was loaded."""
    found = await rows(
        "SELECT c.title FROM consultation c JOIN register_load l ON c.roll_frozen_at >= l.created_at "
        "WHERE l.public_id = {} ORDER BY c.roll_frozen_at",
        load,
    )
    return [str(row["title"]) for row in found]


async def undo(actor: Actor, load: str, *, at: datetime) -> None:
    """Take the last list back (`loads.undo`). Raises Conflict entitled.roll_made where a roll may rest on it."""
    async with writing():
        await lock(loads.REGISTER)
        await lock(ROLLS)
        if titles := await rolls_since(load):
            raise Conflict("entitled.roll_made", title=titles[0])
        await loads.undo(actor, load, follow=partial(rights.follow, at=at), at=at)
