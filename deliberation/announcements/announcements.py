# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An event of a vote is told once: begun when its time has come, then spread over the roll in chunks.

Each chunk is one transaction of a few statements, so that nobody waits for a long list, and a worker that dies loses
none and repeats none: how far the roll was read is written with what was queued.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from piccolo.querystring import QueryString

from deliberation.actor import SYSTEM, Actor
from deliberation.announcements import rules
from deliberation.ballots.roll import BATCH
from deliberation.consultations import office_rules
from deliberation.consultations.consultation import Consultation, read, stored
from deliberation.database import is_postgres, rows, writing
from deliberation.errors import Conflict
from deliberation.notices.choices import Event, wants_mail, wants_word
from deliberation.notices.notices import tell_many
from deliberation.records import journal, outbox

CHUNK = 2 * BATCH  # lines of a roll: on SQLite others wait for as long as it takes
CHUNK_ON_POSTGRES = 20 * BATCH  # where nobody does
MOST_CHUNKS = 20  # in one go of the worker
NOTICES: dict[Event, tuple[str, str]] = {
    Event.OPENING: ("vote.opened", "/vota"),
    Event.RESULT: ("vote.result", "/risultato"),
}
MAILS: dict[Event, str] = {event: f"vote-{event}" for event in Event}

_BEGIN = """
INSERT INTO announcement (consultation, event, is_off, begun_at, reached, total, sent, failed, bounced)
VALUES ({}, {}, {}, {}, 0, 0, 0, 0, 0)
ON CONFLICT (consultation, event) DO UPDATE SET begun_at = excluded.begun_at
WHERE announcement.begun_at IS NULL AND announcement.is_off = excluded.is_off RETURNING id
"""
_SWITCH = """
INSERT INTO announcement (consultation, event, is_off, reached, total, sent, failed, bounced)
VALUES ({}, {}, {}, 0, 0, 0, 0, 0)
ON CONFLICT (consultation, event) DO UPDATE SET is_off = excluded.is_off
WHERE announcement.begun_at IS NULL RETURNING id
"""
# Who is told, of a part of the roll. Authors are told the same by their own notice (lifecycle.py), and not twice.
_TOLD = """
account a JOIN roll_entry e ON e.account = a.id AND e.consultation = {} AND e.id > {} AND e.id <= {}
AND e.suspended_at IS NULL LEFT JOIN contact_choice c ON c.account = a.id
WHERE a.deleted_at IS NULL AND a.disabled_at IS NULL AND a.email_confirmed_at IS NOT NULL
"""
_NOT_AN_AUTHOR = (
    "AND NOT EXISTS (SELECT 1 FROM proposal p WHERE p.author = a.id AND p.consultation = e.consultation AND "
)
_BESIDES: dict[Event, str] = {
    Event.OPENING: f"{_NOT_AN_AUTHOR} p.state NOT IN ('draft', 'withdrawn'))",
    Event.REMINDER: "",
    Event.RESULT: f"{_NOT_AN_AUTHOR} p.state IN ('selected', 'not_selected'))",
}


async def switch(actor: Actor, slug: str, event: Event, on: bool, *, at: datetime) -> None:
    """The office wants the event told, or not. Raises Conflict(announcement.begun) once it has begun."""
    async with writing():
        held = await stored(slug)
        if refusal := office_rules.may_manage(actor):
            raise refusal
        if not await rows(_SWITCH, held.id, str(event), not on):
            raise Conflict("announcement.begun")
        act = "announcement.switched_on" if on else "announcement.switched_off"
        await journal.note(actor, act, "consultation", slug, {"event": str(event)}, at=at)


async def send_test(actor: Actor, slug: str, event: Event, *, at: datetime) -> None:
    """Queue one mail of the event for the actor alone."""
    async with writing():
        held = await stored(slug)
        if refusal := office_rules.may_manage(actor):
            raise refusal
        own = (await rows("SELECT email, locale FROM account WHERE id = {}", actor.id))[0]
        parameters = {**words(event, held), "is_test": "1", "unsubscribe": "/profilo/avvisi"}
        await outbox.queue(MAILS[event], own["email"], own["locale"], parameters, at=at)


def words(event: Event, held: Consultation) -> dict[str, str]:
    """What a mail of the event says of the vote."""
    path = f"/consultazioni/{held.slug}{'/risultato' if event is Event.RESULT else '/vota'}"
    closes = held.voting.closes_at.isoformat() if held.voting else ""
    return {"title": held.title, "summary": held.summary, "path": path, "closes": closes, "is_test": ""}


