# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often one person may record a ballot: enough to change one's mind, too little to fill the journal."""

from __future__ import annotations

from datetime import UTC, datetime

from deliberation.actor import Actor
from deliberation.database import rows
from deliberation.errors import TooMany
from deliberation.people.access.limits import key_of

MOST = 20
SECONDS = 3600
_NOTE = """
INSERT INTO attempt (key, "window", tries) VALUES ({}, {}, 1)
ON CONFLICT (key, "window") DO UPDATE SET tries = attempt.tries + 1
"""
_RECENT = 'SELECT "window" AS second, tries FROM attempt WHERE key = {} AND "window" > {} ORDER BY "window"'


async def take(actor: Actor, at: datetime) -> None:
    """Note that the person recorded a ballot, in any vote. The 21st within an hour raises TooMany ballot.too_often.

    `again_at` is the second from which it is possible again. The hour is any hour, not one of the clock. Exact while
    the caller holds the person's lock; inside the transaction that records, so that what is refused is not counted.
    """
    key, now = key_of("ballot", actor.public_id), int(at.timestamp())
    recent = await rows(_RECENT, key, now - SECONDS)
    if sum(row["tries"] for row in recent) >= MOST:
        again = recent[0]["second"] + SECONDS
        raise TooMany(
            "ballot.too_often", limit=MOST, retry_after=again - now, again_at=datetime.fromtimestamp(again, UTC)
        )
    await rows(_NOTE, key, now)
