# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proposals that are public: their author revises or withdraws them. Drafts are sent in drafts.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.consultations.queries import consultation
from deliberation.consultations.states import ProposalState
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid
from deliberation.proposals import contents, rules, search
from deliberation.proposals.contents import Step
from deliberation.proposals.drafts import frame_of
from deliberation.proposals.queries import proposal
from deliberation.proposals.tables import Proposal
from deliberation.records import journal


async def revise(actor: Actor, public_id: str, typed: Mapping[str, str], *, version: int, at: datetime) -> None:
    """Change all fields. Raises Conflict when another tab or the office changed it meanwhile; Invalid by field."""
    seen = await proposal(public_id, actor)
    held = await consultation(seen.consultation_slug, actor)
    frame = await frame_of(held)
    steps = [contents.read(step, typed, frame) for step in Step]
    columns: dict[str, Any] = {name: value for step in steps for name, value in step.columns.items()}
    errors = {name: code for step in steps for name, code in step.errors.items()}
    async with writing():
        await lock(f"proposal:{public_id}")
        now = await proposal(public_id, actor)
        if refusal := rules.may_revise(actor, held, now, at):
            raise refusal
        if errors:
            raise Invalid("draft.unfinished", fields=errors)
        columns |= {
            "plain_text": search.searchable(columns["title"], columns["body"], columns["place_label"]),
            "version": version + 1,
            "changed_at": at,
        }
        changed = (
            await Proposal.update({getattr(Proposal, name): value for name, value in columns.items()})
            .where(
                (Proposal.public_id == public_id)
                & (Proposal.version == version)
                & (Proposal.state == ProposalState.PUBLISHED)
            )
            .returning(Proposal.id)
        )
        if not changed:
            raise Conflict("proposal.conflict")
        await journal.note(actor, "proposal.revised", "proposal", public_id, {"version": version + 1}, at=at)


async def withdraw(actor: Actor, public_id: str, *, at: datetime) -> None:
    """Take the proposal out of the consultation, for good."""
    async with writing():
        await lock(f"proposal:{public_id}")
        seen = await proposal(public_id, actor)
        await lock(f"consultation:{seen.consultation_slug}")  # no list is frozen meanwhile
        seen = await proposal(public_id, actor)
        held = await consultation(seen.consultation_slug, actor)
        if refusal := rules.may_withdraw(actor, held, seen, at):
            raise refusal
        gone = await rows(
            "UPDATE proposal SET state = 'withdrawn', version = version + 1, changed_at = {} "
            "WHERE public_id = {} AND state IN ('published', 'admissible', 'inadmissible') RETURNING id",
            at,
            public_id,
        )
        if not gone:
            raise Conflict("proposal.not_open")
        await journal.note(actor, "proposal.withdrawn", "proposal", public_id, at=at)
