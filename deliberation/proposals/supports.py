# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Supports: a person stands behind a proposal, once. Who does is nobody's business: no list, no line in the journal.

A support is of a text: when the author changes its substance, who supported it is asked again, and counts again only
with a yes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.consultations.queries import consultation
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict
from deliberation.notices.notices import tell_many
from deliberation.proposals import rules
from deliberation.proposals.queries import proposal
from deliberation.proposals.tables import AskedSupport, Support
from deliberation.proposals.versions.texts import stored_row
from deliberation.proposals.views import ProposalView
from deliberation.records import jobs, outbox

ASK_AGAIN = "supporters"  # the job that mails those who are asked, some at a time
MAILS_AT_ONCE = 100


async def support(actor: Actor, public_id: str, *, read: int | None = None, at: datetime) -> None:
    """Stand behind a proposal; a second time changes nothing. Answers a question that is open.

    `read` is the number of the text that the person has read, None for the one of now. Raises
    Conflict(proposal.changed_since) when its substance has changed since that one.
    """
    async with writing():
        seen = await _allowed(actor, public_id, at)
        if read is not None and read < (await stored_row(public_id))["agreed_number"]:
            raise Conflict("proposal.changed_since")
        await Support.insert(
            Support(proposal=seen.id, account=actor.id, text_number=seen.text_number, created_at=at)
        ).on_conflict(target=(Support.proposal, Support.account), action="DO NOTHING")
        await _answered(actor, seen.id)


async def take_back(actor: Actor, public_id: str, *, at: datetime) -> None:
    """Stand behind it no longer, or not behind its new text; without a support nothing changes."""
    async with writing():
        seen = await _allowed(actor, public_id, at)
        await Support.delete().where((Support.proposal == seen.id) & (Support.account == actor.id))
        await _answered(actor, seen.id)


async def ask_again(seen: ProposalView, *, at: datetime) -> int:
    """The substance has changed: who supports it, but the author, is asked. How many. In an open transaction."""
    but = seen.author_id or 0
    asked = await rows(
        "INSERT INTO asked_support (proposal, account, text_number, created_at) "
        "SELECT proposal, account, text_number, created_at FROM support WHERE proposal = {} AND account <> {} "
        "ON CONFLICT (proposal, account) DO NOTHING RETURNING id",
        seen.id,
        but,
    )
    if not asked:
        return 0
    await rows("DELETE FROM support WHERE proposal = {} AND account <> {}", seen.id, but)
    await tell_many(
        "proposal.asks_again",
        {"title": seen.title},
        f"/proposte/{seen.public_id}",
        "account a JOIN asked_support q ON q.account = a.id WHERE q.proposal = {} AND q.id >= {} "
        "AND a.deleted_at IS NULL",
        seen.id,
        min(row["id"] for row in asked),
        at=at,
    )
    await jobs.schedule(ASK_AGAIN, {"proposal": seen.id}, run_at=at, key=None, at=at)
    return len(asked)


async def mail_asked(payload: Mapping[str, Any], at: datetime) -> None:
    """Queue the mails to the next who are asked and have not answered; a job for the rest. Once each (`told_at`)."""
    async with writing():
        found = await rows(
            "SELECT q.id, p.public_id, p.title, a.email, a.locale FROM asked_support q "
            "JOIN proposal p ON p.id = q.proposal JOIN account a ON a.id = q.account "
            "WHERE q.proposal = {} AND q.told_at IS NULL AND a.deleted_at IS NULL AND a.disabled_at IS NULL "
            "AND a.email_confirmed_at IS NOT NULL AND p.hidden_at IS NULL AND p.state = 'published' "
            f"ORDER BY q.id LIMIT {MAILS_AT_ONCE}",
            payload["proposal"],
        )
        for row in found:
            words = {"title": row["title"], "path": f"/proposte/{row['public_id']}"}
            await outbox.queue("proposal-asks-again", row["email"], row["locale"], words, at=at)
        await AskedSupport.update({AskedSupport.told_at: at}).where(
            AskedSupport.id.is_in([row["id"] for row in found] or [0])
        )
        if len(found) == MAILS_AT_ONCE:
            await jobs.schedule(ASK_AGAIN, payload, run_at=at, key=None, at=at)


async def _answered(actor: Actor, proposal_id: int) -> None:
    await AskedSupport.delete().where((AskedSupport.proposal == proposal_id) & (AskedSupport.account == actor.id))


async def _allowed(actor: Actor, public_id: str, at: datetime) -> ProposalView:
    """The proposal; a revision waits meanwhile, so that nobody supports another text than they read."""
    await lock(f"proposal:{public_id}")
    seen = await proposal(public_id, actor)
    held = await consultation(seen.consultation_slug, actor)
    if refusal := rules.may_support(actor, held, seen, at):
        raise refusal
    return seen
