# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be read of rolls, ballots and counts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.ballots.questions import Question, question, question_of
from deliberation.ballots.roll import ENTRY_COLUMNS, entry_from
from deliberation.ballots.rules import Entry, may_see_result, may_vote
from deliberation.database import rows
from deliberation.errors import CivicError, NotFound
from voting import Ballot, Profile, ballots

__all__ = [
    "IN_THE_COUNT",
    "Booth",
    "CastBallot",
    "StoredTally",
    "Turnout",
    "booth",
    "my_ballot",
    "outcomes",
    "profile",
    "question",
    "question_of",
    "result",
    "set_aside",
    "turnout",
]


@dataclass(frozen=True, slots=True)
class CastBallot:
    """A person's recorded ballot."""

    ballot: Ballot
    revision: int
    cast_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Booth:
    """What a person finds on opening the vote: the question, whether they may vote (else why not), their ballot."""

    question: Question
    refusal: CivicError | None
    recorded: CastBallot | None
    entry: Entry | None = None

    @property
    def is_set_aside(self) -> bool:
        """The recorded ballot is not counted: the right of this person is suspended."""
        return self.recorded is not None and self.entry is not None and self.entry.suspended_for != ""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many voted. `entitled` is None when the electorate is unknown (imported votes). What pages say of it, and the
    share, is made by analytics.participation.turnout.

    `set_aside` ballots are not among `voters`: the right of who had cast them is suspended.
    """

    voters: int
    blank: int
    entitled: int | None
    set_aside: int = 0


@dataclass(frozen=True, slots=True)
class StoredTally:
    """A stored count. `outcome` is what `Outcome.as_json()` gave."""

    rule: str
    parameters: dict[str, str]
    is_official: bool
    outcome: dict[str, Any]
    transcript_it: str
    transcript_en: str
    digest: str
    program_version: str

    @property
    def winners(self) -> list[str]:
        return [str(winner) for winner in self.outcome["winners"]]

    def transcript(self, locale: str) -> str:
        return self.transcript_en if locale == "en" else self.transcript_it


# A ballot counts unless the right of who cast it is suspended: every statement about what was voted says so.
IN_THE_COUNT = "b.roll_entry NOT IN (SELECT s.id FROM roll_entry s WHERE s.suspended_at IS NOT NULL)"

_MINE = f"""
SELECT {ENTRY_COLUMNS}, b.marks, b.revision, b.cast_at, b.changed_at
FROM roll_entry e JOIN account a ON a.id = e.account LEFT JOIN ballot b ON b.roll_entry = e.id
WHERE e.consultation = {{}} AND e.account = {{}}
"""


async def booth(actor: Actor, slug: str, *, at: datetime) -> Booth:
    """The vote as this person finds it. Raises NotFound vote.unknown."""
    asked = await question(slug)
    mine = await rows(_MINE, asked.id, actor.id) if actor.is_signed_in else []
    entry = entry_from(mine[0]) if mine else None
    return Booth(asked, may_vote(actor, asked, entry, at), _cast(mine), entry)


async def my_ballot(actor: Actor, slug: str) -> CastBallot | None:
    """The actor's own recorded ballot."""
    asked = await question(slug)
    return _cast(await rows(_MINE, asked.id, actor.id) if actor.is_signed_in else [])


def _cast(found: list[dict[str, Any]]) -> CastBallot | None:
    if not found or found[0]["marks"] is None:
        return None
    row = found[0]
    return CastBallot(ballots.read(row["marks"]), row["revision"], row["cast_at"], row["changed_at"])


_TURNOUT = f"""
SELECT (SELECT count(*) FROM ballot b WHERE b.consultation = c.id AND {IN_THE_COUNT}) AS voters,
       (SELECT count(*) FROM ballot b WHERE b.consultation = c.id AND {IN_THE_COUNT} AND b.is_blank = {{}}) AS blank,
       (SELECT count(*) FROM ballot b WHERE b.consultation = c.id AND NOT ({IN_THE_COUNT})) AS set_aside,
       (SELECT count(*) FROM roll_entry e WHERE e.consultation = c.id) AS entitled,
       c.imported_from, c.roll_frozen_at
FROM consultation c WHERE c.id = {{}}
"""


async def turnout(consultation_id: int) -> Turnout:
    """How many voted, of how many who may."""
    found = await rows(_TURNOUT, True, consultation_id)
    if not found:
        raise NotFound("vote.unknown")
    row = found[0]
    unknown = bool(row["imported_from"]) or row["roll_frozen_at"] is None
    return Turnout(row["voters"], row["blank"], None if unknown else row["entitled"], row["set_aside"])


_PROFILE = f"""
SELECT b.marks, coalesce(n.slug, '') AS place, count(*) AS weight
FROM ballot b LEFT JOIN neighbourhood n ON n.id = b.neighbourhood
WHERE b.consultation = {{}} AND {IN_THE_COUNT} GROUP BY b.marks, n.slug
"""
_SET_ASIDE = """
SELECT e.suspended_for AS reason, count(*) AS n FROM ballot b JOIN roll_entry e ON e.id = b.roll_entry
WHERE b.consultation = {} AND e.suspended_at IS NOT NULL GROUP BY e.suspended_for
"""


async def set_aside(consultation_id: int) -> dict[str, int]:
    """How many ballots are set aside, by rights.Reason. Small numbers: analytics.disclosure before they are shown."""
    return {row["reason"]: int(row["n"]) for row in await rows(_SET_ASIDE, consultation_id)}


async def profile(consultation_id: int) -> Profile:
    """The ballots that count, equal ones merged by the database; by neighbourhood when the vote is city-wide."""
    return await profile_of(await question_of(consultation_id))


async def profile_of(asked: Question) -> Profile:
    """The same, for a question already at hand."""
    found = await rows(_PROFILE, asked.id)
    groups = [row["place"] for row in found] if asked.city_wide else None
    read = [(ballots.read(row["marks"]), int(row["weight"])) for row in found]
    return Profile.of(asked.kind, asked.options, read, groups, asked.n_invalid)


async def outcomes(consultation_id: int) -> tuple[StoredTally, ...]:
    """The stored counts, the official one first."""
    found = await rows(
        "SELECT rule, parameters, is_official, outcome, transcript_it, transcript_en, digest, program_version "
        "FROM tally WHERE consultation = {} ORDER BY is_official DESC, rule, parameters",
        consultation_id,
    )
    return tuple(
        StoredTally(
            **{
                **row,
                "parameters": json.loads(row["parameters"]),
                "is_official": bool(row["is_official"]),
                "outcome": json.loads(row["outcome"]),
            }
        )
        for row in found
    )


async def result(actor: Actor, slug: str) -> tuple[Question, tuple[StoredTally, ...]]:
    """The question with its counts, if this person may see them. Raises NotFound result.not_published."""
    asked = await question(slug)
    stored = await outcomes(asked.id) if may_see_result(actor, asked) else ()
    if not any(tally.is_official for tally in stored):
        raise NotFound("result.not_published", slug=slug)
    return asked, stored
