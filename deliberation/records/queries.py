# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be seen of the records: the public journal, and how the queue of jobs stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from deliberation.database import rows
from deliberation.records.jobs import HEARTBEAT
from deliberation.records.tables import Job, JournalEntry


@dataclass(frozen=True, slots=True)
class Entry:
    """An act, as the journal tells it."""

    sequence: int
    at: datetime
    actor: str
    act: str
    subject_kind: str
    subject: str
    detail: Mapping[str, object]
    hash: str


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs by state, and when a worker was last alive (None: never)."""

    ready: int
    overdue: int
    dead: int
    alive_at: datetime | None


async def acts(subject_kind: str = "", subject: str = "", *, limit: int = 100) -> tuple[Entry, ...]:
    """The latest acts, newest first, of one subject or of all."""
    query = JournalEntry.select().order_by(JournalEntry.sequence, ascending=False).limit(limit)
    if subject_kind:
        query = query.where((JournalEntry.subject_kind == subject_kind) & (JournalEntry.subject == subject))
    return tuple(
        Entry(
            r["sequence"],
            r["at"],
            r["actor"],
            r["act"],
            r["subject_kind"],
            r["subject"],
            json.loads(r["detail"]),
            r["hash"],
        )
        for r in await query
    )


async def queue(at: datetime) -> Queue:
    """How the queue stands. Overdue: due for more than five minutes and not taken."""
    late = int(at.timestamp()) - 300
    counts = await rows(
        "SELECT state, count(*) AS jobs, sum(CASE WHEN run_at < {} THEN 1 ELSE 0 END) AS late FROM job "
        "WHERE state <> 'done' GROUP BY state",
        late,
    )
    jobs = {row["state"]: int(row["jobs"]) for row in counts}
    overdue = next((int(row["late"]) for row in counts if row["state"] == "ready"), 0)
    beats = await Job.select(Job.done_at).where(Job.kind == HEARTBEAT)
    alive_at = max((beat["done_at"] for beat in beats), default=None)
    return Queue(jobs.get("ready", 0), overdue, jobs.get("dead", 0), alive_at)
