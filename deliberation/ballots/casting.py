# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Casting: the one door through which a person's ballot enters the box (imports bring whole counts of others).

This is the *voto palese* of the trust page: one row a person, revisable, and whoever runs the database can read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from deliberation.actor import SYSTEM, Actor
from deliberation.ballots.questions import Question, question
from deliberation.ballots.roll import entry_of
from deliberation.ballots.rules import may_vote, pot_asked
from deliberation.ballots.seals import ballot_seal, draw_salt
from deliberation.ballots.traces import tell_voter
from deliberation.database import is_postgres, rows, writing
from deliberation.errors import Invalid, TooMany
from deliberation.people.access.limits import key_of
from deliberation.records import journal
from deliberation.text import public_id
from voting import Ballot, BallotError, BallotKind, ballots
from voting.ballots import VALUED


@dataclass(frozen=True, slots=True)
class Receipt:
    """A recorded ballot: `revision` 1 is the first one; `marks` is its canonical text. `pot`: its key, or ''."""

    slug: str
    pot: str
    marks: str
    revision: int
    cast_at: datetime
    changed_at: datetime
    closes_at: datetime


_HOLD = """
SELECT c.id FROM (SELECT pg_advisory_xact_lock(hashtext({}))) voter, consultation c WHERE c.slug = {} FOR SHARE OF c
"""
_UPSERT = """
INSERT INTO ballot
    (public_id, salt, consultation, roll_entry, pot, of_city, neighbourhood, marks, is_blank, revision, cast_at,
     changed_at, told_at)
VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, 1, {}, {}, {})
ON CONFLICT (roll_entry, of_city) DO UPDATE SET marks = excluded.marks, is_blank = excluded.is_blank,
    pot = excluded.pot, salt = excluded.salt, revision = ballot.revision + 1, changed_at = excluded.changed_at
WHERE ballot.marks <> excluded.marks OR coalesce(ballot.pot, 0) <> coalesce(excluded.pot, 0)
RETURNING public_id, salt, roll_entry, pot, neighbourhood, marks, is_blank, revision
"""
_RECORDED = "SELECT marks, revision, cast_at, changed_at FROM ballot WHERE roll_entry = {} AND of_city = {}"


# What voting.ballots refuses.
REFUSED = {
    "wrong_shape": "ballot.wrong_shape",
    "unknown_option": "ballot.unknown_option",
    "repeated_option": "ballot.repeated_option",
    "too_few": "ballot.too_few",
    "too_many": "ballot.too_many",
    "over_budget": "ballot.over_budget",
    "not_a_number": "ballot.not_a_number",
    "negative": "ballot.negative",
    "place_too_high": "ballot.place_too_high",
    "rank_repeated": "ballot.rank_repeated",
    "too_many_points": "ballot.too_many_points",
    "too_many_credits": "ballot.too_many_credits",
    "too_high": "ballot.too_high",
    "one_gender": "ballot.one_gender",
}
# The same of ballots on which a number is no place.
REFUSED_VALUES = REFUSED | {
    "not_a_number": "ballot.value_not_a_number",
    "negative": "ballot.value_negative",
    "too_few": "ballot.too_few_marked",
    "too_many": "ballot.too_many_marked",
}


def read_marks(asked: Question, marks: object) -> Ballot:
    """The ballot that the marks mean under the question's limits. Raises Invalid, codes of REFUSED(_VALUES)."""
    try:
        return ballots.parse(asked.kind, marks, asked.options, asked.limits)
    except BallotError as error:
        said = REFUSED_VALUES if asked.kind in VALUED else REFUSED
        refusal = Invalid(said.get(error.code, "generic"))
        refusal.parameters = dict(error.params)
        raise refusal from error


Marks = Callable[[BallotKind], object]  # what a form holds, once the kind of the ballot is known


async def cast(actor: Actor, slug: str, marks: object | Marks, *, at: datetime, pot: str = "") -> Receipt:
    """Records the actor's ballot, or changes it while the vote is open at `at`. `pot`: its key, of a budget in pots.

    Of the neighbourhoods' pots a person has one ballot, which moves with a change to another pot where voters choose;
    the city's pot has one of its own.

    The same marks again give the same receipt. The consultation's row stays share-locked until the commit, so a
    closing waits for ballots on their way, and what comes after it is refused; the person's line of the roll is locked
    too, so that a right suspended meanwhile casts nothing. Raises what `may_vote`, `pot_asked` and `read_marks` say,
    NotFound vote.unknown, and TooMany ballot.too_often when something would change for the 21st time in an hour.
    """
    async with writing(brief=True):
        if is_postgres():
            await rows(_HOLD, f"voter:{actor.id}", slug)
        asked = await question(slug)
        entry = await entry_of(actor, asked.id, lock=True)
        if refusal := may_vote(actor, asked, entry, at):
            raise refusal
        assert entry is not None
        if asked.pots:
            asked = asked.in_pot(pot_asked(asked, entry, pot))
        into, of_city = (asked.pot.id, asked.pot.of_city) if asked.pot else (None, False)
        ballot = read_marks(asked, marks(asked.kind) if callable(marks) else marks)
        changed = await rows(
            _UPSERT,
            public_id(),
            draw_salt(),
            asked.id,
            entry.id,
            into,
            of_city,
            entry.neighbourhood,
            ballot.canonical(),
            ballot.is_blank,
            at,
            at,
            at,
        )
        is_first = bool(changed) and changed[0]["revision"] == 1
        if changed:
            await _take_turn(actor, at)
            await tell_voter(asked, entry.id, of_city, is_first=is_first, at=at)
            detail = {"ballot": changed[0]["public_id"], "seal": ballot_seal(changed[0])}
            act = "ballot.cast" if is_first else "ballot.changed"
            await journal.note(SYSTEM, act, "consultation", slug, detail, at=at)
        recorded = (
            {"marks": ballot.canonical(), "revision": 1, "cast_at": at, "changed_at": at}
            if is_first
            else (await rows(_RECORDED, entry.id, of_city))[0]
        )
        return Receipt(slug=slug, pot=asked.pot.key if asked.pot else "", closes_at=asked.closes_at, **recorded)


MOST = 20
SECONDS = 3600
_NOTE = """
INSERT INTO attempt (key, "window", tries) SELECT CAST({} AS varchar), CAST({} AS bigint), 1
WHERE (SELECT coalesce(sum(tries), 0) FROM attempt WHERE key = {} AND "window" > {}) < {}
ON CONFLICT (key, "window") DO UPDATE SET tries = attempt.tries + 1
RETURNING tries
"""
_RECENT = 'SELECT "window" AS second FROM attempt WHERE key = {} AND "window" > {} ORDER BY "window"'


async def _take_turn(actor: Actor, at: datetime) -> None:
    """Note that the person recorded a ballot, in any vote. The 21st within an hour raises TooMany ballot.too_often.

    `again_at` is the second from which it is possible again. The hour is any hour, not one of the clock. Exact while
    the caller holds the person's lock; inside the transaction that records, so that what is refused is not counted.
    """
    key, now = key_of("ballot", actor.public_id), int(at.timestamp())
    if await rows(_NOTE, key, now, key, now - SECONDS, MOST):
        return
    recent = await rows(_RECENT, key, now - SECONDS)
    again = recent[0]["second"] + SECONDS
    raise TooMany("ballot.too_often", limit=MOST, retry_after=again - now, again_at=datetime.fromtimestamp(again, UTC))
