# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The offices that answer: a short list that the participation office keeps. Their addresses are for reminders only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid, NotFound
from deliberation.notices.office_page import is_address
from deliberation.proposals.answers import rules
from deliberation.proposals.answers.tables import AnsweringOffice
from deliberation.records import journal
from deliberation.text import plain, tidy
from deliberation.text import public_id as draw_id

LONGEST_NAME, LONGEST_EMAIL, MOST = 120, 254, 60


@dataclass(frozen=True, slots=True)
class Office:
    """An office; `waiting`: how many answers it still owes."""

    id: int
    public_id: str
    name: str
    email: str
    is_closed: bool
    waiting: int


async def offices(*, with_closed: bool = False) -> tuple[Office, ...]:
    """By name. One statement. For the office's own pages: it carries addresses."""
    found = await rows(
        "SELECT o.id, o.public_id, o.name, o.email, o.closed_at, "
        "(SELECT COUNT(*) FROM official_answer w WHERE w.office = o.id AND w.state = 'taken') AS waiting "
        f"FROM answering_office o {'' if with_closed else 'WHERE o.closed_at IS NULL'} ORDER BY o.name, o.id"
    )
    return tuple(Office(is_closed=row.pop("closed_at") is not None, **row) for row in found)


async def add(actor: Actor, name: str, email: str, *, at: datetime) -> str:
    """Add an office; its public id. Raises Invalid by field, Conflict(office.known)."""
    name, email = _checked(name, email)
    own_id = draw_id()
    async with writing():
        await _list(actor, name)
        await AnsweringOffice.insert(AnsweringOffice(public_id=own_id, name=name, email=email))
        await journal.note(actor, "office.added", "answering_office", own_id, {"name": name}, at=at)
    return own_id


async def change(actor: Actor, office: str, name: str, email: str, *, at: datetime) -> None:
    """Another name or address; what it has answered says the new name."""
    name, email = _checked(name, email)
    async with writing():
        await _list(actor, name, but=office)
        done = (
            await AnsweringOffice.update({AnsweringOffice.name: name, AnsweringOffice.email: email})
            .where(AnsweringOffice.public_id == office)
            .returning(AnsweringOffice.id)
        )
        if not done:
            raise NotFound("office.unknown")
        await journal.note(actor, "office.changed", "answering_office", office, {"name": name}, at=at)


async def close(actor: Actor, office: str, *, closed: bool, at: datetime) -> None:
    """It takes nothing in charge any more, or does again. Raises Conflict(office.owes) while it owes answers."""
    async with writing():
        known = await _list(actor, "")
        one = next((one for one in known if one.public_id == office), None)
        if one is None:
            raise NotFound("office.unknown")
        if closed and one.waiting:
            raise Conflict("office.owes", count=one.waiting)
        await AnsweringOffice.update({AnsweringOffice.closed_at: at if closed else None}).where(
            AnsweringOffice.id == one.id
        )
        act = "office.closed" if closed else "office.reopened"
        await journal.note(actor, act, "answering_office", office, at=at)


async def _list(actor: Actor, name: str, *, but: str = "") -> tuple[Office, ...]:
    """All offices, as they stay until the transaction ends; no other one has that name."""
    if refusal := rules.may_keep_offices(actor):
        raise refusal
    await lock("offices")
    known = await offices(with_closed=True)
    if any(plain(one.name) == plain(name) and one.public_id != but for one in known):
        raise Conflict("office.known", fields={"name": "office.known"})
    if not but and name and len(known) >= MOST:
        raise Conflict("office.too_many", fields={"name": "office.too_many"}, most=MOST)
    return known


def _checked(name: str, email: str) -> tuple[str, str]:
    name, email = " ".join(tidy(name).split()), tidy(email)
    fields = {}
    if not plain(name):
        fields["name"] = "office.nameless"
    elif len(name) > LONGEST_NAME:
        fields["name"] = "field.too_long"
    if email and (len(email) > LONGEST_EMAIL or not is_address(email)):
        fields["email"] = "email.unreadable"
    if fields:
        raise Invalid(next(iter(fields.values())), fields=fields)
    return name, email
