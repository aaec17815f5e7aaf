# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work to do later, once. A worker claims a job with a lease; a job whose worker died is claimed again after it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from deliberation.database import is_postgres, rows, writing
from deliberation.records.tables import Job
from voting.canonical import canonical_json

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8
_FIRST_PAUSE = 15
_LONGEST_PAUSE = 6 * 3600
HEARTBEAT = "heartbeat"
PROBE = "probe"

_QUEUE = """
INSERT INTO job (kind, key, payload, state, run_at, lease, attempts, last_error, created_at)
VALUES ({}, {}, {}, 'ready', {}, 0, 0, '', {}) ON CONFLICT (key) DO NOTHING
"""
_CLAIM = """
UPDATE job SET state = 'busy', lease = {{}}, attempts = attempts + 1
WHERE id = (
  SELECT id FROM job
  WHERE (state = 'ready' AND run_at <= {{}}) OR (state = 'busy' AND lease < {{}})
  ORDER BY run_at, id LIMIT 1 {skip_locked}
)
RETURNING id, kind, payload, attempts
"""
_CLAIM_SQLITE = _CLAIM.format(skip_locked="")
_CLAIM_POSTGRES = _CLAIM.format(skip_locked="FOR UPDATE SKIP LOCKED")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job in the hands of one worker. `attempt` is 1 the first time."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempt: int


async def schedule(
    kind: str, payload: Mapping[str, object], *, run_at: datetime, key: str | None, at: datetime
) -> None:
    """Queue a job for `run_at`, in the transaction that is open. A second job with the same `key` is not queued."""
    async with writing():
        await rows(_QUEUE, kind, key, canonical_json(payload), ceil(run_at.timestamp()), at)


async def is_due(at: datetime) -> bool:
    """Whether a job waits: a read, so that an idle worker never takes the write lock."""
    second = int(at.timestamp())
    return bool(
        await rows(
            "SELECT 1 AS one FROM job WHERE (state = 'ready' AND run_at <= {}) OR (state = 'busy' AND lease < {}) "
            "LIMIT 1",
            second,
            second,
        )
    )


async def claim(at: datetime) -> Claimed | None:
    """The next job that is due, now leased to the caller; None when nothing is due."""
    second = int(at.timestamp())
    until = second + int(LEASE.total_seconds())
    async with writing():
        found = await rows(_CLAIM_POSTGRES if is_postgres() else _CLAIM_SQLITE, until, second, second)
    if not found:
        return None
    row = found[0]
    return Claimed(row["id"], row["kind"], json.loads(row["payload"]), row["attempts"])


async def renew(job: Claimed, *, at: datetime) -> None:
    """The worker is alive and still at it."""
    async with writing():
        await Job.update({Job.lease: int((at + LEASE).timestamp())}).where(
            (Job.id == job.id) & (Job.attempts == job.attempt) & (Job.state == "busy")
        )


async def finish(job: Claimed, *, at: datetime) -> None:
    """The job is done. What it carried is erased: a mail's address and link live no longer than the mail's way."""
    async with writing():
        await Job.update({Job.state: "done", Job.done_at: at, Job.payload: "{}", Job.last_error: ""}).where(
            (Job.id == job.id) & (Job.attempts == job.attempt)
        )


async def fail(job: Claimed, error: str, *, at: datetime) -> bool:
    """The job failed: try again later, or give up for good after MOST_ATTEMPTS. True when it gave up."""
    dead = job.attempt >= MOST_ATTEMPTS
    changes: dict[Any, Any] = {
        Job.state: "dead" if dead else "ready",
        Job.run_at: int(at.timestamp()) + pause(job.attempt),
        Job.last_error: error[:300],
    }
    if dead:
        changes |= {Job.payload: "{}", Job.done_at: at}
    async with writing():
        await Job.update(changes).where((Job.id == job.id) & (Job.attempts == job.attempt))
    return dead


def pause(attempt: int) -> int:
    """Seconds before the next attempt: 15, 60, 240 … and never more than six hours."""
    return int(min(_FIRST_PAUSE * 4 ** (attempt - 1), _LONGEST_PAUSE))


async def beat(worker: str, *, at: datetime) -> None:
    """Say that a worker is alive."""
    await _mark(HEARTBEAT, f"{HEARTBEAT}:{worker}", at)


async def probe(*, at: datetime) -> None:
    """Write one row that nobody reads, as a person's act would be written. Raises what that act would meet."""
    await _mark(PROBE, PROBE, at)


async def _mark(kind: str, key: str, at: datetime) -> None:
    async with writing():
        await Job.insert(
            Job(
                kind=kind,
                key=key,
                payload="{}",
                run_at=0,
                created_at=at,
                done_at=at,
                state="done",
                lease=0,
                attempts=0,
                last_error="",
            )
        ).on_conflict(target=Job.key, action="DO UPDATE", values=[Job.done_at])


async def forget(before: datetime) -> None:
    """Delete jobs without a key that were done before an instant (a key is kept: it says "once" for ever)."""
    async with writing():
        await Job.delete().where((Job.state == "done") & Job.key.is_null() & (Job.done_at < before))
        await Job.delete().where((Job.kind == HEARTBEAT) & (Job.done_at < before))
