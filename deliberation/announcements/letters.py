# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters on their way: taken one by one at the pace of the setting, looked at in the moment of leaving, and gone.

Whether somebody has voted already is asked by the one statement that reads the address (`content`), and its answer is
not kept: who has voted, who wants no mail and who was suspended meanwhile are the same to it, nothing. Every letter
takes its turn of the pace whatever becomes of it, and afterwards no row says that there was one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from deliberation import keys
from deliberation.announcements.announcements import words
from deliberation.consultations.consultation import stored
from deliberation.database import is_postgres, rows, writing
from deliberation.notices.choices import Event, mark_unreachable, unsubscribe_path, wants_mail
from deliberation.records.jobs import MOST_ATTEMPTS, pause

LEASE = timedelta(minutes=5)
CATCH_UP = 2000  # milliseconds of turns that may be made up for: a worker that was busy does not fall behind for ever
LONGEST_OUTAGE = 1800
BOUNCE = "bounce"


class Fate(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    NOBODY = "nobody"  # there is nobody to send it to (any more)
    REFUSED = "refused"  # for good, and the address is why
    FAILED = "failed"  # for good, for another reason
    LATER = "later"  # this address, not now
    OUTAGE = "outage"  # the mail server does not serve: nobody's mail leaves now


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in the hands of one worker. `attempt` is 1 the first time."""

    id: int
    announcement: int
    account: int
    attempt: int


@dataclass(frozen=True, slots=True)
class Content:
    """Whom to write to, and what. `returns` is the sealed word of the return address, `mark` names the mail."""

    event: Event
    email: str
    locale: str
    parameters: dict[str, str]
    returns: str
    mark: str


class _NotNow(Exception):
    """The pace has no turn: what was taken is given back."""


_CLAIM = """
UPDATE letter SET lease = {{}}, attempts = attempts + 1 WHERE id = (
  SELECT id FROM letter WHERE run_at <= {{}} AND lease < {{}} ORDER BY run_at, id LIMIT 1 {skip_locked}
) RETURNING id, announcement, account, attempts
"""
_TURN = """
INSERT INTO mail_pace (name, free_at, failures) VALUES ('letters', {}, 0)
ON CONFLICT (name) DO UPDATE
SET free_at = CASE WHEN mail_pace.free_at < {} THEN {} ELSE mail_pace.free_at END + {}
WHERE mail_pace.free_at <= {} RETURNING free_at
"""


async def is_due(at: datetime) -> bool:
    """Whether a letter waits and has its turn: a read, so that an idle worker never takes the write lock."""
    second = int(at.timestamp())
    return bool(
        await rows(
            "SELECT 1 AS one FROM letter WHERE run_at <= {} AND lease < {} "
            "AND NOT EXISTS (SELECT 1 FROM mail_pace WHERE free_at > {}) LIMIT 1",
            second,
            second,
            _milliseconds(at),
        )
    )


async def claim(at: datetime, per_minute: int) -> Letter | None:
    """The next letter, now leased to the caller; None when nothing is due or the pace says to wait."""
    second, now, interval = int(at.timestamp()), _milliseconds(at), 60_000 // per_minute
    try:
        async with writing():
            skip = "FOR UPDATE SKIP LOCKED" if is_postgres() else ""
            until = second + int(LEASE.total_seconds())
            found = await rows(_CLAIM.format(skip_locked=skip), until, second, second)
            floor = now - CATCH_UP
            if not found or not await rows(_TURN, now + interval, floor, floor, interval, now):
                raise _NotNow
    except _NotNow:
        return None
    row = found[0]
    return Letter(row["id"], row["announcement"], row["account"], row["attempts"])


async def content(letter: Letter, *, at: datetime) -> Content | None:
    """Whom to write to and what; None when there is nobody to write to, for whatever reason."""
    told = await rows(
        "SELECT n.event, c.slug FROM announcement n JOIN consultation c ON c.id = n.consultation WHERE n.id = {}",
        letter.announcement,
    )
    if not told:
        return None
    event = Event(told[0]["event"])
    person = await rows(_PERSON[event], letter.announcement, letter.account, *([] if event is Event.RESULT else [at]))
    if not person:
        return None
    held = await stored(told[0]["slug"])
    parameters = {**words(event, held), "unsubscribe": unsubscribe_path(letter.account)}
    email = str(person[0]["email"])
    counted = 0 if event is Event.REMINDER else letter.announcement
    return Content(
        event,
        email,
        str(person[0]["locale"]),
        parameters,
        returns_of(letter.account, counted, email),
        keys.seal("letter", letter.announcement.to_bytes(4, "big") + letter.account.to_bytes(4, "big")),
    )


def _person(event: Event) -> str:
    open_vote = "k.state = 'published' AND EXISTS (SELECT 1 FROM phase p WHERE p.consultation = k.id "
    open_vote += "AND p.kind = 'voting' AND p.closes_at > {})"
    asked = {
        Event.OPENING: open_vote,
        Event.REMINDER: f"{open_vote} AND NOT EXISTS (SELECT 1 FROM ballot b WHERE b.roll_entry = e.id)",
        Event.RESULT: "k.state = 'results'",
    }[event]
    return (
        "SELECT a.email, a.locale FROM announcement n JOIN consultation k ON k.id = n.consultation "
        "JOIN roll_entry e ON e.consultation = k.id JOIN account a ON a.id = e.account "
        "LEFT JOIN contact_choice c ON c.account = a.id WHERE n.id = {} AND a.id = {} AND e.suspended_at IS NULL "
        f"AND a.deleted_at IS NULL AND a.disabled_at IS NULL AND {wants_mail(event)} AND {asked}"
    )


_PERSON = {event: _person(event) for event in Event}


async def finish(letter: Letter, fate: Fate, *, email: str = "", at: datetime) -> None:
    """Write down what became of a letter. Whoever else took it meanwhile has the word."""
    if fate is Fate.OUTAGE:
        return await _wait_for_server(letter, at)
    if fate is Fate.LATER and letter.attempt < MOST_ATTEMPTS:
        async with writing():
            await rows(
                "UPDATE letter SET run_at = {}, lease = 0 WHERE id = {} AND attempts = {}",
                int(at.timestamp()) + pause(letter.attempt),
                letter.id,
                letter.attempt,
            )
        return None
    async with writing():
        gone = await rows("DELETE FROM letter WHERE id = {} AND attempts = {} RETURNING id", letter.id, letter.attempt)
        if gone:
            await _count(letter, fate)
        if fate is Fate.REFUSED:
            await mark_unreachable(letter.account, email)
        if fate is Fate.SENT:
            await rows("UPDATE mail_pace SET failures = 0 WHERE failures > 0")
    return None


async def _count(letter: Letter, fate: Fate) -> None:
    """Sent and failed are counted, but for a reminder: how many of those there were says how many had not voted."""
    if fate is Fate.NOBODY:
        return
    column = "sent" if fate is Fate.SENT else "failed"
    await rows(
        f"UPDATE announcement SET {column} = {column} + 1 WHERE id = {{}} AND event <> 'reminder'", letter.announcement
    )


async def _wait_for_server(letter: Letter, at: datetime) -> None:
    """Nobody's letter leaves for a while, longer each time in a row; this one has not been tried."""
    async with writing():
        found = await rows("UPDATE mail_pace SET failures = failures + 1 WHERE name = 'letters' RETURNING failures")
        seconds = min(pause(found[0]["failures"] if found else 1), LONGEST_OUTAGE)
        await rows("UPDATE mail_pace SET free_at = {} WHERE name = 'letters'", _milliseconds(at) + seconds * 1000)
        await rows(
            "UPDATE letter SET lease = 0, attempts = attempts - 1 WHERE id = {} AND attempts = {}",
            letter.id,
            letter.attempt,
        )


def returns_of(account: int, announcement: int, email: str) -> str:
    """The word of a return address: who, what (0: not counted) and which address it was, for us alone to read."""
    known = bytes.fromhex(keys.mac(BOUNCE, email))[:4]
    return keys.seal(BOUNCE, account.to_bytes(4, "big") + announcement.to_bytes(4, "big") + known)


async def note_bounce(word: str, *, about_the_address: bool, at: datetime) -> bool:
    """A mail came back for good. `about_the_address`: nobody is there, and no more mails go to it. False: not ours."""
    text = keys.unsealed(BOUNCE, word)
    if text is None or len(text) != 12:
        return False
    account, announcement = int.from_bytes(text[:4], "big"), int.from_bytes(text[4:8], "big")
    async with writing():
        found = await rows("SELECT email FROM account WHERE id = {} AND deleted_at IS NULL", account)
        if not found or bytes.fromhex(keys.mac(BOUNCE, found[0]["email"]))[:4] != text[8:]:
            return True  # the person has gone, or has another address by now
        news = await mark_unreachable(account, found[0]["email"]) if about_the_address else True
        if news and announcement:
            await rows("UPDATE announcement SET bounced = bounced + 1 WHERE id = {}", announcement)
    return True


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
