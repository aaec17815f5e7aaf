# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who acts: a visitor or an account with its tier and roles. Every rule takes an Actor; nothing reads a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from deliberation.regulations.eligibility import NOTHING_KNOWN, Facts


class Tier(IntEnum):
    """How well a person is known. Only verified people can be on a roll."""

    NONE = 0
    ACCOUNT = 1
    DECLARED = 2
    VERIFIED = 3


class Role(StrEnum):
    """What somebody is trusted with."""

    OFFICE = "office"
    MODERATOR = "moderator"
    COUNCILLOR = "councillor"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, in one neighbourhood (row id) or, with None, in the whole city."""

    role: Role
    neighbourhood: int | None


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request; id 0 is a visitor. `facts`: what is known of them where a regulation asks."""

    id: int
    public_id: str
    pseudonym: str
    tier: Tier
    locale: str = "it"
    neighbourhood: int | None = None
    birth_date: date | None = None
    grants: tuple[Grant, ...] = ()
    is_demo: bool = False
    facts: Facts = NOTHING_KNOWN

    @property
    def is_signed_in(self) -> bool:
        return self.id > 0

    @property
    def is_verified(self) -> bool:
        return self.tier >= Tier.VERIFIED

    def has(self, role: Role) -> bool:
        """The role, wherever it reaches."""
        return any(grant.role is role for grant in self.grants)

    def has_in(self, role: Role, neighbourhood: int | None) -> bool:
        """The role in that neighbourhood. A city-wide matter (None) needs a city-wide grant."""
        return any(g.role is role and g.neighbourhood in (None, neighbourhood) for g in self.grants)

    def reach(self, role: Role) -> frozenset[int] | None:
        """The neighbourhoods in which the role holds; None means all of them."""
        places = [g.neighbourhood for g in self.grants if g.role is role]
        return None if None in places else frozenset(p for p in places if p is not None)


VISITOR = Actor(id=0, public_id="", pseudonym="", tier=Tier.NONE)
SYSTEM = Actor(id=0, public_id="system", pseudonym="Rione", tier=Tier.NONE, grants=(Grant(Role.OFFICE, None),))
COMMAND_LINE = Actor(id=0, public_id="cli", pseudonym="Rione", tier=Tier.NONE, grants=(Grant(Role.OFFICE, None),))
