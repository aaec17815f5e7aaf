# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many people at once, brought by the office from a list that it has checked: verified, without a password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from deliberation.actor import Actor, Tier
from deliberation.database import writing
from deliberation.people import emails, rules
from deliberation.people.pseudonyms import draw
from deliberation.people.tables import Account
from deliberation.records import journal
from deliberation.text import public_id

BATCH = 250


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person of the list. `neighbourhood` is a row id, `place` its name; `public_name` two words that are free."""

    email: str
    birth_date: date
    neighbourhood: int
    place: str
    is_verified: bool = True
    password_hash: str = ""
    public_name: str = ""


async def enrol(actor: Actor, people: Sequence[Enrolment], *, is_demo: bool = False, at: datetime) -> list[Actor]:
    """Store them all or none; the people in the order given. The journal names the verified ones, a line a batch."""
    if refusal := rules.may_work_at_desk(actor):
        raise refusal
    rows = [
        Account(
            public_id=public_id(),
            email=emails.normal(person.email),
            password_hash=person.password_hash,
            pseudonym=person.public_name or draw(person.place[:40], 6),
            public_name=person.public_name,
            name_kind="words" if person.public_name else "place",
            created_at=at,
            email_confirmed_at=at,
            birth_date=person.birth_date,
            neighbourhood=person.neighbourhood,
            declared_at=at,
            verified_at=at if person.is_verified else None,
            is_demo=is_demo,
        )
        for person in people
    ]
    ids: list[int] = []
    async with writing():
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            stored = await Account.insert(*batch).returning(Account.id)
            ids += [row["id"] for row in stored]
            detail = {"number": len(batch), "verified": [row.public_id for row in batch if row.verified_at]}
            await journal.note(actor, "accounts.enrolled", "account", "", detail, at=at)
    return [
        Actor(
            id=row_id,
            public_id=row.public_id,
            pseudonym=row.pseudonym,
            neighbourhood=person.neighbourhood,
            birth_date=person.birth_date,
            is_demo=is_demo,
            tier=Tier.VERIFIED if person.is_verified else Tier.DECLARED,
        )
        for row_id, row, person in zip(ids, rows, people, strict=True)
    ]
