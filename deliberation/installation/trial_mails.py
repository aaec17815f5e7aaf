# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A mail that the office sends to itself to see whether mail leaves: through the outbox, like every other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from deliberation.actor import Actor
from deliberation.database import rows, writing
from deliberation.installation.rules import may_set_up
from deliberation.people import emails
from deliberation.people.access import limits
from deliberation.records import journal, outbox
from deliberation.text import public_id

MOST_AN_HOUR = 10
_KEY = "test-mail/"


class Way(StrEnum):
    """Where mails go: to a server, or nowhere that a person reads."""

    SERVER = "server"
    NOWHERE = "nowhere"


# A condition: that one was ever handed to a mail server.
ARRIVED = f"EXISTS (SELECT 1 FROM job j WHERE j.key LIKE '{_KEY}{Way.SERVER}/%' AND j.state = 'done')"


class Fate(StrEnum):
    """What became of a test mail."""

    WAITING = "waiting"
    SENT = "sent"
    FAILING = "failing"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class TrialMail:
    """The last one; `error` is the kind of what went wrong, as 'SMTPAuthenticationError', or ''."""

    way: Way
    fate: Fate
    error: str
    done_at: datetime | None


async def send(actor: Actor, email: str, way: Way, *, at: datetime) -> None:
    """Queue one. Raises Invalid(email.unreadable), TooMany."""
    if refusal := may_set_up(actor):
        raise refusal
    address = emails.normal(email)
    await limits.take(limits.key_of("test-mail", actor.public_id), MOST_AN_HOUR, 3600, at=at)
    async with writing():
        key = f"{_KEY}{way}/{public_id()}"
        await outbox.queue("test-message", address, actor.locale, {}, at=at, key=key)
        await journal.note(actor, "mail.tested", "job", "", at=at)


async def last() -> TrialMail | None:
    """The last one that was asked for."""
    found = await rows(
        "SELECT key, state, attempts, last_error, done_at FROM job WHERE key LIKE {} ORDER BY id DESC LIMIT 1",
        f"{_KEY}%",
    )
    if not found:
        return None
    row = found[0]
    fate = {"done": Fate.SENT, "dead": Fate.GIVEN_UP}.get(row["state"])
    fate = fate or (Fate.FAILING if row["last_error"] else Fate.WAITING)
    error = "" if fate is Fate.SENT else str(row["last_error"]).partition(" ")[0]
    return TrialMail(Way(row["key"].split("/")[1]), fate, error, row["done_at"])


async def has_arrived() -> bool:
    """Whether one was ever handed to a mail server."""
    found = await rows(f"SELECT 1 AS one WHERE {ARRIVED}")
    return bool(found)
