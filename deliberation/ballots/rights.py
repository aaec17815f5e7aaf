# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The right to vote of who stands on a frozen roll: it falls with the conditions that the roll was made by.

Every act that can take one of them away, or give it back, goes through here: in its transaction the person's rights in
votes that have not closed are suspended or reinstated. A suspended right casts no ballot, and the ballot that it has
cast is set aside: it is not counted unless the right is reinstated before the vote closes. Afterwards nothing changes.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from deliberation.actor import SYSTEM, Actor
from deliberation.consultations.voters import VOTERS, VOTERS_FROM, voters_from
from deliberation.database import is_postgres, lock, rows, writing
from deliberation.notices import desk
from deliberation.notices.notices import tell
from deliberation.people import residences, suspensions
from deliberation.people.holding import ROLLS
from deliberation.people.identity.facts import PersonFacts
from deliberation.people.register.entitled import FACTS, FACTS_FROM, facts_of
from deliberation.people.residences import Address, Residence
from deliberation.people.verifications import WithdrawalReason
from deliberation.records import journal, outbox
from deliberation.regulations.eligibility import Yes


class Reason(StrEnum):
    """Why a right is suspended; the first four are those of a withdrawn verification."""

    MOVED = "moved"
    MISTAKE = "mistake"
    ASKED = "asked"
    EXPIRED = "expired"
    CHANGED = "changed"  # the person changed what the office had verified
    CORRECTED = "corrected"  # the office corrected it, and the roll would not have held the person
    DISABLED = "disabled"  # the account is suspended
    MERGED = "merged"  # the person votes with another account, into which this one went
    STRUCK = "struck"  # the office took the person off the frozen roll: corrections


@dataclass(frozen=True, slots=True)
class Right:
    """A person's right in a vote that has not closed; `suspended_for` is '' while it stands."""

    slug: str
    title: str
    closes_at: datetime
    suspended_for: str


async def withdraw(actor: Actor, holder: str, reason: WithdrawalReason, *, at: datetime) -> None:
    """The office takes a verification back, and with it the right in every vote that has not closed."""
    async with following(holder, Reason(reason), at=at):
        await desk.withdraw(actor, holder, reason, at=at)


async def verify(actor: Actor, holder: str, facts: PersonFacts, seen: datetime | None, *, at: datetime) -> None:
    """The office, or the register, knows the person behind a declaration (`verify_person`), who is told.

    Rights that had been suspended stand again where the roll still fits.
    """
    async with following(holder, Reason.CORRECTED, at=at):
        await desk.verify(actor, holder, facts, seen, at=at)


async def declare(actor: Actor, born: date, address: Address, *, at: datetime) -> Residence:
    """A person says where they live. Changing what was verified takes the verification away, and the right with it."""
    async with following(actor.public_id, Reason.CHANGED, at=at):
        return await residences.declare(actor, born, address, at=at)


async def correct(actor: Actor, holder: str, born: date, address: Address, *, at: datetime) -> Residence:
    """The office corrects a declaration: the right stands or falls by what is true."""
    async with following(holder, Reason.CORRECTED, at=at):
        return await desk.correct(actor, holder, born, address, at=at)


async def suspend_account(actor: Actor, holder: str, *, at: datetime) -> None:
    """Suspend an account, and with it the right in every vote that has not closed."""
    async with following(holder, Reason.DISABLED, at=at):
        await suspensions.suspend(actor, holder, at=at)


async def restore_account(actor: Actor, holder: str, *, at: datetime) -> None:
    """End a suspension; rights stand again in votes that have not closed."""
    async with following(holder, Reason.DISABLED, at=at):
        await suspensions.restore(actor, holder, at=at)


@contextlib.asynccontextmanager
async def following(holder: str, reason: Reason, *, at: datetime) -> AsyncIterator[None]:
    """Around an act on the account `holder` (public id): one transaction with what it does to the person's rights.

    Rolls being frozen, closings, and ballots on their way wait for it or are waited for: locks are taken here, in the
    order in which casting takes them, before the act writes to the journal.
    """
    async with writing():
        await lock(ROLLS)
        if is_postgres():
            await rows(
                "SELECT id FROM consultation WHERE id IN (SELECT e.consultation FROM roll_entry e "
                "JOIN account a ON a.id = e.account WHERE a.public_id = {}) AND state = 'published' "
                "ORDER BY id FOR SHARE",
                holder,
            )
            await rows(
                "SELECT e.id FROM roll_entry e JOIN account a ON a.id = e.account WHERE a.public_id = {} "
                "ORDER BY e.id FOR UPDATE OF e",
                holder,
            )
        yield
        await _settle(await _rights(holder, at), reason, at)


async def follow(people: Collection[int], *, at: datetime) -> None:
    """After an act on many people (row ids of `person`): the same for the rights of them all.

    Call in the act's transaction, which has locked ROLLS, and before it writes to the journal.
    """
    given = json.dumps(list(people))
    if is_postgres():
        theirs = f"FROM roll_entry e JOIN account a ON a.id = e.account WHERE {_AMONG_POSTGRES}"
        await rows(
            f"SELECT id FROM consultation WHERE id IN (SELECT e.consultation {theirs}) AND state = 'published' "
            "ORDER BY id FOR SHARE",
            given,
        )
        await rows(f"SELECT e.id {theirs} ORDER BY e.id FOR UPDATE OF e", given)
    condition = _AMONG_POSTGRES if is_postgres() else _AMONG_SQLITE
    await _settle(await rows(_RIGHTS % condition, True, given, at), Reason.CORRECTED, at)


