# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who works, studies or volunteers in a zone declares it, until a day; the desk approves or refuses it with a reason.

What an approval, a refusal and an end do to rights and what the person is told is in `ballots.entitled.ties`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.database import is_postgres, rows, writing
from deliberation.errors import Conflict, Invalid, NotAllowed, NotFound
from deliberation.people import residences, rules
from deliberation.people.holding import held
from deliberation.people.register import bases
from deliberation.people.register.states import TieState
from deliberation.people.register.tables import SelfDeclaration
from deliberation.records import journal
from deliberation.regulations.profile import Basis
from deliberation.text import public_id, tidy

LONGEST_NAME, LONGEST_REASON = 160, 500
WARNED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tie:
    """What somebody declares: where (a name and a zone, row id), as what, born when, until which day."""

    basis: Basis
    venue: str
    neighbourhood: int
    born: date
    until: date


@dataclass(frozen=True, slots=True)
class DeclarationView:
    """A declaration, for its person and for the desk."""

    public_id: str
    account: str
    email: str
    locale: str
    basis: Basis
    venue: str
    neighbourhood: int
    zone: str
    birth_date: date | None
    until: date
    state: TieState
    reason: str
    created_at: datetime
    decided_at: datetime | None


_VIEW = """
SELECT d.public_id, a.public_id AS account, a.email, a.locale, d.basis, d.venue, d.neighbourhood, n.name AS zone,
       d.birth_date, d.until, d.state, d.reason, d.created_at, d.decided_at
FROM self_declaration d JOIN account a ON a.id = d.account JOIN neighbourhood n ON n.id = d.neighbourhood
"""


async def declare(actor: Actor, tie: Tie, *, at: datetime) -> None:
    """Declare a tie; it waits for the desk. Raises Invalid field by field, Conflict where one is open already."""
    if not actor.is_signed_in:
        raise NotAllowed("sign_in.needed")
    months = (await bases.allowed(at=at)).get(tie.basis)
    name = " ".join(tidy(tie.venue).split())
    today = in_rome(at).date()
    if faults := _faults(tie, name, months, today):
        longest = last_day(today, months or 0)
        raise Invalid(
            next(iter(faults.values())),
            fields=faults,
            until=f"{longest:%d/%m/%Y}",
            youngest=rules.YOUNGEST,
            oldest=rules.OLDEST,
        )
    async with writing():
        account = await held(actor.public_id)
        if refusal := _open_fault(await _open(actor.public_id), account["verified_at"] is not None, today):
            raise refusal
        if not await rows("SELECT 1 AS one FROM neighbourhood WHERE id = {} AND closed_at IS NULL", tie.neighbourhood):
            raise Invalid("declaration.zone", fields={"neighbourhood": "declaration.zone"})
        await SelfDeclaration.insert(
            SelfDeclaration(
                public_id=public_id(),
                account=account["id"],
                basis=str(tie.basis),
                venue=name,
                neighbourhood=tie.neighbourhood,
                birth_date=tie.born,
                until=tie.until,
                created_at=at,
            )
        )
        await journal.note(actor, "tie.declared", "account", actor.public_id, {"basis": str(tie.basis)}, at=at)


def last_day(today: date, months: int) -> date:
    """The last day that a declaration of today may name."""
    year, month = divmod(today.month - 1 + months, 12)
    first_after = date(today.year + year, month + 1, 1)
    next_month = (first_after.replace(day=28) + timedelta(days=4)).replace(day=1)
    return min(first_after + timedelta(days=today.day - 1), next_month - timedelta(days=1))


def _faults(tie: Tie, name: str, months: int | None, today: date) -> dict[str, str]:
    faults = {}
    if months is None:
        faults["basis"] = "declaration.basis"
    if not name:
        faults["venue"] = "declaration.venue_missing"
    elif len(name) > LONGEST_NAME:
        faults["venue"] = "declaration.venue_long"
    if fault := rules.birth_date_fault(tie.born, today):
        faults["born"] = fault
    if tie.until <= today:
        faults["until"] = "declaration.until_past"
    elif months is not None and tie.until > last_day(today, months):
        faults["until"] = "declaration.until_far"
    return faults


def _open_fault(declarations: list[DeclarationView], is_verified: bool, today: date) -> Conflict | None:
    """One waits at most. What was approved may be declared anew in its last month, and holds meanwhile."""
    if any(one.state is TieState.WAITING for one in declarations):
        return Conflict("declaration.open")
    held_ones = [one for one in declarations if one.state is TieState.APPROVED]
    if any(one.until - today > WARNED for one in held_ones):
        return Conflict("declaration.holds")
    return Conflict("declaration.verified") if is_verified and not held_ones else None


async def withdraw(actor: Actor, *, at: datetime) -> None:
    """Take back what waits for the desk."""
    async with writing():
        found = [one for one in await _open(actor.public_id) if one.state is TieState.WAITING]
        if not found:
            raise Conflict("declaration.none")
        await _end(found[0].public_id, TieState.WITHDRAWN, "", at, before=TieState.WAITING)


async def own(actor: Actor) -> DeclarationView | None:
    """The actor's last declaration."""
    found = await rows(f"{_VIEW} WHERE a.id = {{}} ORDER BY d.id DESC LIMIT 1", actor.id)
    return _view(found[0]) if found else None


