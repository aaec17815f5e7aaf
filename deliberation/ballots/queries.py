# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be read of rolls, ballots and counts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from piccolo.querystring import QueryString

from deliberation.actor import Actor
from deliberation.ballots.questions import Question, question, question_of
from deliberation.ballots.roll import ENTITLED, ENTRY_COLUMNS, entry_from
from deliberation.ballots.rules import Entry, may_see_result, may_vote, pot_asked, pots_of
from deliberation.consultations.pots.values import Pot
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
    "texts",
    "turnout",
]


@dataclass(frozen=True, slots=True)
class CastBallot:
    """A person's recorded ballot; `pot` is the row id of the pot it lies in."""

    ballot: Ballot
    revision: int
    cast_at: datetime
    changed_at: datetime
    pot: int | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A ballot that a voter has in a budget in pots: of this pot, with what is recorded; None: nothing yet."""

    pot: Pot
    recorded: CastBallot | None


@dataclass(frozen=True, slots=True)
class Booth:
    """What a person finds on opening the vote: the question, whether they may vote (else why not), their ballot.

    Of a budget in pots `question` is that of one pot, or the whole where it must be said which first (`must_choose`);
    `papers` are the ballots that this person has, `elsewhere` the pot in which the recorded ballot lies that a ballot
    in this one would take the place of.
    """

    question: Question
    refusal: CivicError | None
    recorded: CastBallot | None
    entry: Entry | None = None
    papers: tuple[Paper, ...] = ()
    elsewhere: Pot | None = None

    @property
    def must_choose(self) -> bool:
        """In which pot this person votes has to be said first."""
        return bool(self.question.pots) and self.question.pot is None and len(self.papers) > 1

    @property
    def is_set_aside(self) -> bool:
        """The recorded ballot is not counted: the right of this person is suspended."""
        return self.recorded is not None and self.entry is not None and self.entry.suspended_for != ""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many people voted, of the roll as corrected. `entitled` is None when it is unknown (imported votes). What
    pages say of it, and the share, is made by analytics.participation.turnout.

    `set_aside` ballots are not among `voters`: the right of who had cast them is suspended.
    """

    voters: int
    blank: int
    entitled: int | None
    set_aside: int = 0


@dataclass(frozen=True, slots=True)
class StoredTally:
    """A stored count. `outcome` is what `Outcome.as_json()` gave, `what_ifs` what it found on its way.

    `found`: what was found out afterwards, so far; `minutes`: bytes of the kept PDF, None while there is none.
    """

    rule: str
    parameters: dict[str, str]
    is_official: bool
    outcome: dict[str, Any]
    transcript_it: str
    transcript_en: str
    digest: str
    program_version: str
    what_ifs: dict[str, Any] = field(default_factory=dict)
    pot: str = ""  # its key
    computed_at: datetime | None = None
    found: dict[str, Any] = field(default_factory=dict)
    minutes: int | None = None

    @property
    def winners(self) -> list[str]:
        return [str(winner) for winner in self.outcome["winners"]]

    @property
    def beside(self) -> dict[str, Any]:
        """All that is known beside the count: its own row never changes once it is public, what is found later may."""
        return {**self.what_ifs, **self.found}

    def transcript(self, locale: str) -> str:
        return self.transcript_en if locale == "en" else self.transcript_it


# A ballot counts unless the right of who cast it is suspended: every statement about what was voted says so.
IN_THE_COUNT = "b.roll_entry NOT IN (SELECT s.id FROM roll_entry s WHERE s.suspended_at IS NOT NULL)"

_MINE = f"""
SELECT {ENTRY_COLUMNS}, b.pot, b.of_city, b.marks, b.revision, b.cast_at, b.changed_at
FROM roll_entry e JOIN account a ON a.id = e.account LEFT JOIN ballot b ON b.roll_entry = e.id
WHERE e.consultation = {{}} AND e.account = {{}} ORDER BY b.of_city, b.id
"""


