# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""By which ties people take part beside residence: as the regulation in force says; until one is written, the office.

`allowed` is the one place that is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid
from deliberation.people import rules
from deliberation.records import journal
from deliberation.regulations.profile import TIES, Basis
from deliberation.regulations.queries import in_force, last_number

LONGEST_MONTHS = 36


async def allowed(*, at: datetime) -> dict[Basis, int]:
    """The ties by which people take part beside residence, each with the months that a declaration may last."""
    held = await in_force(in_rome(at).date())
    return dict.fromkeys(held.profile.ties, held.profile.tie_months) if held.number else await allowed_so_far()


async def allowed_so_far() -> dict[Basis, int]:
    """What the office has allowed before a regulation was written."""
    found = await rows("SELECT basis, longest_months FROM allowed_basis ORDER BY basis")
    by = {row["basis"]: int(row["longest_months"]) for row in found}
    return {basis: by[basis] for basis in TIES if basis in by}


async def allow(actor: Actor, months: Mapping[Basis, int], *, at: datetime) -> None:
    """Say which ties hold, each with its longest duration in months. Approved ones stay to their end.

    Raises Conflict basis.regulated where a regulation says it.
    """
    if refusal := rules.may_work_at_desk(actor):
        raise refusal
    if any(not 1 <= longest <= LONGEST_MONTHS for longest in months.values()):
        raise Invalid("basis.months", fields={"months": "basis.months"}, longest=LONGEST_MONTHS)
    async with writing():
        await lock("regulation")
        if await last_number():
            raise Conflict("basis.regulated")
        await rows("DELETE FROM allowed_basis")
        for basis, longest in months.items():
            await rows("INSERT INTO allowed_basis (basis, longest_months) VALUES ({}, {})", str(basis), longest)
        detail = {str(basis): longest for basis, longest in sorted(months.items())}
        await journal.note(actor, "bases.allowed", "register", "", detail, at=at)
