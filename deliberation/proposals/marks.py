# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What other rooms write on proposals and comments: hidden or shown, on a ballot, selected. In an open transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from deliberation.consultations.states import ProposalState
from deliberation.proposals.tables import Amendment, Comment, Proposal
from deliberation.records import enclosures


async def mark_hidden(kind: str, row: int, at: datetime | None) -> None:
    """Set or, with None, clear the mark of one of these kinds. What it marks is never touched."""
    if kind == "proposal":
        await Proposal.update({Proposal.hidden_at: at}).where(Proposal.id == row)
    elif kind == "enclosure":
        await enclosures.mark_hidden(row, hidden=at is not None)
    elif kind == "amendment":
        await Amendment.update({Amendment.hidden_at: at}).where(Amendment.id == row)
    else:
        await Comment.update({Comment.hidden_at: at}).where(Comment.id == row)


async def mark_listed(row: int, option_id: str, position: int, pot: int | None, *, at: datetime) -> None:
    """The proposal stands on the ballot, at that place, in that pot (row id; None: the budget is one)."""
    values: dict[Any, Any] = {"state": ProposalState.ON_BALLOT, "option_id": option_id, "ballot_position": position}
    await Proposal.update({**values, "pot": pot, "changed_at": at}).where(Proposal.id == row)


async def on_ballot(consultation_id: int) -> list[dict[str, Any]]:
    """id, public_id, author, title and option_id of what stands on a consultation's ballot."""
    return await Proposal.select(
        Proposal.id, Proposal.public_id, Proposal.author, Proposal.title, Proposal.option_id
    ).where((Proposal.consultation == consultation_id) & (Proposal.state == ProposalState.ON_BALLOT))


async def mark_decided(ids: Sequence[int], state: ProposalState, *, at: datetime) -> None:
    """Selected or not."""
    if ids:
        await Proposal.update({Proposal.state: state, Proposal.changed_at: at}).where(Proposal.id.is_in(list(ids)))
