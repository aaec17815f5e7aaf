# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be seen of announcements: the office how they stand, in numbers; everybody what concerns them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor
from deliberation.announcements.rules import goes_at
from deliberation.consultations.consultation import Consultation
from deliberation.database import rows
from deliberation.notices.choices import Event, wants_word


@dataclass(frozen=True, slots=True)
class Standing:
    """How an event stands. `waiting` letters were not tried yet, `retried` ones were; analytics.mailings shows."""

    event: Event
    is_off: bool
    goes_at: datetime | None
    begun_at: datetime | None
    is_spread: bool
    total: int
    waiting: int
    retried: int
    sent: int
    failed: int
    bounced: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """A vote that ends soon in which the person has not voted."""

    slug: str
    title: str
    closes_at: datetime


async def standings(held: Consultation) -> tuple[Standing, ...]:
    """The three events of a vote, in their order."""
    found = await rows(
        "SELECT n.event, n.is_off, n.begun_at, n.spread_at, n.total, n.sent, n.failed, n.bounced, "
        "(SELECT count(*) FROM letter l WHERE l.announcement = n.id AND l.attempts = 0) AS waiting, "
        "(SELECT count(*) FROM letter l WHERE l.announcement = n.id AND l.attempts > 0) AS retried "
        "FROM announcement n WHERE n.consultation = {}",
        held.id,
    )
    kept = {row["event"]: row for row in found}
    return tuple(
        Standing(event, False, goes_at(event, held), None, False, 0, 0, 0, 0, 0, 0)
        if (row := kept.get(event)) is None
        else Standing(
            event,
            bool(row["is_off"]),
            goes_at(event, held),
            row["begun_at"],
            row["spread_at"] is not None,
            *(int(row[name]) for name in ("total", "waiting", "retried", "sent", "failed", "bounced")),
        )
        for event in Event
    )


_REMINDERS = f"""
SELECT k.slug, k.title, p.closes_at FROM roll_entry e
JOIN consultation k ON k.id = e.consultation AND k.state = 'published'
JOIN phase p ON p.consultation = k.id AND p.kind = 'voting' AND p.closes_at > {{}}
JOIN announcement n ON n.consultation = k.id AND n.event = 'reminder' AND n.begun_at IS NOT NULL
LEFT JOIN contact_choice c ON c.account = e.account
WHERE e.account = {{}} AND e.suspended_at IS NULL AND {wants_word(Event.REMINDER)}
AND NOT EXISTS (SELECT 1 FROM ballot b WHERE b.roll_entry = e.id) ORDER BY p.closes_at, k.id
"""


async def own_reminders(actor: Actor, *, at: datetime) -> tuple[Reminder, ...]:
    """The votes that end soon in which the actor has not voted. Found each time, and kept nowhere."""
    return tuple(Reminder(**row) for row in await rows(_REMINDERS, at, actor.id))
