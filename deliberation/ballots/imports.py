# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The voters of a Pabulib file as anonymous roll entries with their ballots, in bulk: one transaction a file."""

from __future__ import annotations

from datetime import datetime

from deliberation.actor import Actor
from deliberation.ballots.roll import BATCH, hash_of, write_entries
from deliberation.ballots.seals import ballot_seal, draw_salt, roll_seal, seal_of_all
from deliberation.ballots.tables import Ballot, RollEntry
from deliberation.consultations import imports
from deliberation.consultations.imports import Imported, Source
from deliberation.consultations.marks import mark_roll
from deliberation.consultations.seals import vote_terms
from deliberation.database import rows, writing
from deliberation.errors import Invalid
from deliberation.proposals.imports import write_options
from deliberation.records import journal
from deliberation.text import public_id
from voting.exchange.pabulib import Election, Voter


async def import_election(actor: Actor, election: Election, source: Source, *, at: datetime) -> Imported:
    """The file as a closed consultation with roll and ballots; the same file again changes nothing.

    Raises what `imports.create` says, and Invalid import.repeated_voter.
    """
    voters = list(election.voters())
    seen: set[str] = set()
    for voter in voters:
        if not voter.id or voter.id in seen or len(voter.id) > 60:
            raise Invalid("import.repeated_voter", file=source.file, voter=voter.id[:60])
        seen.add(voter.id)
    async with writing():
        made = await imports.create(actor, election, source, at=at)
        if made.is_new:
            await write_options(election, source, made)
            file = {
                "file": source.file,
                "sha256": source.sha256,
                "ballots": election.profile.n_ballots,
                "vote": await vote_terms(made.id),
            }
            await journal.note(actor, "consultation.imported", "consultation", made.slug, file, at=at)
            detail = await _write(made, election, voters, source.neighbourhood)
            await journal.note(actor, "ballots.imported", "consultation", made.slug, detail, at=at)
    return made


async def _write(
    made: Imported, election: Election, voters: list[Voter], neighbourhood: int | None
) -> dict[str, object]:
    """Roll and ballots; what the journal keeps of them. Times of voting are unknown: the opening stands for all.

    A ballot beyond the file's limits is void: it stays out of the box, and the consultation's warnings tell of it.
    """
    await write_entries(
        [
            RollEntry(consultation=made.id, anonymous_id=voter.id, neighbourhood=neighbourhood, age=_age(voter))
            for voter in voters
        ]
    )
    found = await rows("SELECT id, anonymous_id FROM roll_entry WHERE consultation = {}", made.id)
    entry = {row["anonymous_id"]: row["id"] for row in found}
    cast = [
        Ballot(
            public_id=public_id(),
            salt=draw_salt(),
            consultation=made.id,
            roll_entry=entry[voter.id],
            neighbourhood=neighbourhood,
            revision=1,
            marks=voter.ballot.canonical(),
            is_blank=voter.ballot.is_blank,
            cast_at=made.opens_at,
            changed_at=made.opens_at,
        )
        for voter in voters
        if not election.limits.beyond(voter.ballot.marks)
    ]
    for start in range(0, len(cast), BATCH):
        await Ballot.insert(*cast[start : start + BATCH])
    roll = hash_of(voter.id for voter in voters)
    await mark_roll(made.id, roll)
    return {
        "size": len(voters),
        "hash": roll,
        "seal": roll_seal((voter.id, neighbourhood, _age(voter)) for voter in voters),
        "ballots": len(cast),
        "seals": seal_of_all(ballot_seal(ballot.to_dict()) for ballot in cast),
    }


def _age(voter: Voter) -> int | None:
    age = voter.fields.get("age", "").strip()
    return int(age) if age.isdecimal() and len(age) <= 3 else None
