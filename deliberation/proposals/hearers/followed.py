# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person follows, by name: what they may no longer see is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor
from deliberation.database import rows
from deliberation.notices.follows import Kind
from deliberation.proposals.visibility import proposals_seen


@dataclass(frozen=True, slots=True)
class FollowedThing:
    """One thing with its name. `subject` is its public id or slug."""

    kind: Kind
    subject: str
    name: str
    since: datetime


async def followed_by(actor: Actor) -> tuple[FollowedThing, ...]:
    """The last first. One statement."""
    found = await rows(
        "SELECT f.subject_kind AS kind, f.subject AS subject, f.created_at AS since, f.id AS id, p.title AS name "
        "FROM follow f JOIN proposal p ON f.subject_kind = 'proposal' AND p.public_id = f.subject "
        "JOIN consultation c ON c.id = p.consultation WHERE f.account = {} AND {} "
        "UNION ALL SELECT f.subject_kind, f.subject, f.created_at, f.id, c.title FROM follow f "
        "JOIN consultation c ON f.subject_kind = 'consultation' AND c.slug = f.subject "
        "WHERE f.account = {} AND c.state <> 'draft' "
        "UNION ALL SELECT f.subject_kind, f.subject, f.created_at, f.id, n.name FROM follow f "
        "JOIN neighbourhood n ON f.subject_kind = 'neighbourhood' AND n.slug = f.subject WHERE f.account = {} "
        "ORDER BY since DESC, id DESC",
        actor.id,
        proposals_seen(actor),
        actor.id,
        actor.id,
    )
    return tuple(FollowedThing(Kind(row["kind"]), row["subject"], row["name"], row["since"]) for row in found)
