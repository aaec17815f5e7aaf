# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The roll: who may vote, written once before the vote opens."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.actor import Actor, Role
from deliberation.ballots.rules import Entry
from deliberation.ballots.tables import RollEntry
from deliberation.clock import in_rome
from deliberation.consultations.marks import mark_roll
from deliberation.consultations.voters import VOTERS, VOTERS_FROM, voters_from
from deliberation.database import is_postgres, lock, rows, writing
from deliberation.errors import Conflict, NotAllowed, NotFound
from deliberation.people.holding import ROLLS
from deliberation.people.register.entitled import facts_alike, facts_of, kinds
from deliberation.records import journal
from deliberation.regulations.eligibility import Fact, Unknown, Yes
from voting.canonical import sha256

BATCH = 500
# Who may vote, of the lines of a roll: not who was struck from it, nor an account that went into another one.
ENTITLED = "e.suspended_for NOT IN ('struck', 'merged')"


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
        await _enrol(consultation, at)
        view, seal = await _told(consultation_id)
        await mark_roll(consultation_id, view.hash, at=at)
        detail = {"size": view.size, "hash": view.hash, "seal": seal}
        await journal.note(actor, "roll.frozen", "consultation", consultation["slug"], detail, at=at)
    return view


async def _enrol(consultation: dict[str, Any], at: datetime) -> None:
    """One line for each to whom the answer is yes. The regulation answers once for all who are of a kind, the database
    writes whoever they are: of 100,000 people none is looked at here, and nobody who asks for a page waits for them."""
    voters, where = voters_from(consultation, at), (bool(consultation["city_wide"]), consultation["id"])
    alike = await facts_alike(voters.limits, _STANDING, *where)
    entitled = [row["kind"] for row in alike if isinstance(voters.answer(facts_of(row)), Yes)]
    day = in_rome(at).date()
    if is_postgres():
        born, chosen = "CAST(to_char(k.birth_date, 'YYYYMMDD') AS int)", "SELECT json_array_elements_text({}::json)"
    else:
        born, chosen = "CAST(replace(k.birth_date, '-', '') AS int)", "SELECT value FROM json_each({})"
    await rows(
        "INSERT INTO roll_entry (consultation, account, neighbourhood, age) "
        f"SELECT {{}}, k.id, k.neighbourhood, ({{}} - {born}) / 10000 "
        f"FROM ({{}}) k WHERE k.kind IN ({chosen}) ORDER BY k.id",
        consultation["id"],
        int(f"{day:%Y%m%d}"),
        kinds(voters.limits, _STANDING, *where),
        json.dumps(entitled),
    )


async def _told(consultation_id: int) -> tuple[RollView, str]:
    """What the journal tells of a roll that was just written: its size and hash, and the seal as `roll_seal` makes it.

    The database puts both texts together: public ids have no letter that JSON writes otherwise.
    """
    joined, order = ("string_agg", 'COLLATE "C"') if is_postgres() else ("group_concat", "")
    [found] = await rows(
        f"SELECT count(*) AS size, {joined}(l.public_id, '\n') AS ids, {joined}(l.line, ',') AS lines FROM ("
        """SELECT a.public_id, '["' || a.public_id || '",' || e.neighbourhood || ',' || e.age || ']' AS line """
        "FROM roll_entry e JOIN account a ON a.id = e.account "
        f"WHERE e.consultation = {{}} ORDER BY a.public_id {order}) l",
        consultation_id,
    )
    return RollView(int(found["size"]), sha256(found["ids"] or "")), sha256(f"[{found['lines'] or ''}]")


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
