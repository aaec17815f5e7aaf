# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Both sides of the comparison of `analytics.integrity`: the journal played through, and the tables as they stand."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from analytics.integrity.acts import Act, Record, VoteActs
from analytics.integrity.faults import Fault, VoteTables, people_faults, vote_faults
from deliberation.ballots.seals import roll_seal
from deliberation.ballots.tables import Ballot, Tally
from deliberation.consultations.seals import vote_terms
from deliberation.database import reading, rows
from deliberation.records import journal
from voting import RULES


async def faults() -> tuple[list[Fault], int]:
    """Every difference between journal and tables, and how many votes were compared. One snapshot."""
    async with reading():
        told = await record()
        found = list(people_faults(told, await _grants(), await _verified()))
        number = 0
        seen = set()
        async for tables in _votes():
            number += 1
            seen.add(tables.slug)
            found += vote_faults(told.votes.get(tables.slug, VoteActs()), tables)
        hidden = {slug: vote for slug, vote in told.votes.items() if slug not in seen}
        gone = [slug for slug, vote in hidden.items() if vote.terms or vote.roll or vote.ballots]
        found += [Fault("vote_missing", slug, {}) for slug in sorted(gone)]
    return found, number


async def record() -> Record:
    """The journal, act by act."""
    told = Record()
    async for row in journal.walk():
        told.add(Act(row["at"], row["act"], row["subject"], json.loads(row["detail"])))
    return told


async def _votes() -> AsyncIterator[VoteTables]:
    """Every consultation that has left its draft and has a vote, one at a time."""
    for row in await rows(
        "SELECT id, slug, rule, state, ballot_frozen_at, roll_frozen_at, roll_hash, lot_secret, lot_commitment, "
        "lot_value, imported_from FROM consultation WHERE ballot_kind <> '' AND state <> 'draft' ORDER BY slug"
    ):
        yield await _tables(row)


async def _tables(row: dict[str, Any]) -> VoteTables:
    number = row["id"]
    roll = await rows(
        "SELECT coalesce(a.public_id, r.anonymous_id) AS name, r.neighbourhood, r.age, "
        "r.added_at IS NOT NULL AS is_added, r.suspended_for = 'struck' AS is_struck FROM roll_entry r "
        "LEFT JOIN account a ON a.id = r.account WHERE r.consultation = {}",
        number,
    )
    lines = [((entry["name"], entry["neighbourhood"], entry["age"]), entry) for entry in roll]
    tallies = await Tally.select().where(Tally.consultation == number)
    pots = {pot["id"]: pot["key"] for pot in await rows("SELECT id, key FROM pot WHERE consultation = {}", number)}
    suspended = await rows(
        "SELECT b.public_id, (e.suspended_at IS NOT NULL AND e.suspended_for <> '') AS is_whole FROM roll_entry e "
        "LEFT JOIN ballot b ON b.roll_entry = e.id "
        "WHERE e.consultation = {} AND (e.suspended_at IS NOT NULL OR e.suspended_for <> '')",
        number,
    )
    aside = [entry["public_id"] for entry in suspended if entry["public_id"] is not None and entry["is_whole"]]
    selected = await rows("SELECT option_id FROM proposal WHERE consultation = {} AND state = 'selected'", number)
    return VoteTables(
        slug=row["slug"],
        state=row["state"],
        is_frozen=row["ballot_frozen_at"] is not None,
        roll_hash=row["roll_hash"] if row["roll_frozen_at"] else "",
        lot_secret=row["lot_secret"],
        lot_commitment=row["lot_commitment"],
        lot_value=row["lot_value"],
        is_imported=bool(row["imported_from"]),
        terms=await vote_terms(number),
        roll=tuple(line for line, entry in lines if not entry["is_added"]),
        added=frozenset(roll_seal([line]) for line, entry in lines if entry["is_added"]),
        struck=frozenset(roll_seal([line]) for line, entry in lines if entry["is_struck"]),
        ballots=tuple(await Ballot.select().where(Ballot.consultation == number)),
        tallies=tuple(
            {**tally, "outcome": _read(tally["outcome"]), "pot_key": pots.get(tally["pot"], "")} for tally in tallies
        ),
        selected=frozenset(option["option_id"] for option in selected),
        answers=frozenset(RULES[row["rule"]].answers if row["rule"] in RULES else ()),
        aside=frozenset(aside),
        suspended=len(suspended) - len(aside),
    )


def _read(outcome: str) -> dict[str, Any]:
    """A stored outcome; one that is no JSON object any more is empty, and so no outcome of the journal."""
    try:
        found = json.loads(outcome)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


async def _grants() -> set[tuple[str, str, str]]:
    found = await rows(
        "SELECT a.public_id, g.role, coalesce(n.slug, '') AS place FROM role_grant g "
        "JOIN account a ON a.id = g.account LEFT JOIN neighbourhood n ON n.id = g.neighbourhood "
        "WHERE g.revoked_at IS NULL"
    )
    return {(row["public_id"], row["role"], row["place"]) for row in found}


async def _verified() -> dict[str, datetime]:
    found = await rows("SELECT public_id, verified_at FROM account WHERE verified_at IS NOT NULL")
    return {row["public_id"]: row["verified_at"] for row in found}
