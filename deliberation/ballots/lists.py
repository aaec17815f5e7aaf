# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list on the ballot: the admissible proposals, fixed before the vote opens, with the promise of a public lot."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor
from deliberation.consultations import office_rules as rules
from deliberation.consultations.consultation import stored
from deliberation.consultations.marks import mark_list
from deliberation.consultations.seals import vote_terms
from deliberation.database import lock, rows, writing
from deliberation.errors import Invalid
from deliberation.proposals.marks import mark_listed
from deliberation.records import journal


@dataclass(frozen=True, slots=True)
class Candidate:
    """An admissible proposal that would be on the ballot."""

    id: int
    public_id: str
    title: str
    cost_cents: int | None


@dataclass(frozen=True, slots=True)
class FrozenList:
    """The list as it was published: option ids in their order, and SHA-256 of the lot's secret."""

    option_ids: tuple[str, ...]
    lot_commitment: str


async def admissible(consultation_id: int) -> tuple[Candidate, ...]:
    """Admissible proposals that are not hidden, in the order in which they were published."""
    found = await rows(
        "SELECT id, public_id, title, cost_cents FROM proposal WHERE consultation = {} AND state = 'admissible' "
        "AND hidden_at IS NULL ORDER BY published_at, id",
        consultation_id,
    )
    return tuple(Candidate(row["id"], row["public_id"], row["title"], row["cost_cents"]) for row in found)


def commitment(secret: str) -> str:
    """SHA-256 of the lot's 32 secret bytes (given and returned as hex). Source: methods.md §0, public lot."""
    try:
        raw = bytes.fromhex(secret)
    except ValueError:
        raise Invalid("lot.bad_secret") from None
    if len(raw) != 32:
        raise Invalid("lot.bad_secret")
    return hashlib.sha256(raw).hexdigest()


async def freeze(actor: Actor, slug: str, secret: str, *, at: datetime) -> FrozenList:
    """Fix and publish the list; `secret` is drawn by the caller, 32 bytes as hex, and shown only with the result."""
    promise = commitment(secret)
    async with writing():
        await lock(f"consultation:{slug}")
        held = await stored(slug)
        options = await admissible(held.id)
        if refusal := rules.may_freeze(actor, held, [o.cost_cents for o in options], at):
            raise refusal
        await mark_list(held, secret, promise, at=at)
        for position, option in enumerate(options, 1):
            await mark_listed(option.id, option.public_id, position, at=at)
        ids = tuple(option.public_id for option in options)
        detail = {"options": list(ids), "lot_commitment": promise, "vote": await vote_terms(held.id)}
        await journal.note(actor, "ballot.frozen", "consultation", slug, detail, at=at)
    return FrozenList(ids, promise)
