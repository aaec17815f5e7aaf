# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be seen of notices: everybody their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.database import rows

PAGE = 30


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice; the words for its kind are the web's."""

    public_id: str
    kind: str
    parameters: dict[str, Any]
    path: str
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Notices:
    """One page of a person's notices, the newest first."""

    notices: tuple[NoticeView, ...]
    total: int
    unread: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


async def own_notices(actor: Actor, page: int = 1) -> Notices:
    """The actor's notices."""
    counts = await rows("SELECT count(*) AS total, count(read_at) AS read FROM notice WHERE account = {}", actor.id)
    total, unread = counts[0]["total"], counts[0]["total"] - counts[0]["read"]
    page = min(max(page, 1), max(1, -(-total // PAGE)))
    found = await rows(
        "SELECT public_id, kind, parameters, path, created_at, read_at FROM notice WHERE account = {} "
        f"ORDER BY created_at DESC, id DESC LIMIT {PAGE} OFFSET {(page - 1) * PAGE}",
        actor.id,
    )
    views = tuple(NoticeView(**{**row, "parameters": json.loads(row["parameters"])}) for row in found)
    return Notices(views, total, unread, page)
