# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journal of acts: append-only, each entry chained to the one before it by its hash.

The chain finds an entry that was changed, removed, inserted or moved. It cannot find that the *last* entries were cut
off: for that, keep a head (`rione doctor --journal` prints it) somewhere else and give it back with `--head`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.database import lock, rows, writing
from deliberation.records.tables import JournalEntry
from voting.canonical import canonical_json, sha256

NO_HASH = "0" * 64
_APPEND = """
INSERT INTO journal_entry (sequence, at, actor, act, subject_kind, subject, detail, previous_hash, hash)
VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {})
"""
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the chain; sequence 0 while there is none."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry at which the chain breaks. `kind`: missing, changed, unlinked, cut, outside (before 1)."""

    sequence: int
    kind: str


@dataclass(frozen=True, slots=True)
class Check:
    """What a walk along the whole chain found."""

    head: Head
    fault: Fault | None


def entry_hash(row: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of everything in an entry but its own hash."""
    return sha256(
        canonical_json(
            {
                "sequence": row["sequence"],
                "at": row["at"].astimezone(UTC).isoformat(timespec="microseconds"),
                "actor": row["actor"],
                "act": row["act"],
                "subject_kind": row["subject_kind"],
                "subject": row["subject"],
                "detail": row["detail"],
                "previous_hash": row["previous_hash"],
            }
        )
    )


async def note(
    actor: Actor,
    act: str,
    subject_kind: str,
    subject: str,
    detail: Mapping[str, object] | None = None,
    *,
    at: datetime,
) -> None:
    """Write one act at the end of the chain, in the transaction that is open. No personal data in `detail`.

    From here to the end of the transaction other writers of the journal wait: note last, and do no slow work after.
    """
    async with writing():
        await lock("journal")
        before = await head()
        row: dict[str, Any] = {
            "sequence": before.sequence + 1,
            "at": at,
            "actor": actor.public_id,
            "act": act,
            "subject_kind": subject_kind,
            "subject": subject,
            "detail": canonical_json(detail or {}),
            "previous_hash": before.hash,
        }
        await rows(_APPEND, *row.values(), entry_hash(row))


async def head() -> Head:
    """The last entry."""
    last = await rows("SELECT sequence, hash FROM journal_entry ORDER BY sequence DESC LIMIT 1")
    return Head(last[0]["sequence"], last[0]["hash"]) if last else Head(0, NO_HASH)


async def check(known: Head | None = None) -> Check:
    """Walk along the chain from its first entry; `known` is an earlier head that must still be in it."""
    before = Head(0, NO_HASH)
    async for row in walk():
        fault = _fault(row, before)
        if fault is None and known and known.sequence == row["sequence"] and known.hash != row["hash"]:
            fault = Fault(row["sequence"], "changed")
        if fault is not None:
            return Check(before, fault)
        before = Head(row["sequence"], row["hash"])
    if known and known.sequence > before.sequence:
        return Check(before, Fault(before.sequence + 1, "cut"))
    return Check(before, None)


async def walk() -> AsyncIterator[dict[str, Any]]:
    """Every stored entry by its sequence, also one that stands before the first. Read in batches."""
    batch = await JournalEntry.select().order_by(JournalEntry.sequence).limit(_BATCH)
    while batch:
        for row in batch:
            yield row
        last = batch[-1]["sequence"]
        batch = (
            await JournalEntry.select()
            .where(JournalEntry.sequence > last)
            .order_by(JournalEntry.sequence)
            .limit(_BATCH)
        )


def _fault(row: Mapping[str, Any], before: Head) -> Fault | None:
    sequence: int = row["sequence"]
    if sequence < 1:
        return Fault(sequence, "outside")
    if sequence != before.sequence + 1:
        return Fault(before.sequence + 1, "missing")
    if row["previous_hash"] != before.hash:
        return Fault(sequence, "unlinked")
    if row["hash"] != entry_hash(row):
        return Fault(sequence, "changed")
    return None