async def begin_due(at: datetime) -> None:
    """Begin the events whose time has come, each in a transaction of its own, each once whoever else does it too."""
    for held, begun in await _candidates(at):
        for event in Event:
            if event not in begun and rules.is_due(event, held, at):
                await _begin(held, event, at=at)


async def _candidates(at: datetime) -> list[tuple[Consultation, frozenset[str]]]:
    """Votes that are open or whose result is fresh and of which something is not told yet, with what is."""
    found = await read(
        QueryString(
            "c.imported_from = '' AND c.ballot_kind <> '' AND c.roll_frozen_at IS NOT NULL "
            "AND (c.state = 'published' OR (c.state = 'results' AND c.result_published_at > {})) "
            "AND (SELECT count(*) FROM announcement n WHERE n.consultation = c.id "
            "AND (n.is_off = {} OR n.begun_at IS NOT NULL)) < 3",
            at - 2 * rules.LATEST,
            True,
        )
    )
    if not found:
        return []
    ids = ", ".join(str(held.id) for held in found)
    settled = await rows(
        f"SELECT consultation, event FROM announcement WHERE consultation IN ({ids}) "
        "AND (is_off = {} OR begun_at IS NOT NULL)",
        True,
    )
    return [(h, frozenset(row["event"] for row in settled if row["consultation"] == h.id)) for h in found]


async def _begin(held: Consultation, event: Event, *, at: datetime) -> None:
    async with writing():
        if await rows(_BEGIN, held.id, str(event), False, at):
            detail = {"event": str(event)}
            await journal.note(SYSTEM, "announcement.begun", "consultation", held.slug, detail, at=at)


async def spread(at: datetime, *, most: int = MOST_CHUNKS) -> None:
    """Queue letters and write notices for the next parts of the rolls of what has begun."""
    found = await rows(
        "SELECT n.id, n.consultation, n.event, n.begun_at, c.slug, c.title FROM announcement n "
        "JOIN consultation c ON c.id = n.consultation WHERE n.begun_at IS NOT NULL AND n.spread_at IS NULL "
        "ORDER BY n.begun_at, n.id"
    )
    for row in found:
        while most > 0 and await _chunk(row, at=at):
            most -= 1


async def _chunk(row: Mapping[str, Any], *, at: datetime) -> bool:
    """The next part of one roll; False when it has no more, or when another worker was faster."""
    event = Event(row["event"])
    async with writing():
        held = await rows("SELECT reached FROM announcement WHERE id = {} AND spread_at IS NULL", row["id"])
        if not held:
            return False
        reached = held[0]["reached"]
        ends = await rows(
            "SELECT max(part.id) AS last FROM (SELECT id FROM roll_entry WHERE consultation = {} AND id > {} "
            f"ORDER BY id LIMIT {CHUNK_ON_POSTGRES if is_postgres() else CHUNK}) part",
            row["consultation"],
            reached,
        )
        last = ends[0]["last"]
        if not await rows(
            "UPDATE announcement SET reached = {}, spread_at = {} WHERE id = {} AND reached = {} AND spread_at IS NULL "
            "RETURNING id",
            reached if last is None else last,
            at if last is None else None,
            row["id"],
            reached,
        ):
            return False
        if last is None:
            return False
        await _queue(row, event, (row["consultation"], reached, last), at=at)
    return True


async def _queue(row: Mapping[str, Any], event: Event, part: tuple[int, int, int], *, at: datetime) -> None:
    told = _TOLD + _BESIDES[event]
    queued = await rows(
        "INSERT INTO letter (announcement, account, run_at, lease, attempts) SELECT {}, a.id, {}, 0, 0 "
        f"FROM {told} AND a.is_demo = {{}} AND {wants_mail(event)} ON CONFLICT (announcement, account) DO NOTHING "
        "RETURNING 1 AS one",
        row["id"],
        int(row["begun_at"].timestamp()),
        *part,
        False,
    )
    await rows("UPDATE announcement SET total = total + {} WHERE id = {}", len(queued), row["id"])
    if event in NOTICES:
        kind, page = NOTICES[event]
        path = f"/consultazioni/{row['slug']}{page}"
        who = f"{told} AND {wants_word(event)}"
        await tell_many(kind, {"title": row["title"]}, path, who, *part, at=at)