async def _settle(found: Sequence[Mapping[str, Any]], reason: Reason, at: datetime) -> None:
    for row in found:
        if row["suspended_at"] is None and not stands(row):
            await suspend(row, reason, at)
        elif row["suspended_at"] is not None and stands(row) and row["suspended_for"] != Reason.STRUCK:
            await reinstate(row, at)


async def end_rights(holder: str, reason: Reason, *, at: datetime) -> None:
    """Suspend the rights that stand without a word to the account, which goes. Call inside `following()`."""
    for row in await _rights(holder, at):
        if row["suspended_at"] is None:
            await rows(_SUSPEND, at, str(reason), row["entry"])
            await _note(row, "ballot.set_aside", "right.suspended", str(reason), at)


async def rights(holder: str, *, at: datetime) -> tuple[Right, ...]:
    """The person's rights in votes that have not closed, the first to close first."""
    found = await _rights(holder, at)
    return tuple(Right(row["slug"], row["title"], row["closes_at"], row["suspended_for"]) for row in found)


async def rights_given_back(holder: str, *, at: datetime) -> tuple[Right, ...]:
    """The suspended rights that verifying the person as declared would reinstate."""
    found = [
        row
        for row in await _rights(holder, at)
        if row["suspended_at"] and row["suspended_for"] != Reason.STRUCK and _fits(row)
    ]
    return tuple(Right(row["slug"], row["title"], row["closes_at"], row["suspended_for"]) for row in found)


_SUSPEND = "UPDATE roll_entry SET suspended_at = {}, suspended_for = {} WHERE id = {}"
_RIGHTS = f"""
SELECT e.id AS entry, e.suspended_at, e.suspended_for, c.slug, c.title, {VOTERS}, f.closes_at,
       a.id AS account, a.email, a.locale, a.disabled_at, a.deleted_at, {FACTS},
       (c.city_wide = {{}} OR EXISTS (SELECT 1 FROM consultation_neighbourhood n
        WHERE n.consultation = c.id AND n.neighbourhood = a.neighbourhood)) AS lives_there
FROM roll_entry e
JOIN account a ON a.id = e.account {FACTS_FROM}
JOIN consultation c ON c.id = e.consultation AND c.state = 'published' {VOTERS_FROM}
WHERE %s AND f.closes_at > {{}}
ORDER BY f.closes_at, c.id, e.id
"""
_AMONG_SQLITE = "a.person IN (SELECT value FROM json_each({}))"
_AMONG_POSTGRES = "a.person IN (SELECT value::bigint FROM jsonb_array_elements_text({}::jsonb))"


async def _rights(holder: str, at: datetime) -> list[dict[str, Any]]:
    return await rows(_RIGHTS % "a.public_id = {}", True, holder, at)


def stands(row: Mapping[str, Any]) -> bool:
    """Whether the roll, frozen on its day, would hold this person as the account is now; a row as _RIGHTS has."""
    return row["verified_at"] is not None and _fits(row)


def _fits(row: Mapping[str, Any]) -> bool:
    """The same as if the office verified the person as declared."""
    if row["disabled_at"] or row["deleted_at"] or not row["lives_there"]:
        return False
    facts = replace(facts_of(row), is_checked=True)
    return isinstance(voters_from(row, row["roll_frozen_at"]).answer(facts), Yes)


async def suspend(row: Mapping[str, Any], reason: Reason, at: datetime) -> None:
    """The right rests, its ballots are set aside, the person is told. In the transaction of `following()`, or under its
    locks."""
    await rows(_SUSPEND, at, str(reason), row["entry"])
    path, mail = _words(row)
    await tell(row["account"], "vote.suspended", {"title": row["title"]}, path, at=at)
    await outbox.queue("vote-suspended", row["email"], row["locale"], {**mail, "reason": str(reason)}, at=at)
    await _note(row, "ballot.set_aside", "right.suspended", str(reason), at)


async def reinstate(row: Mapping[str, Any], at: datetime) -> None:
    """The right stands again, its ballots count, the person is told. In the transaction of `following()`, or under its
    locks."""
    await rows("UPDATE roll_entry SET suspended_at = NULL, suspended_for = '' WHERE id = {}", row["entry"])
    path, mail = _words(row)
    await tell(row["account"], "vote.reinstated", {"title": row["title"]}, path, at=at)
    await outbox.queue("vote-reinstated", row["email"], row["locale"], mail, at=at)
    await _note(row, "ballot.reinstated", "right.reinstated", str(row["suspended_for"]), at)


def _words(row: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    path = f"/consultazioni/{row['slug']}/vota"
    return path, {"title": row["title"], "path": path}


async def _note(row: Mapping[str, Any], with_ballot: str, without: str, reason: str, at: datetime) -> None:
    """The journal names the ballots, if there are any, and never the person."""
    cast = await rows("SELECT public_id FROM ballot WHERE roll_entry = {} ORDER BY id", row["entry"])
    if not cast:
        await journal.note(SYSTEM, without, "consultation", row["slug"], {"reason": reason}, at=at)
    for ballot in cast:
        detail = {"reason": reason, "ballot": ballot["public_id"]}
        await journal.note(SYSTEM, with_ballot, "consultation", row["slug"], detail, at=at)
