# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public texts of a proposal: what it said before, and what it says now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.database import rows
from deliberation.errors import NotFound
from deliberation.proposals.contents import WRITTEN, Content, written
from deliberation.proposals.tables import PastText, Proposal
from deliberation.proposals.versions import substance
from deliberation.proposals.views import ProposalView
from voting.canonical import canonical_json

LIKE_A_TEXT = (*WRITTEN, "neighbourhood")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicText(Content):
    """One text. `reason` says why it took the place of the one before; `asked_again`: that its supporters were asked.

    `author` is a pseudonym, empty when nobody's.
    """

    number: int
    place: str
    author: str
    reason: str
    asked_again: bool
    digest: str
    written_at: datetime


async def history(seen: ProposalView) -> tuple[PublicText, ...]:
    """All texts of a proposal, the one of now first. Raises NotFound where this person may not read it. One statement.

    Pass what `queries.proposal` returned: whoever reads the text of now reads the earlier ones.
    """
    if not seen.may_read or seen.published_at is None:
        raise NotFound("proposal.unknown")
    past = await rows(
        "SELECT t.number, t.content, t.digest, t.reason, t.asked_again, t.written_at, a.pseudonym, "
        "n.name FROM past_text t LEFT JOIN account a ON a.id = t.author LEFT JOIN neighbourhood n "
        "ON n.id = t.neighbourhood WHERE t.proposal = {} ORDER BY t.number DESC",
        seen.id,
    )
    before = past[0] if past else None
    now = PublicText(
        **{name: getattr(seen, name) for name in Content.__dataclass_fields__},
        number=seen.text_number,
        place=seen.place.name if seen.place else "",
        author=seen.author,
        reason=before["reason"] if before else "",
        asked_again=bool(before and before["asked_again"]),
        digest=substance.digest(seen.columns()),
        written_at=seen.text_at or seen.published_at,
    )
    return (now, *(_past(row, past[at + 1] if at + 1 < len(past) else None) for at, row in enumerate(past)))


def _past(row: Mapping[str, Any], before: Mapping[str, Any] | None) -> PublicText:
    return PublicText(
        **written(json.loads(row["content"])),
        number=row["number"],
        place=row["name"] or "",
        author=row["pseudonym"] or "",
        reason=before["reason"] if before else "",
        asked_again=bool(before and before["asked_again"]),
        digest=row["digest"],
        written_at=row["written_at"],
    )


async def agreed(row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns LIKE_A_TEXT of the text that its supporters agreed to in substance; `row` is the proposal's."""
    if row["agreed_number"] == row["text_number"]:
        return {name: row[name] for name in LIKE_A_TEXT}
    [found] = await rows(
        "SELECT content, neighbourhood FROM past_text WHERE proposal = {} AND number = {}",
        row["id"],
        row["agreed_number"],
    )
    return {**json.loads(found["content"]), "neighbourhood": found["neighbourhood"]}


async def keep(row: Mapping[str, Any], reason: str, *, asked_again: bool, at: datetime) -> None:
    """Keep the proposal's text as it is in `row`, which is about to change. In an open transaction."""
    await PastText.insert(
        PastText(
            proposal=row["id"],
            number=row["text_number"],
            content=canonical_json({name: row[name] for name in WRITTEN}),
            neighbourhood=row["neighbourhood"],
            digest=substance.digest(row),
            author=row["author"],
            reason=reason,
            asked_again=asked_again,
            written_at=row["text_at"] or row["published_at"],
            replaced_at=at,
        )
    )


async def stored_row(public_id: str) -> dict[str, Any]:
    """The proposal's row, for who changes its text."""
    row: dict[str, Any] | None = await Proposal.select().where(Proposal.public_id == public_id).first()
    if row is None:
        raise NotFound("proposal.unknown")
    return row
