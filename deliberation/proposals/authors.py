# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What authors must hear: a notice in the program and a mail, in the transaction of the act that causes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from deliberation.database import rows
from deliberation.notices.notices import tell
from deliberation.records import outbox


@dataclass(frozen=True, slots=True)
class Word:
    """Something for one author. `kind` is the notice's ("proposal.hidden"); its mail is folder "proposal-hidden"."""

    author: int | None
    kind: str
    parameters: Mapping[str, str]
    path: str


async def tell_authors(words: Sequence[Word], *, at: datetime) -> None:
    """Tell each author, in the transaction that is open; who has no account any more (imports, deleted) is left out."""
    ids = sorted({word.author for word in words if word.author is not None})
    if not ids:
        return
    places = ", ".join("{}" for _ in ids)
    found = await rows(
        f"SELECT id, email, locale FROM account WHERE id IN ({places}) AND deleted_at IS NULL "
        "AND disabled_at IS NULL AND email_confirmed_at IS NOT NULL",
        *ids,
    )
    known = {row["id"]: row for row in found}
    for word in words:
        if (person := known.get(word.author or 0)) is None:
            continue
        await tell(person["id"], word.kind, dict(word.parameters), word.path, at=at)
        mail = {**word.parameters, "path": word.path}
        folder = word.kind.replace(".", "-").replace("_", "-")
        await outbox.queue(folder, person["email"], person["locale"], mail, at=at)
