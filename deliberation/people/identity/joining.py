# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rows of two accounts that become one, and become two again: what is taken, given, and remembered for it.

Who may do it, and what becomes of rights and writings, is `ballots.mergers`' to say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.database import rows
from deliberation.errors import Conflict
from deliberation.people import pseudonyms
from deliberation.people.tables import Account, AccountMerger
from deliberation.text import public_id

_HOME = ("birth_date", "neighbourhood", "street", "civic_number", "civic_suffix", "declared_at")
_DOOR = ("email", "password_hash")
_SHOWN = ("pseudonym", "public_name", "name_kind", "shows_place")
_REMEMBERED = (*_HOME, *_DOOR, *_SHOWN, "person", "verified_at")


def values(account: Mapping[str, Any]) -> dict[str, Any]:
    """What is remembered of an account, for JSON."""
    return {name: value.isoformat() if isinstance(value := account[name], date) else value for name in _REMEMBERED}


async def empty(other: Mapping[str, Any], at: datetime) -> None:
    """Nothing personal stays in the row of the account that goes; closed votes and rolls name it."""
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


async def fill(one: Mapping[str, Any], other: Mapping[str, Any], *, takes_door: bool, at: datetime) -> dict[str, Any]:
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
    return values({**one, **changes})


async def check_unchanged(one: Mapping[str, Any], other: int, memory: Mapping[str, Any]) -> None:
    """Nothing that would be overwritten has changed since, and both addresses are free."""
    now, after = values(one), memory["after"]
    if any(now[name] != after[name] for name in ("person", "verified_at", *_HOME, "email")):
        raise Conflict("merge.changed_since")
    addresses = {memory["kept"]["email"], memory["dropped"]["email"]}
    taken = await rows(
        "SELECT id FROM account WHERE email IN ({}, {}) AND id NOT IN ({}, {})", *sorted(addresses), one["id"], other
    )
    if taken:
        raise Conflict("merge.address_taken")


async def restore(one: Mapping[str, Any], other: int, memory: Mapping[str, Any], at: datetime) -> None:
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


async def record(actor: Actor, kept: int, dropped: int, memory: Mapping[str, Any], *, at: datetime) -> str:
    """Write down who made one of two, with what undoing needs; the merger's public id."""
    made = AccountMerger(
        public_id=public_id(),
        kept=kept,
        dropped=dropped,
        merged_by=actor.public_id,
        merged_at=at,
        memory=json.dumps(memory, default=str),
    )
    await AccountMerger.insert(made)
    return str(made.public_id)
