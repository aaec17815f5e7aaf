# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is allowed to whom about accounts, residence and roles: pure predicates, each the refusal or None."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deliberation.actor import Actor, Role
from deliberation.clock import age_on
from deliberation.errors import Conflict, Invalid, NotAllowed
from deliberation.people.access.common_passwords import COMMON

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
YOUNGEST = 14
OLDEST = 120


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules need to know of another person's account. `is_known`: the person behind it was seen."""

    id: int
    is_declared: bool
    is_verified: bool
    is_known: bool = True


def password_fault(password: str, email: str) -> str | None:
    """The code of what is wrong with a new password. Length counts; there are no composition rules."""
    bare = password.casefold()
    if len(password) < SHORTEST_PASSWORD:
        return "password.short"
    if len(password) > LONGEST_PASSWORD:
        return "password.long"
    if bare in COMMON or len(set(bare)) < 3:
        return "password.common"
    if bare in {email, email.split("@", maxsplit=1)[0]}:
        return "password.is_email"
    return None


def birth_date_fault(born: date, today: date) -> str | None:
    """The code of what is wrong with a birth date: it has not come yet, or the age is not between 14 and 120."""
    if born > today:
        return "birth_date.future"
    age = age_on(born, today)
    return "birth_date.too_young" if age < YOUNGEST else "birth_date.too_old" if age > OLDEST else None


def may_declare_residence(actor: Actor) -> NotAllowed | None:
    """Whoever has an account says where they live; a declaration alone gives no vote."""
    return None if actor.is_signed_in else NotAllowed("sign_in.needed")


def may_work_at_desk(actor: Actor) -> NotAllowed | None:
    """Only the office sees who people are."""
    return None if actor.has(Role.OFFICE) else NotAllowed("role.needed")


def may_verify(actor: Actor, person: Standing) -> NotAllowed | Conflict | Invalid | None:
    """The office verifies what another person has declared, once; and of who was verified before persons were known
    it writes down who they are."""
    if refusal := may_change_residence_of(actor, person):
        return refusal
    if not person.is_declared:
        return Invalid("desk.not_declared")
    return Conflict("desk.already_verified") if person.is_verified and person.is_known else None


def may_withdraw_verification(actor: Actor, person: Standing) -> NotAllowed | Conflict | None:
    """The office takes a verification back, when it turns out wrong or the person has moved."""
    if refusal := may_change_residence_of(actor, person):
        return refusal
    return None if person.is_verified else Conflict("desk.not_verified")


def may_change_residence_of(actor: Actor, person: Standing) -> NotAllowed | None:
    """The office corrects a declaration, never its own: a colleague does."""
    if refusal := may_work_at_desk(actor):
        return refusal
    return NotAllowed("desk.own_account") if person.id == actor.id else None


def may_appoint(actor: Actor, role: Role, places: int) -> NotAllowed | Invalid | None:
    """The office gives roles. A moderator has neighbourhoods or the whole city, which counts as one place."""
    if not actor.has(Role.OFFICE):
        return NotAllowed("role.needed")
    if role is Role.MODERATOR and places == 0:
        return Invalid("roles.no_neighbourhood", fields={"neighbourhoods": "roles.no_neighbourhood"})
    return None


def may_revoke(actor: Actor, holder: int, role: Role, other_offices: int) -> NotAllowed | None:
    """The office takes roles back, but nobody locks themselves, or everybody, out of the office."""
    if not actor.has(Role.OFFICE):
        return NotAllowed("role.needed")
    if role is not Role.OFFICE:
        return None
    if holder == actor.id and sum(g.role is Role.OFFICE for g in actor.grants) <= 1:
        return NotAllowed("roles.own_last_office")
    return NotAllowed("roles.last_office") if other_offices == 0 else None


def may_suspend(actor: Actor, holder: int, holds_office: bool, other_offices: int) -> NotAllowed | None:
    """The office suspends accounts, but never its own, and never the last one of the office."""
    if refusal := may_work_at_desk(actor):
        return refusal
    if holder == actor.id:
        return NotAllowed("desk.own_account")
    return NotAllowed("roles.last_office") if holds_office and other_offices == 0 else None


def may_delete_own_account(actor: Actor, other_offices: int) -> NotAllowed | None:
    """Everybody may leave, but the last person of the office appoints another one first."""
    if not actor.is_signed_in:
        return NotAllowed("sign_in.needed")
    return NotAllowed("account.last_office") if actor.has(Role.OFFICE) and other_offices == 0 else None
