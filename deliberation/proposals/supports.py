# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Supports: a person stands behind a proposal, once. Who does is nobody's business: no list, no line in the journal."""

from __future__ import annotations

from datetime import datetime

from deliberation.actor import Actor
from deliberation.consultations.queries import consultation
from deliberation.database import lock, writing
from deliberation.proposals import rules
from deliberation.proposals.queries import proposal
from deliberation.proposals.tables import Support


async def support(actor: Actor, public_id: str, *, at: datetime) -> None:
    """Stand behind a proposal; a second time changes nothing."""
    async with writing():
        id = await _allowed(actor, public_id, at)
        await Support.insert(Support(proposal=id, account=actor.id, created_at=at)).on_conflict(
            target=(Support.proposal, Support.account), action="DO NOTHING"
        )


async def take_back(actor: Actor, public_id: str, *, at: datetime) -> None:
    """Stand behind it no longer; without a support nothing changes."""
    async with writing():
        id = await _allowed(actor, public_id, at)
        await Support.delete().where((Support.proposal == id) & (Support.account == actor.id))


async def _allowed(actor: Actor, public_id: str, at: datetime) -> int:
    """The proposal's row; a revision waits meanwhile, so that nobody supports another text than they read."""
    await lock(f"proposal:{public_id}")
    seen = await proposal(public_id, actor)
    held = await consultation(seen.consultation_slug, actor)
    if refusal := rules.may_support(actor, held, seen, at):
        raise refusal
    return seen.id
