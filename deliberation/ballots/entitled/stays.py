# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the desk writes of somebody's stay, with what it does to rights in votes that have not closed."""

from __future__ import annotations

from datetime import date, datetime

from deliberation.actor import Actor
from deliberation.ballots.rights import Reason, following
from deliberation.people.register import stays
from deliberation.regulations.eligibility import Citizenship


async def write(
    actor: Actor, holder: str, citizenship: Citizenship | None, since: date | None, *, at: datetime
) -> None:
    """Write it (`people.register.stays`); rights stand or fall by what is true."""
    async with following(holder, Reason.CORRECTED, at=at):
        await stays.write(actor, holder, citizenship, since, at=at)