async def waiting(actor: Actor) -> list[DeclarationView]:
    """What waits for the desk, the longest first."""
    _check(actor)
    return [_view(row) for row in await rows(f"{_VIEW} WHERE d.state = 'waiting' ORDER BY d.created_at, d.id")]


async def approved(actor: Actor) -> list[DeclarationView]:
    """What holds now, the first to end first."""
    _check(actor)
    found = await rows(f"{_VIEW} WHERE d.state = 'approved' ORDER BY d.until, d.id LIMIT 200")
    return [_view(row) for row in found]


async def at_desk(actor: Actor, declaration: str) -> DeclarationView:
    """One declaration, for the desk."""
    _check(actor)
    return await _one(declaration)


async def approve(actor: Actor, declaration: str, *, at: datetime) -> DeclarationView:
    """The desk has seen the proof: the account's zone is the declared one. Who the person is, is verified after."""
    async with writing():
        found = await _decided(actor, declaration)
        assert found.birth_date is not None
        for earlier in await _open(found.account):
            await _end(earlier.public_id, TieState.WITHDRAWN, "", at, before=TieState.APPROVED)
        await residences.settle(found.account, found.birth_date, found.neighbourhood, at=at)
        await rows(
            "UPDATE self_declaration SET state = 'approved', decided_by = {}, decided_at = {} WHERE public_id = {}",
            actor.public_id,
            at,
            declaration,
        )
        await journal.note(actor, "tie.approved", "account", found.account, {"basis": str(found.basis)}, at=at)
    return found


async def refuse(actor: Actor, declaration: str, reason: str, *, at: datetime) -> DeclarationView:
    """The desk refuses, with a reason that the person reads."""
    text = tidy(reason)
    if not text or len(text) > LONGEST_REASON:
        code = "declaration.reason_long" if text else "declaration.reason_missing"
        raise Invalid(code, fields={"reason": code})
    async with writing():
        found = await _decided(actor, declaration)
        await _end(declaration, TieState.REFUSED, text, at, before=TieState.WAITING, by=actor.public_id)
        await journal.note(actor, "tie.refused", "account", found.account, {"basis": str(found.basis)}, at=at)
    return found


async def ending(*, at: datetime) -> list[DeclarationView]:
    """Approved ones that end within thirty days and whose person has not been told."""
    soon = in_rome(at).date() + WARNED
    found = await rows(f"{_VIEW} WHERE d.state = 'approved' AND d.until <= {{}} AND d.warned_at IS NULL", soon)
    return [_view(row) for row in found]


async def mark_warned(declaration: str, *, at: datetime) -> bool:
    """Whether nobody has told the person before. Call inside `writing()`."""
    return bool(
        await rows(
            "UPDATE self_declaration SET warned_at = {} WHERE public_id = {} AND warned_at IS NULL RETURNING id",
            at,
            declaration,
        )
    )


async def over(*, at: datetime) -> list[DeclarationView]:
    """Approved ones whose last day is past."""
    found = await rows(f"{_VIEW} WHERE d.state = 'approved' AND d.until < {{}}", in_rome(at).date())
    return [_view(row) for row in found]


async def expire(declaration: DeclarationView, *, at: datetime) -> bool:
    """End one that is over; whether the account's verification rests on it: nobody has written another residence
    since, and it is verified. Call inside `writing()`."""
    account = await held(declaration.account)
    if not await _end(declaration.public_id, TieState.EXPIRED, "", at, before=TieState.APPROVED):
        return False
    return bool(account["verified_at"]) and account["declared_at"] == declaration.decided_at


async def _decided(actor: Actor, declaration: str) -> DeclarationView:
    """The declaration that is about to be decided. Raises Conflict declaration.decided, NotAllowed desk.own_account."""
    _check(actor)
    if is_postgres():
        await rows("SELECT id FROM self_declaration WHERE public_id = {} FOR UPDATE", declaration)
    found = await _one(declaration)
    if found.account == actor.public_id:
        raise NotAllowed("desk.own_account")
    if found.state is not TieState.WAITING:
        raise Conflict("declaration.decided")
    return found


async def _end(declaration: str, state: TieState, reason: str, at: datetime, *, before: TieState, by: str = "") -> bool:
    """End what was `before` until now. Ended declarations keep no birth date."""
    return bool(
        await rows(
            "UPDATE self_declaration SET state = {}, reason = {}, decided_at = coalesce(decided_at, {}), "
            "decided_by = {}, birth_date = NULL WHERE public_id = {} AND state = {} RETURNING id",
            str(state),
            reason,
            at,
            by,
            declaration,
            str(before),
        )
    )


async def _open(account: str) -> list[DeclarationView]:
    found = await rows(f"{_VIEW} WHERE a.public_id = {{}} AND d.state IN ('waiting', 'approved')", account)
    return [_view(row) for row in found]


async def _one(declaration: str) -> DeclarationView:
    found = await rows(f"{_VIEW} WHERE d.public_id = {{}}", declaration)
    if not found:
        raise NotFound("declaration.unknown")
    return _view(found[0])


def _view(row: dict[str, Any]) -> DeclarationView:
    return DeclarationView(**{**row, "basis": Basis(row["basis"]), "state": TieState(row["state"])})


def _check(actor: Actor) -> None:
    if refusal := rules.may_work_at_desk(actor):
        raise refusal
