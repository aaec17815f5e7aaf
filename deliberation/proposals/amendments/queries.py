# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The amendments of a proposal. Pass what `proposals.queries.proposal` returned: who reads it reads them.

A hidden one is read by who suggested it, the office and moderators of the place; one that was taken back by who
suggested it.
"""

from __future__ import annotations

import json
from typing import Any

from piccolo.querystring import QueryString

from deliberation.actor import Actor
from deliberation.database import rows
from deliberation.errors import NotFound
from deliberation.proposals.amendments.states import AmendmentState
from deliberation.proposals.amendments.views import AmendmentView, Wording
from deliberation.proposals.views import ProposalView
from deliberation.proposals.visibility import keeps_order

MOST = 200
_SELECT = """SELECT m.id, m.public_id, a.pseudonym AS author, m.author AS author_id, m.title, m.body, m.reason,
    m.state, m.answer, m.base_number, m.adopted_number, m.created_at, m.decided_at, m.hidden_at, t.content
    FROM amendment m LEFT JOIN account a ON a.id = m.author
    LEFT JOIN past_text t ON t.proposal = m.proposal AND t.number = m.base_number"""


async def amendments(seen: ProposalView, actor: Actor) -> tuple[AmendmentView, ...]:
    """Those that this person may read, the ones without an answer first, then the newest. One statement."""
    if not seen.may_read:
        return ()
    found = await rows(
        f"{_SELECT} WHERE m.proposal = {{}} AND {{}} "
        f"ORDER BY CASE m.state WHEN 'open' THEN 0 ELSE 1 END, m.id DESC LIMIT {MOST}",
        seen.id,
        _readable(seen, actor),
    )
    return tuple(_view(row, seen) for row in found)


async def amendment(seen: ProposalView, public_id: str, actor: Actor) -> AmendmentView:
    """One of them. Raises NotFound, also for what this person may not read."""
    found = (
        await rows(
            f"{_SELECT} WHERE m.proposal = {{}} AND m.public_id = {{}} AND {{}}",
            seen.id,
            public_id,
            _readable(seen, actor),
        )
        if seen.may_read
        else []
    )
    if not found:
        raise NotFound("amendment.unknown")
    return _view(found[0], seen)


async def adopted(seen: ProposalView) -> dict[int, tuple[str, str]]:
    """Which texts came of an amendment: number → its public id ('' while it is hidden) and who suggested it."""
    found = await rows(
        "SELECT m.adopted_number, CASE WHEN m.hidden_at IS NULL THEN m.public_id ELSE '' END AS public_id, a.pseudonym "
        "FROM amendment m LEFT JOIN account a ON a.id = m.author "
        "WHERE m.proposal = {} AND m.adopted_number IS NOT NULL ORDER BY m.id",
        seen.id,
    )
    return {row["adopted_number"]: (row["public_id"], row["pseudonym"] or "") for row in found}


def _readable(seen: ProposalView, actor: Actor) -> QueryString:
    if keeps_order(actor, seen.place.id if seen.place else None):
        return QueryString("(m.state <> 'withdrawn' OR m.author = {})", actor.id)
    return QueryString("((m.state <> 'withdrawn' AND m.hidden_at IS NULL) OR m.author = {})", actor.id)


def _view(row: dict[str, Any], seen: ProposalView) -> AmendmentView:
    now = Wording(seen.title, seen.body)
    suggested = Wording(row.pop("title"), row.pop("body"))
    kept = json.loads(content) if (content := row.pop("content")) else None
    row |= {"state": AmendmentState(row["state"]), "author": row["author"] or ""}
    return AmendmentView(
        **row,
        base=Wording(kept["title"], kept["body"]) if kept else now,
        suggested=suggested,
        now=now,
        is_old=kept is not None,
    )
