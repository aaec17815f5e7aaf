# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person follows: proposals, consultations, neighbourhoods. One mechanism; who follows is nobody else's
business: no list, no count, no line in the journal."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from deliberation.actor import Actor
from deliberation.database import rows, writing
from deliberation.errors import Conflict, NotAllowed
from deliberation.notices.tables import Follow

MOST = 500


class Kind(StrEnum):
    """What can be followed; with its public id or slug it is one thing."""

    PROPOSAL = "proposal"
    CONSULTATION = "consultation"
    NEIGHBOURHOOD = "neighbourhood"


async def follow(actor: Actor, kind: Kind, subject: str, *, at: datetime) -> None:
    """Follow it, if it can be seen (the caller has looked). A second time changes nothing."""
    if not actor.is_signed_in:
        raise NotAllowed("sign_in.needed")
    async with writing():
        found = await rows("SELECT COUNT(*) AS n FROM follow WHERE account = {}", actor.id)
        if found[0]["n"] >= MOST:
            raise Conflict("follow.too_many", most=MOST)
        await Follow.insert(
            Follow(account=actor.id, subject_kind=str(kind), subject=subject, created_at=at)
        ).on_conflict(target=(Follow.account, Follow.subject_kind, Follow.subject), action="DO NOTHING")


async def leave(actor: Actor, kind: Kind, subject: str) -> None:
    """Follow it no longer; what is not followed stays so."""
    async with writing():
        await Follow.delete().where(
            (Follow.account == actor.id) & (Follow.subject_kind == str(kind)) & (Follow.subject == subject)
        )


async def is_followed(actor: Actor, kind: Kind, subject: str) -> bool:
    """Whether the actor follows it. A visitor follows nothing, and nothing is asked."""
    if not actor.is_signed_in:
        return False
    return bool(
        await rows(
            "SELECT 1 AS one FROM follow WHERE account = {} AND subject_kind = {} AND subject = {}",
            actor.id,
            str(kind),
            subject,
        )
    )
