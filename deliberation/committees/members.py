# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who sits in a committee, and for how long. A seat is ended, never deleted: the past stays on the page."""

from __future__ import annotations

from datetime import date, datetime

from deliberation.actor import Actor
from deliberation.committees.queries import Seat, committee
from deliberation.committees.rules import may_edit_committee
from deliberation.committees.tables import Membership
from deliberation.database import writing
from deliberation.errors import Invalid, NotFound
from deliberation.places.queries import NeighbourhoodView
from deliberation.records import journal
from deliberation.text import public_id, tidy


async def seat(
    actor: Actor, place: NeighbourhoodView, name: str, kind: Seat, since: date, until: date | None, *, at: datetime
) -> str:
    """Give somebody a seat for a term; its public id."""
    if refusal := may_edit_committee(actor, place.id):
        raise refusal
    shown = " ".join(tidy(name).split())
    if not shown or len(shown) > 120:
        raise Invalid("member.nameless", fields={"member": "member.nameless"})
    if until is not None and until < since:
        raise Invalid("member.term_reversed", fields={"until": "member.term_reversed"})
    own_id = public_id()
    async with writing():
        held = await committee(place.id)
        await Membership.insert(
            Membership(public_id=own_id, committee=held.id, name=shown, seat=str(kind), since=since, until=until)
        )
        detail = {"place": place.slug, "seat": str(kind)}
        await journal.note(actor, "member.seated", "membership", own_id, detail, at=at)
    return own_id


async def end(actor: Actor, place: NeighbourhoodView, member: str, last_day: date, *, at: datetime) -> None:
    """End a seat with that day. Raises Invalid when the day is before the term began."""
    if refusal := may_edit_committee(actor, place.id):
        raise refusal
    async with writing():
        held = await committee(place.id)
        found = next((m for m in held.members if m.public_id == member), None)
        if found is None:
            raise NotFound("member.unknown")
        if last_day < found.since:
            raise Invalid("member.term_reversed", fields={"until": "member.term_reversed"})
        await Membership.update({Membership.until: last_day}).where(Membership.public_id == member)
        await journal.note(actor, "member.ended", "membership", member, {"place": place.slug}, at=at)
