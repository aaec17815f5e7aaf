# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The roll: who may vote, written once before the vote opens."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.actor import Actor, Role
from deliberation.ballots.rules import Entry
from deliberation.ballots.seals import roll_seal
from deliberation.ballots.tables import RollEntry
from deliberation.clock import age_on, in_rome
from deliberation.consultations.marks import mark_roll
from deliberation.consultations.voters import VOTERS, VOTERS_FROM, voters_from
from deliberation.database import is_postgres, lock, rows, writing
from deliberation.errors import Conflict, NotAllowed, NotFound
from deliberation.people.register.entitled import FACTS, FACTS_FROM, facts_alike, facts_of
from deliberation.places.loads import bulk
from deliberation.records import journal
from deliberation.regulations.eligibility import Answer, Fact, Unknown, Yes

BATCH = 500
# Who may vote, of the lines of a roll: not who was struck from it, nor an account that went into another one.
ENTITLED = "e.suspended_for NOT IN ('struck', 'merged')"
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
    """Writes the roll: verified people of the consultation's neighbourhoods to whom its regulation says yes.

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
            for person, found in await _answered(consultation, at)
            if isinstance(found, Yes)
        ]
        await bulk.insert(
            "roll_entry",
            {"consultation": "bigint", "account": "bigint", "neighbourhood": "bigint", "age": "int"},
            [[consultation_id, person["id"], person["neighbourhood"], age] for person, age in people],
        )
        view = RollView(len(people), hash_of(person["public_id"] for person, _ in people))
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
    return await _terms(consultation_id, " FOR UPDATE OF c" if is_postgres() else "")


async def _terms(consultation_id: int, lock: str = "") -> dict[str, Any]:
    found = await rows(
        f"SELECT c.id, c.slug, c.city_wide, {VOTERS} FROM consultation c {VOTERS_FROM} WHERE c.id = {{}}{lock}",
        consultation_id,
    )
    if not found:
        raise NotFound("vote.unknown")
    return found[0]


_STANDING = (
    "a.verified_at IS NOT NULL AND a.disabled_at IS NULL AND a.deleted_at IS NULL AND a.birth_date IS NOT NULL "
    "AND a.neighbourhood IS NOT NULL AND ({} OR a.neighbourhood IN "
    "(SELECT neighbourhood FROM consultation_neighbourhood WHERE consultation = {}))"
)


async def _answered(consultation: dict[str, Any], at: datetime) -> list[tuple[dict[str, Any], Answer]]:
    """Verified people with a usable account where the consultation is held, and what its regulation says of each."""
    sql = f"SELECT a.id, a.public_id, {FACTS} FROM account a {FACTS_FROM} WHERE {_STANDING} ORDER BY a.id"
    voters = voters_from(consultation, at)
    found = await rows(sql, bool(consultation["city_wide"]), consultation["id"])
    return [(row, voters.answer(facts_of(row))) for row in found]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A roll that would be frozen now: people by neighbourhood (row id), and of how many a fact is not known, which
    leaves them out. Small numbers are not for everybody."""

    stand: Mapping[int, int]
    unknown: Mapping[Fact, int]

    @property
    def size(self) -> int:
        return sum(self.stand.values())


async def forecast(consultation_id: int, *, at: datetime) -> Forecast:
    """The roll as it would be frozen now."""
    terms = await _terms(consultation_id)
    voters = voters_from(terms, at)
    found = [
        (row["neighbourhood"], int(row["n"]), voters.answer(facts_of(row)))
        for row in await facts_alike(voters.limits, _STANDING, bool(terms["city_wide"]), consultation_id)
    ]
    stand, unknown = Counter[int](), Counter[Fact]()
    for place, n, said in found:
        if isinstance(said, Yes):
            stand[place] += n
        elif isinstance(said, Unknown):
            unknown[said.fact] += n
    return Forecast(stand, unknown)


async def on_roll(consultation_id: int) -> dict[int, int]:
    """How many people may vote by a frozen roll, by neighbourhood (row id). Small numbers are not for everybody."""
    found = await rows(
        "SELECT e.neighbourhood, count(*) AS n FROM roll_entry e WHERE e.consultation = {} "
        f"AND e.neighbourhood IS NOT NULL AND {ENTITLED} GROUP BY e.neighbourhood",
        consultation_id,
    )
    return {row["neighbourhood"]: int(row["n"]) for row in found}
