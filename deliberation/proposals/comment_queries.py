# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be seen of comments: a proposal's whole discussion in one statement."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import Any

from deliberation.actor import Actor
from deliberation.database import rows
from deliberation.proposals.views import CommentView, ProposalView
from deliberation.proposals.visibility import keeps_order


class CommentSort(StrEnum):
    """Orders of the first level; answers stand in the order in which they were written."""

    NEWEST = "newest"
    OLDEST = "oldest"
    ANSWERED = "answered"


async def comments(
    proposal: ProposalView, actor: Actor, *, sort: CommentSort = CommentSort.NEWEST
) -> tuple[CommentView, ...]:
    """The threads of a proposal that this person may see (pass what `queries.proposal` returned)."""
    found = await rows(
        """SELECT k.id, k.public_id, k.parent, k.depth, k.author AS author_id, a.pseudonym AS author, k.created_at,
               k.body, k.stance, k.hidden_at, d.reason AS hidden_reason, d.note AS hidden_note
           FROM comment k LEFT JOIN account a ON a.id = k.author
           LEFT JOIN decision d ON k.hidden_at IS NOT NULL AND d.id = (SELECT MAX(e.id) FROM decision e
               WHERE e.target_kind = 'comment' AND e.target = k.public_id AND e.act = 'hide')
           WHERE k.proposal = {} ORDER BY k.id""",
        proposal.id,
    )
    below: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        below[row["parent"] or 0].append(row)
    sees_hidden = keeps_order(actor, proposal.place.id if proposal.place else None)

    def view(row: dict[str, Any]) -> CommentView:
        mine = actor.is_signed_in and row["author_id"] == actor.id
        hidden = row["hidden_at"] is not None
        readable = not hidden or mine or sees_hidden
        return CommentView(
            id=row["public_id"], row=row["id"], author=row["author"] or "", at=row["created_at"],
            body=row["body"] if readable else "", stance=row["stance"], depth=row["depth"], is_mine=mine,
            hidden_reason=(row["hidden_reason"] or "other") if hidden else "", may_read=readable,
            replies=tuple(view(reply) for reply in below[row["id"]]),
        )  # fmt: skip

    threads = tuple(view(row) for row in below[0])
    match sort:
        case CommentSort.OLDEST:
            return threads
        case CommentSort.NEWEST:
            return threads[::-1]
        case CommentSort.ANSWERED:
            return tuple(sorted(threads, key=lambda thread: (-thread.answers, -thread.row)))
