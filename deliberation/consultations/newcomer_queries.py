# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody new wants to know: which votes are ahead where they live, and until when their rolls take names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from piccolo.querystring import QueryString

from deliberation.actor import Actor
from deliberation.database import rows


@dataclass(frozen=True, slots=True)
class VoteAhead:
    """A vote that is open or to come. Its roll takes names until it is frozen, at the latest when the vote opens."""

    slug: str
    title: str
    min_age: int
    opens_at: datetime
    closes_at: datetime
    roll_frozen_at: datetime | None
    on_roll: bool  # this person is on its list, and the right is not suspended
    is_suspended: bool  # on its list, and the right is suspended

    @property
    def takes_names(self) -> bool:
        return self.roll_frozen_at is None

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


async def votes_ahead(actor: Actor, *, at: datetime) -> tuple[VoteAhead, ...]:
    """The votes that reach this person's neighbourhood, or anybody's while they have declared none; soonest first."""
    here = QueryString("1 = 1")
    if actor.neighbourhood is not None:
        here = QueryString(
            "(c.city_wide = {} OR c.id IN (SELECT x.consultation FROM consultation_neighbourhood x "
            "WHERE x.neighbourhood = {}))",
            True, actor.neighbourhood,
        )  # fmt: skip
    found = await rows(
        "SELECT c.slug, c.title, c.min_age, f.opens_at, f.closes_at, c.roll_frozen_at, "
        "e.id IS NOT NULL AND e.suspended_at IS NULL AS on_roll, "
        "e.suspended_at IS NOT NULL AS is_suspended FROM consultation c "
        "JOIN phase f ON f.consultation = c.id AND f.kind = 'voting' "
        "LEFT JOIN roll_entry e ON e.consultation = c.id AND e.account = {} "
        "WHERE c.state = 'published' AND f.closes_at > {} AND {} ORDER BY f.opens_at, c.id",
        actor.id, at, here,
    )  # fmt: skip
    for row in found:
        row |= {"on_roll": bool(row["on_roll"]), "is_suspended": bool(row["is_suspended"])}  # SQLite says 0 and 1
    return tuple(VoteAhead(**row) for row in found)
