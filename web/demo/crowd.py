# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many people, supports and ballots at once: the rows that the use cases write, in bulk, with the journal's lines.

A use case a person takes a millisecond or two, which is nothing on a page and minutes for a town. What stands here
writes what enrolling, supporting and casting leave behind, and the program's own checks (`rione doctor`) find no
difference. Mails are not queued: nobody reads them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

from deliberation.actor import COMMAND_LINE, SYSTEM, Actor, Tier
from deliberation.ballots.casting import read_marks
from deliberation.ballots.questions import question
from deliberation.ballots.seals import ballot_seal, draw_salt
from deliberation.database import rows
from deliberation.people.pseudonyms import draw
from deliberation.places.loads import bulk
from deliberation.proposals import comments
from deliberation.records import journal
from deliberation.text import public_id
from voting.canonical import canonical_json
from web.demo.people import Resident

TIME = "timestamptz"
ACCOUNT = {
    "public_id": "text",
    "email": "text",
    "password_hash": "text",
    "pseudonym": "text",
    "public_name": "text",
    "name_kind": "text",
    "locale": "text",
    "is_demo": "boolean",
    "created_at": TIME,
    "email_confirmed_at": TIME,
    "birth_date": "date",
    "neighbourhood": "bigint",
    "civic_suffix": "text",
    "declared_at": TIME,
    "verified_at": TIME,
    "shows_place": "boolean",
}
BALLOT = {
    "public_id": "text",
    "salt": "text",
    "consultation": "bigint",
    "roll_entry": "bigint",
    "of_city": "boolean",
    "neighbourhood": "bigint",
    "marks": "text",
    "is_blank": "boolean",
    "revision": "int",
    "cast_at": TIME,
    "changed_at": TIME,
    "told_at": TIME,
}
JOURNAL = {
    "sequence": "bigint",
    "at": TIME,
    "actor": "text",
    "act": "text",
    "subject_kind": "text",
    "subject": "text",
    "detail": "text",
    "previous_hash": "text",
    "hash": "text",
}
SUPPORT = {"proposal": "bigint", "account": "bigint", "created_at": TIME}
A_LINE = 2_000  # people whom one line of the journal names


@dataclass(frozen=True, slots=True)
class Settler:
    """A simulated person before there is an account; without a name of their own they are called after their place."""

    resident: Resident
    place: str
    is_verified: bool
    public_name: str = ""


@dataclass(frozen=True, slots=True)
class Cast:
    """What somebody on the roll chose, and when."""

    entry: int
    neighbourhood: int | None
    marks: object
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the journal, as `journal.note` takes it; `actor` is a public id."""

    at: datetime
    actor: str
    act: str
    subject_kind: str
    subject: str
    detail: dict[str, object]


def instant(at: datetime) -> str:
    """As both databases take it."""
    return str(at.astimezone(UTC))


async def settle(people: Sequence[Settler], *, at: datetime) -> list[Actor]:
    """Accounts without a password, as `enrolments.enrol` makes them; the people in the order given."""
    now, ids = instant(at), [public_id() for _ in people]
    await bulk.insert("account", ACCOUNT, [_account(id, one, now) for id, one in zip(ids, people, strict=True)])
    for start in range(0, len(people), A_LINE):
        batch = list(zip(ids, people, strict=True))[start : start + A_LINE]
        detail = {"number": len(batch), "verified": [id for id, one in batch if one.is_verified]}
        await journal.note(COMMAND_LINE, "accounts.enrolled", "account", "", detail, at=at)
    found = {row["public_id"]: row for row in await rows("SELECT id, public_id, pseudonym FROM account")}
    return [
        Actor(
            id=found[id]["id"],
            public_id=id,
            pseudonym=found[id]["pseudonym"],
            neighbourhood=one.resident.neighbourhood,
            birth_date=one.resident.birth_date,
            is_demo=True,
            tier=Tier.VERIFIED if one.is_verified else Tier.DECLARED,
        )
        for id, one in zip(ids, people, strict=True)
    ]


def _account(id: str, one: Settler, now: str) -> list[object]:
    pseudonym = one.public_name or draw(one.place[:40], 6)
    kind = "words" if one.public_name else "place"
    born, home = one.resident.birth_date.isoformat(), one.resident.neighbourhood
    verified = now if one.is_verified else None
    names = [pseudonym, one.public_name, kind]
    return [id, one.resident.email, "", *names, "it", True, now, now, born, home, "", now, verified, False]


async def support(given: Iterable[tuple[int, int, datetime]]) -> None:
    """Supports (proposal's and account's row id, when), each pair once: what `supports.support` stores."""
    await bulk.insert("support", SUPPORT, [[proposal, account, instant(at)] for proposal, account, at in given])


async def fill(slug: str, cast: Sequence[Cast]) -> None:
    """First ballots of people on the roll, each once, as `casting.cast` records them: read, salted, sealed, noted."""
    asked = await question(slug)
    ballots: list[dict[str, Any]] = []
    for one in sorted(cast, key=lambda one: one.at):
        ballot = read_marks(asked, one.marks)
        ballots.append(
            {
                "public_id": public_id(),
                "salt": draw_salt(),
                "consultation": asked.id,
                "roll_entry": one.entry,
                "of_city": False,
                "neighbourhood": one.neighbourhood,
                "marks": ballot.canonical(),
                "is_blank": ballot.is_blank,
                "revision": 1,
                **dict.fromkeys(("cast_at", "changed_at", "told_at"), one.at),
            }
        )
    times = {name for name, kind in BALLOT.items() if kind == TIME}
    await bulk.insert(
        "ballot",
        BALLOT,
        [[instant(ballot[name]) if name in times else ballot[name] for name in BALLOT] for ballot in ballots],
    )
    await note_all(
        [
            Line(
                ballot["cast_at"],
                SYSTEM.public_id,
                "ballot.cast",
                "consultation",
                slug,
                {"ballot": ballot["public_id"], "seal": ballot_seal(ballot)},
            )
            for ballot in ballots
        ]
    )


async def note_all(lines: Sequence[Line]) -> None:
    """Lines at the end of the journal, chained as `journal.note` chains them."""
    before = await journal.head()
    table = []
    for sequence, line in enumerate(lines, before.sequence + 1):
        row: dict[str, Any] = {
            "sequence": sequence,
            "at": line.at,
            "actor": line.actor,
            "act": line.act,
            "subject_kind": line.subject_kind,
            "subject": line.subject,
            "detail": canonical_json(line.detail),
            "previous_hash": before.hash,
        }
        before = journal.Head(sequence, journal.entry_hash(row))
        table.append([*(row | {"at": instant(line.at)}).values(), before.hash])
    await bulk.insert("journal_entry", JOURNAL, table)


async def retell(
    random: Random,
    people: Sequence[Actor],
    proposal: str,
    thread: Sequence[Mapping[str, Any]],
    first: datetime,
    last: datetime,
) -> None:
    """A thread of data/story, each remark by somebody else, between two instants."""
    ids: dict[str, str] = {}
    for n, (one, writer) in enumerate(zip(thread, random.sample(people, len(thread)), strict=True)):
        ids[one["id"]] = await comments.comment(
            writer,
            proposal,
            one["text"],
            token=f"{proposal}-{n}"[:20],
            stance=one["stance"] or "",
            parent=ids.get(one["parent"] or "", ""),
            at=first + (last - first) * (n + 1) / (len(thread) + 2),
        )
