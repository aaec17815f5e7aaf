# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Comments: remarks under a proposal, and answers to them."""

from __future__ import annotations

from datetime import datetime

from deliberation.actor import Actor
from deliberation.consultations.queries import consultation
from deliberation.database import writing
from deliberation.errors import Conflict, Invalid, NotFound
from deliberation.proposals import rules
from deliberation.proposals.queries import proposal
from deliberation.proposals.tables import Comment
from deliberation.records import journal
from deliberation.text import public_id as new_id
from deliberation.text import tidy

LENGTH = 2_000
DEEPEST = 3
STANCES = ("for", "against", "question")


async def comment(
    actor: Actor, public_id: str, body: str, *, token: str, at: datetime, stance: str = "", parent: str = ""
) -> str:
    """Write under a proposal, or under a comment of it (public id); the new comment's public id.

    `token` is the form's own: sent twice, it is one comment. An answer to the deepest level stands beside it.
    """
    body = tidy(body)
    wrong = {}
    if not body:
        wrong["body"] = "comment.empty"
    if len(body) > LENGTH:
        wrong["body"] = "comment.long"
    if stance not in ("", *STANCES):
        wrong["stance"] = "comment.stance_unknown"
    async with writing():
        seen = await proposal(public_id, actor)
        held = await consultation(seen.consultation_slug, actor)
        if refusal := rules.may_comment(actor, held, seen, at):
            raise refusal
        if wrong or not 4 <= len(token) <= 20:
            raise Invalid("comment.wrong", fields=wrong)
        above, depth = await _above(parent, seen.id)
        id = new_id()
        written = (
            await Comment.insert(
                Comment(
                    public_id=id,
                    proposal=seen.id,
                    parent=above,
                    author=actor.id,
                    depth=depth,
                    stance=stance,
                    body=body,
                    token=token,
                    created_at=at,
                )
            )
            .on_conflict(target=(Comment.author, Comment.token), action="DO NOTHING")
            .returning(Comment.public_id)
        )
        if not written:
            return await _written(actor, token)
        await journal.note(actor, "comment.written", "comment", id, {"proposal": public_id}, at=at)
    return id


async def _above(parent: str, proposal_id: int) -> tuple[int | None, int]:
    """The row that the answer hangs on, and the answer's depth."""
    if not parent:
        return None, 0
    row = await Comment.select().where((Comment.public_id == parent) & (Comment.proposal == proposal_id)).first()
    if row is None:
        raise NotFound("comment.unknown")
    if row["hidden_at"] is not None:
        raise Conflict("comment.is_hidden")
    if row["depth"] >= DEEPEST:
        return row["parent"], row["depth"]
    return row["id"], row["depth"] + 1


async def _written(actor: Actor, token: str) -> str:
    row = await Comment.select(Comment.public_id).where((Comment.author == actor.id) & (Comment.token == token)).first()
    assert row is not None
    return str(row["public_id"])
