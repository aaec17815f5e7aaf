# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be seen of people: everybody their own account, the office those who wait at its desk and who has a role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from deliberation.actor import Actor, Role
from deliberation.database import rows
from deliberation.errors import NotAllowed, NotFound
from deliberation.people import rules
from deliberation.people.emails import as_typed

PAGE = 25


@dataclass(frozen=True, slots=True)
class Person:
    """An account with what is known of it. Only the person and the office see one."""

    id: int
    public_id: str
    email: str
    pseudonym: str
    created_at: datetime
    birth_date: date | None
    street: int | None
    street_name: str
    civic_number: int | None
    civic_suffix: str
    neighbourhood: int | None
    neighbourhood_slug: str
    neighbourhood_name: str
    declared_at: datetime | None
    verified_at: datetime | None
    is_demo: bool
    name_kind: str
    public_name: str
    shows_place: bool
    renamed_at: datetime | None

    @property
    def civic(self) -> str:
        """'12/A', or '' when no number was given."""
        if self.civic_number is None:
            return ""
        return f"{self.civic_number}/{self.civic_suffix}" if self.civic_suffix else str(self.civic_number)

    @property
    def address(self) -> str:
        """'Via Emilia Levante 12/A', or ''."""
        return f"{self.street_name} {self.civic}".strip()


@dataclass(frozen=True, slots=True)
class People:
    """One page of a list of people."""

    people: tuple[Person, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Holder:
    """A role that somebody holds; `neighbourhood` is '' for the whole city."""

    public_id: str
    pseudonym: str
    email: str
    role: Role
    neighbourhood_slug: str
    neighbourhood: str
    granted_at: datetime


_PERSON = """
SELECT a.id, a.public_id, a.email, a.pseudonym, a.created_at, a.birth_date, a.street, a.civic_number, a.civic_suffix,
       a.neighbourhood, a.declared_at, a.verified_at, a.is_demo,
       a.name_kind, a.public_name, a.shows_place, a.renamed_at, coalesce(s.name, '') AS street_name,
       coalesce(n.slug, '') AS neighbourhood_slug, coalesce(n.name, '') AS neighbourhood_name
FROM account a LEFT JOIN street s ON s.id = a.street LEFT JOIN neighbourhood n ON n.id = a.neighbourhood
"""
_WAITING = (
    "a.declared_at IS NOT NULL AND a.verified_at IS NULL AND a.deleted_at IS NULL AND a.email_confirmed_at IS NOT NULL"
)
# Verified before persons were known, and not seen since. Invented people of a demonstration are nobody.
UNKNOWN = (
    "a.verified_at IS NOT NULL AND a.person IS NULL AND a.deleted_at IS NULL AND a.disabled_at IS NULL "
    "AND NOT a.is_demo"
)
_FOUND = (
    "a.deleted_at IS NULL AND a.email_confirmed_at IS NOT NULL "
    "AND (a.email LIKE {} ESCAPE '!' OR lower(a.pseudonym) LIKE {} ESCAPE '!' OR a.public_id = {})"
)


async def own_account(actor: Actor) -> Person:
    """The actor's own account."""
    return await _one("a.id = {}", actor.id)


async def person_at_desk(actor: Actor, public_id: str) -> Person:
    """One person, for the office."""
    _check_desk(actor)
    return await _one("a.public_id = {} AND a.deleted_at IS NULL", public_id)


async def account_of(actor: Actor, email: str) -> str:
    """The public id of the confirmed account with this address, for the office. Raises NotFound."""
    _check_desk(actor)
    return (await _one("a.email = {} AND a.email_confirmed_at IS NOT NULL", as_typed(email))).public_id


async def people_waiting(actor: Actor, page: int = 1) -> People:
    """Those who declared a residence that nobody has verified, the longest waiting first."""
    _check_desk(actor)
    return await _page(_WAITING, (), "a.declared_at, a.id", page)


async def people_unknown(actor: Actor, page: int = 1) -> People:
    """Those who are verified and of whom nobody has written down who they are, the longest verified first."""
    _check_desk(actor)
    return await _page(UNKNOWN, (), "a.verified_at, a.id", page)


async def number_unknown() -> int:
    """How many they are."""
    return int((await rows(f"SELECT count(*) AS n FROM account a WHERE {UNKNOWN}"))[0]["n"])


async def people_found(actor: Actor, text: str, page: int = 1) -> People:
    """The accounts whose address or pseudonym contains the text, or whose code for the desk it is."""
    _check_desk(actor)
    bare = text.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return await _page(_FOUND, (f"%{bare}%", f"%{bare}%", text.lower().strip()), "a.email", page)


async def holders(actor: Actor) -> list[Holder]:
    """Who has which role now."""
    _check_desk(actor)
    found = await rows(
        "SELECT a.public_id, a.pseudonym, a.email, g.role, coalesce(n.slug, '') AS neighbourhood_slug, "
        "coalesce(n.name, '') AS neighbourhood, g.granted_at FROM role_grant g JOIN account a ON a.id = g.account "
        "LEFT JOIN neighbourhood n ON n.id = g.neighbourhood WHERE g.revoked_at IS NULL "
        "ORDER BY g.role DESC, n.name, a.email"
    )
    return [Holder(**{**row, "role": Role(row["role"])}) for row in found]


def _check_desk(actor: Actor) -> None:
    refusal: NotAllowed | None = rules.may_work_at_desk(actor)
    if refusal:
        raise refusal


async def _one(condition: str, *values: Any) -> Person:
    found = await rows(f"{_PERSON} WHERE {condition}", *values)
    if not found:
        raise NotFound("account.unknown")
    return _person(found[0])


async def _page(condition: str, values: tuple[Any, ...], order: str, page: int) -> People:
    total = int((await rows(f"SELECT count(*) AS n FROM account a WHERE {condition}", *values))[0]["n"])
    page = min(max(page, 1), max(1, -(-total // PAGE)))
    found = await rows(f"{_PERSON} WHERE {condition} ORDER BY {order} LIMIT {PAGE} OFFSET {(page - 1) * PAGE}", *values)
    return People(tuple(_person(row) for row in found), total, page)


def _person(row: dict[str, Any]) -> Person:
    return Person(**{**row, "is_demo": bool(row["is_demo"]), "shows_place": bool(row["shows_place"])})
