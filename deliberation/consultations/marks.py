# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What other rooms write on a consultation and its phases. Each in the transaction that is open.

The state changes in `move`, along office_rules.TRANSITIONS, and in `mark_counted`; an import is born closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from deliberation.consultations import office_rules as rules
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.states import State
from deliberation.consultations.tables import Consultation as Row
from deliberation.consultations.tables import Phase
from deliberation.errors import Conflict


async def move(held: Consultation, to: State, *, version: int | None = None, **values: Any) -> None:
    """Change the state along the table, if nobody did meanwhile."""
    if refusal := rules.may_move(held.state, to):
        raise refusal
    unchanged = (Row.id == held.id) & (Row.state == held.state)
    if version is not None:
        unchanged &= Row.version == version
    changes = {**dict[Any, Any](values), "state": to, "version": held.version + 1}
    if not await Row.update(changes).where(unchanged).returning(Row.id):
        raise Conflict("consultation.changed_meanwhile")


async def change(held: Consultation, version: int, values: Mapping[str, Any]) -> None:
    """Write values if nobody wrote since the form was opened."""
    done = (
        await Row.update({**dict[Any, Any](values), "version": held.version + 1})
        .where((Row.id == held.id) & (Row.version == version))
        .returning(Row.id)
    )
    if not done:
        raise Conflict("consultation.changed_meanwhile")


async def mark_list(held: Consultation, secret: str, commitment: str, *, at: datetime) -> None:
    """The ballot's list is frozen, with the lot's secret and the promise of it."""
    done = (
        await Row.update(
            {"ballot_frozen_at": at, "lot_secret": secret, "lot_commitment": commitment, "version": held.version + 1}
        )
        .where((Row.id == held.id) & Row.ballot_frozen_at.is_null())
        .returning(Row.id)
    )
    if not done:
        raise Conflict("ballot.already_frozen")


async def mark_roll(consultation_id: int, roll_hash: str, *, at: datetime | None = None) -> None:
    """The roll's hash and, for a roll that is frozen now, the instant."""
    values: dict[Any, Any] = {"roll_hash": roll_hash}
    if at:
        values["roll_frozen_at"] = at
    await Row.update(values).where(Row.id == consultation_id)


async def mark_lot(held: Consultation, value: str) -> None:
    """The value of the public source, written once."""
    unwritten = (Row.id == held.id) & (Row.state == State.CLOSED) & (Row.lot_value == "")
    if not await Row.update({Row.lot_value: value}).where(unwritten).returning(Row.id):
        raise Conflict("lot.value_written")


async def mark_counted(consultation_id: int) -> None:
    """closed → tallied; a second count changes nothing."""
    await Row.update({Row.state: State.TALLIED}).where((Row.id == consultation_id) & (Row.state == State.CLOSED))


async def claim_boundary(row: int, instant: datetime, *, opens: bool, at: datetime) -> bool:
    """Whether the opening or closing of that phase was still to be noted, and its date has not moved meanwhile; from
    now on it is noted."""
    date, noted = (Phase.opens_at, Phase.opening_noted_at) if opens else (Phase.closes_at, Phase.closing_noted_at)
    unnoted = (Phase.id == row) & (date == instant) & noted.is_null()
    return bool(await Phase.update({noted: at}).where(unnoted).returning(Phase.id))
