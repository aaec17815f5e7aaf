# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The minutes of a public count as a file, made once after the publication and kept: its bytes stay what they are.

A file belongs to a digest, of a count or of all counts of a budget in pots, and to a language.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from deliberation.ballots.tables import MinutesFile
from deliberation.database import lock, rows, writing
from deliberation.records import attachments, jobs

JOB = "minutes"
PDF = "application/pdf"


async def queue(slug: str, *, at: datetime) -> None:
    """Make the files of a result, in the transaction that publishes or annuls it. Queued twice, they are made once."""
    await jobs.schedule(JOB, {"consultation": slug}, run_at=at, key=None, at=at)


async def keep(consultation_id: int, digest: str, locale: str, name: str, content: bytes, *, at: datetime) -> None:
    """Keep a PDF; where there is one, that one stays."""
    async with writing():
        await lock(f"minutes:{consultation_id}")
        if await size(consultation_id, digest, locale) is None:
            file = await attachments.store(name, content, {PDF}, at=at)
            await MinutesFile.insert(
                MinutesFile(consultation=consultation_id, digest=digest, locale=locale, attachment=file)
            )


async def size(consultation_id: int, digest: str, locale: str) -> int | None:
    """Bytes of a kept file; None while there is none."""
    found = await _of("a.size", consultation_id, digest, locale)
    return int(found[0]["size"]) if found else None


async def content(consultation_id: int, digest: str, locale: str) -> bytes | None:
    """A kept file; None while there is none."""
    found = await _of("a.content", consultation_id, digest, locale)
    return bytes(found[0]["content"]) if found else None


async def _of(column: str, *key: object) -> list[dict[str, Any]]:
    return await rows(
        f"SELECT {column} FROM minutes_file m JOIN attachment a ON a.id = m.attachment "
        "WHERE m.consultation = {} AND m.digest = {} AND m.locale = {}",
        *key,
    )