async def booth(actor: Actor, slug: str, *, at: datetime, pot: str = "") -> Booth:
    """The vote as this person finds it, in the pot of that key if any. Raises NotFound vote.unknown."""
    asked = await question(slug)
    mine = await rows(_MINE, asked.id, actor.id) if actor.is_signed_in else []
    entry = entry_from(mine[0]) if mine else None
    refusal = may_vote(actor, asked, entry, at)
    if not asked.pots:
        return Booth(asked, refusal, _cast(mine), entry)
    return _in_pot(asked, refusal, mine, entry, pot)


def _in_pot(
    asked: Question, refusal: CivicError | None, mine: list[dict[str, Any]], entry: Entry | None, key: str
) -> Booth:
    """The same in one of a budget's pots. Without a key: the only one, else the one where a ballot is recorded."""
    cast = {bool(row["of_city"]): _cast([row]) for row in mine if row["marks"] is not None}
    by_pot = {found.pot: found for found in cast.values() if found}
    papers = tuple(Paper(pot, by_pot.get(pot.id)) for pot in pots_of(asked, entry))
    try:
        chosen = pot_asked(asked, entry, key)
    except CivicError as not_here:
        if not_here.code != "vote.pot_missing":
            refusal = refusal or not_here
        lone = next(iter(by_pot.values())) if len(by_pot) == 1 else None
        return Booth(asked, refusal, lone, entry, papers)
    recorded = cast.get(chosen.of_city)
    other = recorded is not None and recorded.pot != chosen.id
    elsewhere = next(pot for pot in asked.pots if pot.id == recorded.pot) if recorded and other else None
    return Booth(asked.in_pot(chosen), refusal, recorded, entry, papers, elsewhere)


async def my_ballot(actor: Actor, slug: str) -> CastBallot | None:
    """The actor's own recorded ballot; of a budget in pots, that of a neighbourhood's pot before the city's."""
    asked = await question(slug)
    return _cast(await rows(_MINE, asked.id, actor.id) if actor.is_signed_in else [])


def _cast(found: list[dict[str, Any]]) -> CastBallot | None:
    if not found or found[0]["marks"] is None:
        return None
    row = found[0]
    return CastBallot(ballots.read(row["marks"]), row["revision"], row["cast_at"], row["changed_at"], row["pot"])


_TURNOUT = f"""
SELECT (SELECT count(DISTINCT b.roll_entry) FROM ballot b WHERE {{}} AND {IN_THE_COUNT}) AS voters,
       (SELECT count(*) FROM ballot b WHERE {{}} AND {IN_THE_COUNT} AND b.is_blank = {{}}) AS blank,
       (SELECT count(DISTINCT b.roll_entry) FROM ballot b WHERE {{}} AND NOT ({IN_THE_COUNT})) AS set_aside,
       (SELECT count(*) FROM roll_entry e WHERE e.consultation = c.id AND {ENTITLED}) AS entitled,
       c.imported_from, c.roll_frozen_at
FROM consultation c WHERE c.id = {{}}
"""


def _cast_in(consultation_id: int, pot: int | None) -> QueryString:
    """Of the ballots `b`, those of a consultation, or of one of its pots (row id)."""
    if pot is None:
        return QueryString("b.consultation = {}", consultation_id)
    return QueryString("b.consultation = {} AND b.pot = {}", consultation_id, pot)


async def turnout(consultation_id: int, pot: int | None = None) -> Turnout:
    """How many people voted, of how many who may; in one pot, the people with a ballot there (blank counts ballots)."""
    here = _cast_in(consultation_id, pot)
    found = await rows(_TURNOUT, here, here, True, here, consultation_id)
    if not found:
        raise NotFound("vote.unknown")
    row = found[0]
    unknown = bool(row["imported_from"]) or row["roll_frozen_at"] is None
    return Turnout(row["voters"], row["blank"], None if unknown else row["entitled"], row["set_aside"])


