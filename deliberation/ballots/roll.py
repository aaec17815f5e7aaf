# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The roll: who may vote, written once before the vote opens."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.actor import Actor, Role
from deliberation.ballots.rules import Entry
from deliberation.ballots.seals import roll_seal
from deliberation.ballots.tables import RollEntry
from deliberation.clock import age_on, born_by, in_rome
from deliberation.consultations.marks import mark_roll
from deliberation.database import is_postgres, lock, rows, writing
from deliberation.errors import Conflict, NotAllowed, NotFound
from deliberation.records import journal

BATCH = 500
ROLLS = "rolls"  # the lock of who writes a roll and of who changes what makes a person stand on one


@dataclass(frozen=True, slots=True)
class RollView:
    """A frozen roll: how many may vote, and SHA-256 of their sorted public ids, one a line."""

    size: int
    hash: str


def hash_of(public_ids: Iterable[str]) -> str:
    """The fingerprint of a roll."""
    return hashlib.sha256("\n".join(sorted(public_ids)).encode()).hexdigest()


async def freeze(actor: Actor, consultation_id: int, *, at: datetime) -> RollView:
    """Writes the roll: verified people of the consultation's neighbourhoods, old enough on this day in Rome.

    Raises NotAllowed unless the office acts, Conflict roll.frozen_already the second time, NotFound.
    """
    if not actor.has(Role.OFFICE):
        raise NotAllowed("role.needed")
    async with writing():
        await lock(ROLLS)
        consultation = await locked(consultation_id)
        if consultation["roll_frozen_at"] is not None:
            raise Conflict("roll.frozen_already")
        today = in_rome(at).date()
        people = [
            (person, age_on(person["birth_date"], today))
            for person in await _verified(consultation)
            if age_on(person["birth_date"], today) >= consultation["min_age"]
        ]
        entries = [
            RollEntry(
                consultation=consultation_id, account=person["id"], neighbourhood=person["neighbourhood"], age=age
            )
            for person, age in people
        ]
        await write_entries(entries)
        view = RollView(len(entries), hash_of(person["public_id"] for person, _ in people))
        await mark_roll(consultation_id, view.hash, at=at)
        seal = roll_seal((person["public_id"], person["neighbourhood"], age) for person, age in people)
        detail = {"size": view.size, "hash": view.hash, "seal": seal}
        await journal.note(actor, "roll.frozen", "consultation", consultation["slug"], detail, at=at)
    return view


async def write_entries(entries: Sequence[RollEntry]) -> list[int]:
    """Inserts entries in batches; the new row ids, in order."""
    ids: list[int] = []
    for start in range(0, len(entries), BATCH):
        found = await RollEntry.insert(*entries[start : start + BATCH])
        ids += [row["id"] for row in found]
    return ids


ENTRY_COLUMNS = (
    "e.id, e.neighbourhood, e.suspended_for, "
    "(a.verified_at IS NOT NULL AND a.disabled_at IS NULL AND a.deleted_at IS NULL) AS account_stands"
)


async def entry_of(actor: Actor, consultation_id: int, *, lock: bool = False) -> Entry | None:
    """The actor's line on the roll, locked until the transaction ends if asked; None when there is none."""
    if not actor.is_signed_in:
        return None
    found = await rows(
        f"SELECT {ENTRY_COLUMNS} FROM roll_entry e JOIN account a ON a.id = e.account "
        f"WHERE e.consultation = {{}} AND e.account = {{}}{' FOR UPDATE OF e' if lock and is_postgres() else ''}",
        consultation_id,
        actor.id,
    )
    return entry_from(found[0]) if found else None


def entry_from(row: dict[str, Any]) -> Entry:
    """The entry of a row with ENTRY_COLUMNS."""
    return Entry(row["id"], row["neighbourhood"], row["suspended_for"], bool(row["account_stands"]))


async def locked(consultation_id: int) -> dict[str, Any]:
    """The consultation's row, locked against everybody until the transaction ends."""
    lock = " FOR UPDATE" if is_postgres() else ""
    found = await rows(
        f"SELECT id, slug, city_wide, min_age, roll_frozen_at FROM consultation WHERE id = {{}}{lock}",
        consultation_id,
    )
    if not found:
        raise NotFound("vote.unknown")
    return found[0]


def _standing(consultation: dict[str, Any]) -> tuple[str, tuple[int, ...]]:
    """Who stands on a roll but for the age: verified, with a usable account, where the consultation is held."""
    sql = (
        "FROM account a WHERE a.verified_at IS NOT NULL AND a.disabled_at IS NULL AND a.deleted_at IS NULL "
        "AND a.birth_date IS NOT NULL AND a.neighbourhood IS NOT NULL"
    )
    if consultation["city_wide"]:
        return sql, ()
    held_in = "SELECT neighbourhood FROM consultation_neighbourhood WHERE consultation = {}"
    return f"{sql} AND a.neighbourhood IN ({held_in})", (consultation["id"],)


async def _verified(consultation: dict[str, Any]) -> list[dict[str, Any]]:
    sql, values = _standing(consultation)
    return await rows(f"SELECT a.id, a.public_id, a.neighbourhood, a.birth_date {sql} ORDER BY a.id", *values)


async def would_stand(consultation_id: int, *, at: datetime) -> dict[int, int]:
    """How many people a roll frozen now would hold, by neighbourhood (row id). Small numbers are not for everybody."""
    found = await rows("SELECT id, city_wide, min_age FROM consultation WHERE id = {}", consultation_id)
    if not found:
        raise NotFound("vote.unknown")
    sql, values = _standing(found[0])
    counted = await rows(
        f"SELECT a.neighbourhood, count(*) AS n {sql} AND a.birth_date <= {{}} GROUP BY a.neighbourhood",
        *values,
        born_by(in_rome(at).date(), found[0]["min_age"]),
    )
    return {row["neighbourhood"]: int(row["n"]) for row in counted}


async def on_roll(consultation_id: int) -> dict[int, int]:
    """How many people a frozen roll holds, by neighbourhood (row id). Small numbers are not for everybody."""
    found = await rows(
        "SELECT neighbourhood, count(*) AS n FROM roll_entry WHERE consultation = {} AND neighbourhood IS NOT NULL "
        "GROUP BY neighbourhood",
        consultation_id,
    )
    return {row["neighbourhood"]: int(row["n"]) for row in found}
