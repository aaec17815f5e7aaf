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
        "SELECT c.slug, c.title, c.min_age, f.opens_at, f.closes_at, c.roll_frozen_at FROM consultation c "
        "JOIN phase f ON f.consultation = c.id AND f.kind = 'voting' "
        "WHERE c.state = 'published' AND f.closes_at > {} AND {} ORDER BY f.opens_at, c.id",
        at, here,
    )  # fmt: skip
    return tuple(VoteAhead(**row) for row in found)