_PROFILE = f"""
SELECT b.marks, coalesce(n.slug, '') AS place, count(*) AS weight
FROM ballot b LEFT JOIN neighbourhood n ON n.id = b.neighbourhood
WHERE {{}} AND {IN_THE_COUNT} GROUP BY b.marks, n.slug
"""
_SET_ASIDE = """
SELECT e.suspended_for AS reason, count(*) AS n FROM ballot b JOIN roll_entry e ON e.id = b.roll_entry
WHERE {} AND e.suspended_at IS NOT NULL GROUP BY e.suspended_for
"""


async def set_aside(consultation_id: int, pot: int | None = None) -> dict[str, int]:
    """How many ballots are set aside, by rights.Reason. Small numbers: analytics.disclosure before they are shown."""
    found = await rows(_SET_ASIDE, _cast_in(consultation_id, pot))
    return {row["reason"]: int(row["n"]) for row in found}


async def profile(consultation_id: int) -> Profile:
    """The ballots that count, equal ones merged by the database; by neighbourhood when the vote is city-wide."""
    return await profile_of(await question_of(consultation_id))


async def profile_of(asked: Question) -> Profile:
    """The same, for a question already at hand; of a budget in pots, that of one pot."""
    found = await rows(_PROFILE, _cast_in(asked.id, asked.pot.id if asked.pot else None))
    groups = [row["place"] for row in found] if asked.city_wide else None
    read = [(ballots.read(row["marks"]), int(row["weight"])) for row in found]
    return Profile.of(asked.kind, asked.options, read, groups, asked.n_invalid)


_TEXTS = """
SELECT option_id, body FROM proposal WHERE consultation = {} AND option_id <> '' AND hidden_at IS NULL
AND state IN ('on_ballot', 'selected', 'not_selected')
"""


async def texts(asked: Question) -> dict[str, str]:
    """What is proposed by each option that has a text which everybody may read: markdown, by option id."""
    return {} if asked.answers else {row["option_id"]: row["body"] for row in await rows(_TEXTS, asked.id)}


async def outcomes(consultation_id: int, locale: str = "") -> tuple[StoredTally, ...]:
    """The stored counts, pot by pot, the official one first; with a language, also how large its minutes are."""
    found = await rows(
        "SELECT t.rule, t.parameters, t.is_official, t.outcome, t.digest, t.transcript_it, t.transcript_en, "
        "t.what_ifs, t.program_version, t.computed_at, coalesce(p.key, '') AS pot, "
        "f.found, a.size AS minutes "
        "FROM tally t LEFT JOIN pot p ON p.id = t.pot LEFT JOIN finding f ON f.tally = t.id "
        "LEFT JOIN minutes_file m ON m.consultation = t.consultation AND m.digest = t.digest AND m.locale = {} "
        "LEFT JOIN attachment a ON a.id = m.attachment "
        "WHERE t.consultation = {} ORDER BY coalesce(p.position, 0), t.is_official DESC, t.rule, t.parameters",
        locale,
        consultation_id,
    )
    return tuple(
        StoredTally(
            **{
                **row,
                "parameters": json.loads(row["parameters"]),
                "is_official": bool(row["is_official"]),
                "outcome": json.loads(row["outcome"]),
                "what_ifs": json.loads(row["what_ifs"]),
                "found": json.loads(row["found"] or "{}"),
            }
        )
        for row in found
    )


async def result(actor: Actor, slug: str, pot: str = "", locale: str = "") -> tuple[Question, tuple[StoredTally, ...]]:
    """The question with its counts, if this person may see them; of a budget in pots with all, or with those of a pot.

    Raises NotFound result.not_published, also for a pot without a count or a key of none.
    """
    asked = await question(slug)
    stored = await outcomes(asked.id, locale) if may_see_result(actor, asked) else ()
    if pot:
        stored = tuple(tally for tally in stored if tally.pot == pot)
    if not any(tally.is_official for tally in stored):
        raise NotFound("result.not_published", slug=slug)
    here = next((one for one in asked.pots if one.key == pot), None)
    return (asked.in_pot(here) if here else asked), stored
