# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Making two accounts one, and taking that back: each a transaction in which rights, writings and names move together.

The account that goes stays as a row without anything personal: closed votes and rolls name it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from datetime import date, datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.ballots import rights
from deliberation.ballots.mergers import belongings, rules
from deliberation.ballots.mergers.sides import side
from deliberation.ballots.rights import Reason
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, NotFound
from deliberation.notices.notices import tell
from deliberation.people import pseudonyms
from deliberation.people.access import devices, links, sessions
from deliberation.people.holding import held
from deliberation.people.tables import Account, AccountMerger
from deliberation.records import journal, outbox
from deliberation.text import public_id

_HOME = ("birth_date", "neighbourhood", "street", "civic_number", "civic_suffix", "declared_at")
_DOOR = ("email", "password_hash")
_SHOWN = ("pseudonym", "public_name", "name_kind", "shows_place")
_REMEMBERED = (*_HOME, *_DOOR, *_SHOWN, "person", "verified_at")


async def merge(actor: Actor, kept: str, dropped: str, *, email_of: str, at: datetime) -> str:
    """The account `dropped` goes into `kept` (public ids); `email_of` says whose address and password remain.

    The id of the merger comes back, with which it can be undone for a month. Raises what `rules.may_merge` says.
    """
    async with _both(kept, dropped, at):
        sides = await side(kept, at=at), await side(dropped, at=at)
        if refusal := rules.may_merge(actor, *sides):
            raise refusal
        one, other = await held(kept), await held(dropped)
        memory: dict[str, Any] = {"kept": _values(one), "dropped": _values(other)}
        await rights.end_rights(dropped, Reason.MERGED, at=at)
        memory |= await belongings.move(one["id"], other["id"])
        await _empty(other, at)
        memory["after"] = await _fill(one, other, takes_door=email_of == dropped, at=at)
        for account in (one, other):
            await _sign_out(account["id"], at)
        made = AccountMerger(
            public_id=public_id(),
            kept=one["id"],
            dropped=other["id"],
            merged_by=actor.public_id,
            merged_at=at,
            memory=json.dumps(memory, default=str),
        )
        await AccountMerger.insert(made)
        await _tell(one, other, "account.merged", memory["after"]["email"], at)
        await _note_verifications(actor, one, other, memory["after"], at)
        detail = {"merged": dropped, "moved": belongings.numbers(memory)}
        await journal.note(actor, "account.merged", "account", kept, detail, at=at)
    return made.public_id


async def undo(actor: Actor, merger: str, *, at: datetime) -> tuple[str, str]:
    """The two accounts are two again, as they were: the public ids of the kept one and of the one that is back."""
    found = await rows(
        "SELECT m.id, m.merged_at, m.memory, m.undone_at, k.public_id AS kept, d.public_id AS dropped, d.id AS number "
        "FROM account_merger m JOIN account k ON k.id = m.kept JOIN account d ON d.id = m.dropped "
        "WHERE m.public_id = {}",
        merger,
    )
    if not found:
        raise NotFound("merge.unknown")
    row = found[0]
    async with _both(row["kept"], row["dropped"], at):
        one = await held(row["kept"])
        done = await rows(
            "UPDATE account_merger SET undone_at = {}, undone_by = {}, memory = {} WHERE id = {} "
            "AND undone_at IS NULL RETURNING id",
            at,
            actor.public_id,
            rules.FORGOTTEN,
            row["id"],
        )
        memory = json.loads(row["memory"])
        if refusal := rules.may_undo(actor, one["id"], row["merged_at"], bool(memory and done), at):
            raise refusal
        await _check_unchanged(one, row["number"], memory)
        await belongings.move_back(one["id"], row["number"], memory)
        await _restore(one, row["number"], memory, at)
        for account in (one["id"], row["number"]):
            await _sign_out(account, at)
        other = await held(row["dropped"])
        await _tell(one, other, "account.unmerged", memory["kept"]["email"], at)
        for name, before, now in ((row["kept"], one, memory["kept"]), (row["dropped"], {}, memory["dropped"])):
            if now["verified_at"] and not before.get("verified_at"):
                await journal.note(actor, "residence.verified", "account", name, {"unmerged": True}, at=at)
            elif before.get("verified_at") and not now["verified_at"]:
                act = "residence.verification_withdrawn"
                await journal.note(actor, act, "account", name, {"reason": "unmerged"}, at=at)
        await journal.note(actor, "account.unmerged", "account", row["kept"], {"merged": row["dropped"]}, at=at)
    return row["kept"], row["dropped"]


async def forget(*, at: datetime) -> None:
    """What undoing needs, addresses among it, is kept no longer than undoing is possible."""
    async with writing():
        await rows(
            "UPDATE account_merger SET memory = {} WHERE merged_at < {} AND memory <> {}",
            rules.FORGOTTEN,
            at - rules.UNDOABLE,
            rules.FORGOTTEN,
        )


