# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The work that a count and its publication leave to the worker."""

from datetime import datetime, timedelta

from deliberation.ballots.results import findings, minutes
from deliberation.database import rows
from deliberation.records import jobs
from tests.ballots.votes import CLOSES
from web.jobs import JOBS

AFTER = CLOSES + timedelta(hours=1)
KINDS = (findings.JOB, minutes.JOB)


async def waiting() -> list[str]:
    """The kinds of such jobs that wait."""
    found = await rows("SELECT kind FROM job WHERE state = 'ready' ORDER BY id")
    return [row["kind"] for row in found if row["kind"] in KINDS]


async def work(at: datetime = AFTER) -> int:
    """Do all of them, and what else is due; how many they were."""
    done = 0
    while job := await jobs.claim(at):
        await JOBS[job.kind](job.payload, at)
        await jobs.finish(job, at=at)
        done += job.kind in KINDS
    return done
