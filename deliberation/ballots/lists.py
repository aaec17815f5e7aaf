# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list on the ballot: the admissible proposals, fixed before the vote opens, with the promise of a public lot."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor
from deliberation.consultations import office_rules as rules
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.marks import mark_list
from deliberation.consultations.pots.values import Pot, pot_of
from deliberation.consultations.seals import vote_terms
from deliberation.consultations.states import State
from deliberation.database import lock, rows, writing
from deliberation.errors import Invalid
from deliberation.proposals.marks import mark_listed
from deliberation.records import journal


@dataclass(frozen=True, slots=True)
class Candidate:
    """An admissible proposal that would be on the ballot; `cost_cents` without what others pay."""

    consultation: int
    id: int
    public_id: str
    title: str
    cost_cents: int | None
    neighbourhood: int | None = None
    for_city: bool = False
    gender: str = ""

    def pot(self, held: Consultation) -> Pot | None:
        """Where it belongs in a budget in pots."""
        return pot_of(held.pots, self.neighbourhood, for_city=self.for_city)


@dataclass(frozen=True, slots=True)
class FrozenList:
    """The list as it was published: option ids in their order, and SHA-256 of the lot's secret."""

    option_ids: tuple[str, ...]
    lot_commitment: str


async def admissible(*consultations: int) -> tuple[Candidate, ...]:
    """Admissible proposals of these (row ids) that are not hidden, in the order in which they were published."""
    these = ", ".join(str(int(id)) for id in consultations) or "NULL"
    found = await rows(
        "SELECT consultation, id, public_id, title, cost_cents - cofinanced_cents AS cost_cents, neighbourhood, "
        f"for_city, gender FROM proposal WHERE consultation IN ({these}) AND state = 'admissible' "
        "AND hidden_at IS NULL ORDER BY published_at, id"
    )
    return tuple(Candidate(**row | {"for_city": bool(row["for_city"])}) for row in found)


def commitment(secret: str) -> str:
    """SHA-256 of the lot's 32 secret bytes (given and returned as hex). Source: methods.md §0, public lot."""
    try:
        raw = bytes.fromhex(secret)
    except ValueError:
        raise Invalid("lot.bad_secret") from None
    if len(raw) != 32:
        raise Invalid("lot.bad_secret")
    return hashlib.sha256(raw).hexdigest()


def without_pot(held: Consultation, options: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Those that belong to none of the pots, as long as the list can be fixed: they could be on nobody's ballot."""
    can_be_fixed = held.pots and held.state == State.PUBLISHED and not held.ballot_frozen_at
    return tuple(option for option in options if can_be_fixed and option.pot(held) is None)


def homeless(held: Consultation, options: Sequence[Candidate]) -> Invalid | None:
    """Why a list with what no pot takes cannot be fixed."""
    lost = [option.title for option in without_pot(held, options)]
    return Invalid("ballot.without_pot", titles="; ".join(lost), found=len(lost)) if lost else None


def ungendered(held: Consultation, options: Sequence[Candidate]) -> Invalid | None:
    """Candidates whose gender the office has not written, where ballots must mix genders."""
    lost = [option.title for option in options if held.by_gender and not option.gender]
    return Invalid("ballot.gender_unknown", titles="; ".join(lost), found=len(lost)) if lost else None


def unfit(held: Consultation, options: Sequence[Candidate]) -> Invalid | None:
    """Why these options cannot be fixed as they are, of what only the list shows."""
    return homeless(held, options) or ungendered(held, options)


async def freeze(actor: Actor, slug: str, secret: str, *, at: datetime) -> FrozenList:
    """Fix and publish the list; `secret` is drawn by the caller, 32 bytes as hex, and shown only with the result."""
    promise = commitment(secret)
    async with writing():
        await lock(f"consultation:{slug}")
        held = await stored(slug)
        options = () if held.answers else await admissible(held.id)
        if refusal := rules.may_freeze(actor, held, [o.cost_cents for o in options], at) or unfit(held, options):
            raise refusal
        await mark_list(held, secret, promise, at=at)
        for position, option in enumerate(options, 1):
            pot = option.pot(held)
            await mark_listed(option.id, option.public_id, position, pot.id if pot else None, at=at)
        ids = tuple(held.answers) or tuple(option.public_id for option in options)
        detail = {"options": list(ids), "lot_commitment": promise, "vote": await vote_terms(held.id)}
        await journal.note(actor, "ballot.frozen", "consultation", slug, detail, at=at)
    return FrozenList(ids, promise)
