# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ends that are no result: a consultation cancelled before the count, a count annulled. Both in public, with reasons.

Nothing is deleted: roll, ballots and counts stay as they are.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.ballots import lifecycle
from deliberation.ballots.results import minutes
from deliberation.ballots.roll import locked
from deliberation.ballots.tallies import official_result
from deliberation.database import rows, writing
from deliberation.errors import Conflict, NotFound
from deliberation.proposals.authors import Word, tell_authors

_VOTERS = """
SELECT DISTINCT e.account FROM ballot b JOIN roll_entry e ON e.id = b.roll_entry
WHERE b.consultation = {} AND e.account IS NOT NULL
AND e.account NOT IN (SELECT p.author FROM proposal p WHERE p.consultation = b.consultation AND p.author IS NOT NULL
                      AND p.state NOT IN ('draft', 'withdrawn'))
ORDER BY e.account
"""


async def cast_so_far(consultation_id: int) -> int:
    """How many people have a ballot in the box, set aside or not: what the office is told before it cancels."""
    found = await rows("SELECT count(DISTINCT roll_entry) AS n FROM ballot WHERE consultation = {}", consultation_id)
    return int(found[0]["n"])


async def cancel(actor: Actor, slug: str, reason: str, version: int, *, at: datetime) -> None:
    """Cancel before the count. If people have voted, each of them is told; how many they were stands in the journal.

    Raises NotAllowed, NotFound, Invalid cancel.reason_missing, Conflict cancel.counted, consultation.not_cancelled or
    consultation.changed_meanwhile.
    """
    async with writing():
        vote = await _held(slug)
        ballots = await cast_so_far(vote["id"]) if vote["roll_frozen_at"] else None
        await lifecycle.cancel(actor, slug, reason, version, ballots, at=at)
        await _tell_voters(vote, "consultation.cancelled", reason, at=at)


async def annul(actor: Actor, slug: str, reason: str, version: int, *, at: datetime) -> None:
    """Annul a counted vote: its count is shown to everybody with the reason, instead of as a result.

    Raises NotAllowed, NotFound, Invalid cancel.reason_missing, Conflict consultation.not_annulled, result.not_counted
    or consultation.changed_meanwhile.
    """
    async with writing():
        vote = await _held(slug)
        digest, _ = await official_result(vote["id"])
        await lifecycle.annul(actor, slug, reason, version, digest, at=at)
        if not digest:
            raise Conflict("result.not_counted")
        await minutes.queue(slug, at=at)
        await _tell_voters(vote, "result.annulled", reason, at=at)


async def _held(slug: str) -> dict[str, Any]:
    """The consultation's row, locked: ballots on their way are in before they are counted, later ones are refused."""
    found = await rows("SELECT id, title FROM consultation WHERE slug = {}", slug)
    if not found:
        raise NotFound("consultation.unknown")
    return {**await locked(found[0]["id"]), "title": found[0]["title"]}


async def _tell_voters(vote: dict[str, Any], kind: str, reason: str, *, at: datetime) -> None:
    """Who had voted; authors of proposals have been told by the consultation already."""
    values = {"title": str(vote["title"]), "reason": reason.strip()}
    words = [
        Word(row["account"], kind, values, f"/consultazioni/{vote['slug']}") for row in await rows(_VOTERS, vote["id"])
    ]
    await tell_authors(words, at=at)
