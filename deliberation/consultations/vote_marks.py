# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the ballots room writes on a consultation: its roll is frozen, it is counted. In an open transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from deliberation.consultations.tables import Consultation


async def mark_roll(consultation_id: int, roll_hash: str, *, at: datetime | None = None) -> None:
    """The roll's hash and, for a roll that is frozen now, the instant."""
    values: dict[Any, Any] = {"roll_hash": roll_hash}
    if at:
        values["roll_frozen_at"] = at
    await Consultation.update(values).where(Consultation._meta.primary_key == consultation_id)


async def mark_counted(consultation_id: int) -> None:
    """closed → tallied; a second count changes nothing."""
    await Consultation.update({Consultation.state: "tallied"}).where(
        (Consultation._meta.primary_key == consultation_id) & (Consultation.state == "closed")
    )
