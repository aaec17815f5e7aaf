# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""By which ties people take part. Residents always do; which others do, the comune's regulation says.

`allowed` is the one place that is asked: a regulation profile, once there is one, answers here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from deliberation.actor import Actor
from deliberation.database import lock, rows, writing
from deliberation.errors import Invalid
from deliberation.people import rules
from deliberation.records import journal

LONGEST_MONTHS = 36


class Basis(StrEnum):
    """A tie to a zone other than living there."""

    WORKER = "worker"
    STUDENT = "student"
    VOLUNTEER = "volunteer"
    DOMICILED = "domiciled"
    BUSINESS_OWNER = "business_owner"


async def allowed() -> dict[Basis, int]:
    """The ties by which people take part beside residence, each with the months that a declaration may last."""
    found = await rows("SELECT basis, longest_months FROM allowed_basis ORDER BY basis")
    by = {row["basis"]: int(row["longest_months"]) for row in found}
    return {basis: by[basis] for basis in Basis if basis in by}


async def allow(actor: Actor, months: Mapping[Basis, int], *, at: datetime) -> None:
    """Say which ties the regulation has, each with its longest duration in months. Approved ones stay to their end."""
    if refusal := rules.may_work_at_desk(actor):
        raise refusal
    if any(not 1 <= longest <= LONGEST_MONTHS for longest in months.values()):
        raise Invalid("basis.months", fields={"months": "basis.months"}, longest=LONGEST_MONTHS)
    async with writing():
        await lock("bases")
        await rows("DELETE FROM allowed_basis")
        for basis, longest in months.items():
            await rows("INSERT INTO allowed_basis (basis, longest_months) VALUES ({}, {})", str(basis), longest)
        detail = {str(basis): longest for basis, longest in sorted(months.items())}
        await journal.note(actor, "bases.allowed", "register", "", detail, at=at)