@contextlib.asynccontextmanager
async def _both(kept: str, dropped: str, at: datetime) -> AsyncIterator[None]:
    """One transaction with what happens to the rights of both."""
    async with rights.following(kept, Reason.CORRECTED, at=at), rights.following(dropped, Reason.MERGED, at=at):
        await lock("identity")
        yield


def _values(account: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value := account[name], date) else value for name in _REMEMBERED}


async def _empty(other: Mapping[str, Any], at: datetime) -> None:
    await Account.update(
        {
            Account.email: f"deleted:{other['public_id']}",
            Account.password_hash: "",
            Account.pseudonym: pseudonyms.DELETED,
            Account.public_name: "",
            Account.name_kind: "place",
            Account.shows_place: False,
            Account.birth_date: None,
            Account.street: None,
            Account.neighbourhood: None,
            Account.civic_number: None,
            Account.civic_suffix: "",
            Account.declared_at: None,
            Account.verified_at: None,
            Account.person: None,
            Account.deleted_at: at,
        }
    ).where(Account.id == other["id"])


async def _fill(one: Mapping[str, Any], other: Mapping[str, Any], *, takes_door: bool, at: datetime) -> dict[str, Any]:
    """The kept account gets what only the other one had: the person, the verified home, if asked the way in."""
    changes: dict[str, Any] = {}
    if takes_door:
        changes |= {name: other[name] for name in _DOOR}
    if one["person"] is None:
        changes["person"] = other["person"]
    if other["verified_at"] and not one["verified_at"]:
        changes |= {name: other[name] for name in _HOME} | {"verified_at": at}
    if changes:
        columns = {getattr(Account, name): value for name, value in changes.items()}
        await Account.update(columns).where(Account.id == one["id"])
    return _values({**one, **changes})


async def _check_unchanged(one: Mapping[str, Any], other: int, memory: Mapping[str, Any]) -> None:
    """Nothing that would be overwritten has changed since, and both addresses are free."""
    now, after = _values(one), memory["after"]
    if any(now[name] != after[name] for name in ("person", "verified_at", *_HOME, "email")):
        raise Conflict("merge.changed_since")
    addresses = {memory["kept"]["email"], memory["dropped"]["email"]}
    taken = await rows(
        "SELECT id FROM account WHERE email IN ({}, {}) AND id NOT IN ({}, {})", *sorted(addresses), one["id"], other
    )
    if taken:
        raise Conflict("merge.address_taken")


async def _restore(one: Mapping[str, Any], other: int, memory: Mapping[str, Any], at: datetime) -> None:
    """Addresses and people are unique: what the kept account had of the other one goes before it comes there."""
    before, back = _typed(memory["kept"]), _typed(memory["dropped"])
    names = (*_HOME, "email", "person") if before["email"] == one["email"] else (*_HOME, *_DOOR, "person")
    mine: dict[Any, Any] = {getattr(Account, name): before[name] for name in names}
    mine[Account.verified_at] = one["verified_at"] if before["verified_at"] else None
    await Account.update(mine).where(Account.id == one["id"])
    theirs: dict[Any, Any] = {getattr(Account, name): back[name] for name in _REMEMBERED}
    theirs |= {Account.verified_at: at if back["verified_at"] else None, Account.deleted_at: None}
    if back["public_name"] and await Account.exists().where(Account.public_name == back["public_name"]):
        theirs |= {
            Account.public_name: "",
            Account.name_kind: "place",
            Account.pseudonym: await pseudonyms.a_free_one(),
        }
    await Account.update(theirs).where(Account.id == other)


def _typed(stored: Mapping[str, Any]) -> dict[str, Any]:
    instants = {
        name: datetime.fromisoformat(stored[name]) if stored[name] else None for name in ("declared_at", "verified_at")
    }
    born = date.fromisoformat(stored["birth_date"]) if stored["birth_date"] else None
    return {**stored, **instants, "birth_date": born}


async def _sign_out(account: int, at: datetime) -> None:
    await sessions.close_all(account)
    await devices.forget(account)
    await links.revoke_all(account, at=at)


async def _tell(one: Mapping[str, Any], other: Mapping[str, Any], act: str, remains: str, at: datetime) -> None:
    """In the program and at both addresses: whichever of the two was not this person's hears of it."""
    await tell(one["id"], act, {}, "/profilo", at=at)
    for account in (one, other):
        parameters = {"remains": remains, "path": "/accesso"}
        await outbox.queue(act.replace(".", "-"), account["email"], account["locale"], parameters, at=at)


async def _note_verifications(
    actor: Actor, one: Mapping[str, Any], other: Mapping[str, Any], after: Mapping[str, Any], at: datetime
) -> None:
    if other["verified_at"]:
        reason = {"reason": "merged"}
        await journal.note(actor, "residence.verification_withdrawn", "account", other["public_id"], reason, at=at)
    if after["verified_at"] and not one["verified_at"]:
        await journal.note(actor, "residence.verified", "account", one["public_id"], {"merged": True}, at=at)
