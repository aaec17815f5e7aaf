# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which regulation is in force, and every version that was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from deliberation.database import rows
from deliberation.regulations.profile import RegulationProfile
from deliberation.regulations.reading import from_text
from voting.canonical import sha256


@dataclass(frozen=True, slots=True)
class Regulation:
    """A version of the rules; `number` 0: nobody has written any, and what the program proposes holds."""

    id: int = 0
    number: int = 0
    valid_from: date = date.min
    profile: RegulationProfile = field(default_factory=RegulationProfile)


UNWRITTEN = Regulation()


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version with who wrote it, when and why. `opened`: how many consultations were opened with it."""

    regulation: Regulation
    article: str
    reason: str
    written_at: datetime
    opened: int


async def in_force(day: date) -> Regulation:
    """The rules with which a consultation is opened on a day in Rome: the last to begin, of those the last written."""
    found = await rows(
        "SELECT id, number, valid_from, content FROM regulation_version WHERE valid_from <= {} "
        "ORDER BY valid_from DESC, number DESC LIMIT 1",
        day,
    )
    return _regulation(found[0]) if found else UNWRITTEN


async def last_number() -> int:
    """The number of the version that was written last; 0 for none."""
    found = await rows("SELECT coalesce(max(number), 0) AS n FROM regulation_version")
    return int(found[0]["n"])


async def versions() -> tuple[VersionView, ...]:
    """Every version, the last written first."""
    found = await rows(
        "SELECT v.id, v.number, v.valid_from, v.content, v.article, v.reason, v.written_at, coalesce(c.opened, 0) AS "
        "opened FROM regulation_version v LEFT JOIN (SELECT regulation, count(*) AS opened FROM consultation "
        "WHERE state <> 'draft' GROUP BY regulation) c ON c.regulation = v.id ORDER BY v.number DESC"
    )
    return tuple(
        VersionView(_regulation(row), row["article"], row["reason"], row["written_at"], int(row["opened"]))
        for row in found
    )


def fingerprint(content: str) -> str:
    """SHA-256 of a version's stored text."""
    return sha256(content)


def _regulation(row: dict[str, Any]) -> Regulation:
    return Regulation(row["id"], row["number"], row["valid_from"], from_text(row["content"]))
