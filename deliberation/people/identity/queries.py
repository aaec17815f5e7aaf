# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is kept of the person behind an account: the person reads their own, the desk reads all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from deliberation import keys
from deliberation.actor import Actor
from deliberation.database import rows
from deliberation.people import rules


@dataclass(frozen=True, slots=True)
class Identity:
    """A verified person. `has_code`: a keyed hash of the fiscal code is kept; the code itself never is."""

    name: str
    surname: str
    birth_date: date
    has_code: bool
    document: str
    seen_at: datetime
    reason: str

    @property
    def full_name(self) -> str:
        return f"{self.name} {self.surname}".strip()


@dataclass(frozen=True, slots=True)
class KeyUse:
    """How many hashes a key has made, of verified people and of the register's lines. `is_known`: we have that key."""

    name: str
    people: int
    entries: int
    is_known: bool
    is_today: bool


_IDENTITY = """
SELECT p.name, p.surname, p.birth_date, p.code_mac IS NOT NULL AS has_code, p.document, p.seen_at, p.reason
FROM person p JOIN account a ON a.person = p.id WHERE
"""


async def own_identity(actor: Actor) -> Identity | None:
    """What is kept of the actor, if they have been seen."""
    return _identity(await rows(f"{_IDENTITY} a.id = {{}}", actor.id))


async def identity_at_desk(actor: Actor, public_id: str) -> Identity | None:
    """What is kept of the person behind an account, for the office."""
    if refusal := rules.may_work_at_desk(actor):
        raise refusal
    return _identity(await rows(f"{_IDENTITY} a.public_id = {{}}", public_id))


async def key_uses() -> tuple[KeyUse, ...]:
    """The keys of the stored hashes and of this installation, today's first."""
    of_people = "SELECT code_key AS name, count(*) AS n FROM person WHERE code_mac IS NOT NULL GROUP BY code_key"
    of_register = "SELECT code_key AS name, count(*) AS n FROM register_entry WHERE ended_by IS NULL GROUP BY code_key"
    people = {row["name"]: int(row["n"]) for row in await rows(of_people)}
    entries = {row["name"]: int(row["n"]) for row in await rows(of_register)}
    known = keys.identity_keys()
    names = [*known, *sorted({*people, *entries} - set(known))]
    return tuple(
        KeyUse(name, people.get(name, 0), entries.get(name, 0), name in known, name == known[0]) for name in names
    )


def _identity(found: list[dict[str, Any]]) -> Identity | None:
    return Identity(**{**found[0], "has_code": bool(found[0]["has_code"])}) if found else None


async def seen_since(actor: Actor, since: datetime) -> int:
    """How many people the actor has seen since an instant."""
    found = await rows("SELECT count(*) AS n FROM person WHERE seen_by = {} AND seen_at >= {}", actor.public_id, since)
    return int(found[0]["n"])
