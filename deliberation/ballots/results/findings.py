# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is found out after a count, part by part: what a loser lacked, what other rules choose. It binds nobody.

It has a table of its own: the row of a published count never changes, and this may come after the publication.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.ballots.tables import Finding
from deliberation.database import rows, writing
from deliberation.records import jobs

JOB = "findings"


@dataclass(frozen=True, slots=True)
class Unfound:
    """An official count of which not everything is found out: its row, its pot's key ('' for none), what there is."""

    tally: int
    pot: str
    rule: str
    outcome: dict[str, Any]
    found: dict[str, Any]


async def queue(slug: str, *, at: datetime) -> None:
    """Look further, in the transaction that is open. Queued twice, it is found once."""
    await jobs.schedule(JOB, {"consultation": slug}, run_at=at, key=None, at=at)


async def next_unfound(slug: str) -> Unfound | None:
    """The first count with something left to find out; None: all is found."""
    read = await rows(
        "SELECT t.id, t.rule, t.outcome, coalesce(p.key, '') AS pot, f.found "
        "FROM tally t JOIN consultation c ON c.id = t.consultation LEFT JOIN pot p ON p.id = t.pot "
        "LEFT JOIN finding f ON f.tally = t.id "
        "WHERE c.slug = {} AND t.is_official = {} AND (f.id IS NULL OR f.is_whole = {}) "
        "ORDER BY coalesce(p.position, 0), t.id LIMIT 1",
        slug,
        True,
        False,
    )
    if not read:
        return None
    row = read[0]
    return Unfound(row["id"], row["pot"], row["rule"], json.loads(row["outcome"]), json.loads(row["found"] or "{}"))


async def keep(slug: str, tally: int, found: Mapping[str, object], *, is_whole: bool, at: datetime) -> None:
    """Keep what is found of a count so far, and queue what is left. A count that is gone meanwhile keeps nothing."""
    text = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    async with writing():
        if await rows("SELECT id FROM tally WHERE id = {}", tally):
            await Finding.insert(Finding(tally=tally, found=text, is_whole=is_whole)).on_conflict(
                target=Finding.tally, action="DO UPDATE", values=[Finding.found, Finding.is_whole]
            )
        await queue(slug, at=at)
