# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be seen of committees. They act in public: names, seats and terms are shown to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deliberation.committees.tables import Committee
from deliberation.database import rows
from deliberation.errors import NotFound


class Seat(StrEnum):
    """What a member of a committee does in it."""

    SPOKESPERSON = "spokesperson"
    MODERATOR = "moderator"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class MemberView:
    """A seat and who holds it; `until` is the last day, None while no end is set."""

    public_id: str
    name: str
    seat: Seat
    since: date
    until: date | None

    def is_sitting(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class CommitteeView:
    """A neighbourhood's committee with all its members, past ones too; spokesperson first."""

    id: int
    name: str
    presentation: str
    email: str
    members: tuple[MemberView, ...]

    def sitting(self, day: date) -> tuple[MemberView, ...]:
        return tuple(m for m in self.members if m.is_sitting(day))

    def past(self, day: date) -> tuple[MemberView, ...]:
        return tuple(m for m in self.members if m.until is not None and m.until < day)


@dataclass(frozen=True, slots=True)
class CommitteeLine:
    """A committee among all of them, with its neighbourhood."""

    name: str
    presentation: str
    slug: str
    place: str


async def committees() -> tuple[CommitteeLine, ...]:
    """The committees of today's neighbourhoods, by their places. One statement, without members."""
    found = await rows(
        "SELECT k.name, k.presentation, n.slug, n.name AS place FROM committee k "
        "JOIN neighbourhood n ON n.id = k.neighbourhood WHERE n.closed_at IS NULL ORDER BY n.name"
    )
    return tuple(CommitteeLine(**row) for row in found)


async def committee_of(neighbourhood: int) -> CommitteeView | None:
    """The committee of a neighbourhood (row id), or None. Two statements."""
    row = await Committee.select().where(Committee.neighbourhood == neighbourhood).first()
    if row is None:
        return None
    found = await rows(
        "SELECT public_id, name, seat, since, until FROM membership WHERE committee = {} "
        "ORDER BY CASE seat WHEN 'spokesperson' THEN 0 WHEN 'moderator' THEN 1 ELSE 2 END, name",
        row["id"],
    )
    members = tuple(MemberView(r["public_id"], r["name"], Seat(r["seat"]), r["since"], r["until"]) for r in found)
    return CommitteeView(row["id"], row["name"], row["presentation"], row["email"], members)


async def committee(neighbourhood: int) -> CommitteeView:
    """The same; NotFound when there is none."""
    found = await committee_of(neighbourhood)
    if found is None:
        raise NotFound("committee.unknown")
    return found
