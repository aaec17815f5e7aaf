# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The instants at which phases open and close, as jobs. What is allowed never waits for them: it compares the time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from deliberation.records import jobs

JOB = "phases"


async def schedule_boundaries(slug: str, instants: Iterable[datetime], *, at: datetime) -> None:
    """One job at each instant, queued once however often it is asked for, in the transaction that is open."""
    for instant in sorted(set(instants)):
        key = f"{JOB}:{slug}:{int(instant.timestamp())}"
        await jobs.schedule(JOB, {"slug": slug}, run_at=max(instant, at), key=key, at=at)
