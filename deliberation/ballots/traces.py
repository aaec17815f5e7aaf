# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""That a person has voted, and when: told to that person alone, on their pages and by mail. Never what they chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from deliberation.actor import Actor
from deliberation.ballots.questions import Question
from deliberation.consultations.states import State
from deliberation.database import rows
from deliberation.records import outbox

TOLD_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Voted:
    """A vote in which a person has a recorded ballot, last changed at `at`.

    `is_set_aside`: it is not counted, since this person's right is suspended.
    """

    slug: str
    title: str
    at: datetime
    may_change: bool
    is_set_aside: bool


_MINE = """
SELECT c.id, c.slug, c.title, c.state, b.changed_at, e.suspended_at, f.opens_at, f.closes_at
FROM roll_entry e JOIN ballot b ON b.roll_entry = e.id JOIN consultation c ON c.id = e.consultation
JOIN phase f ON f.consultation = c.id AND f.kind = 'voting'
WHERE (e.account = {} OR (c.state <> 'published' AND e.account IN
    (SELECT m.dropped FROM account_merger m WHERE m.kept = {} AND m.undone_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM roll_entry o JOIN ballot x ON x.roll_entry = o.id
                    WHERE o.consultation = e.consultation AND o.account = {})))
AND NOT EXISTS (SELECT 1 FROM ballot l WHERE l.roll_entry = e.id
    AND (l.changed_at > b.changed_at OR (l.changed_at = b.changed_at AND l.id > b.id)))
ORDER BY b.changed_at DESC, b.id DESC
"""


async def own_votes(actor: Actor, *, at: datetime) -> Mapping[int, Voted]:
    """Where the actor has voted, the latest first, by the consultation's row id. One statement; none for a visitor.

    Closed votes of an account that went into this one are the actor's too.
    """
    found = await rows(_MINE, actor.id, actor.id, actor.id) if actor.is_signed_in else []
    return {
        row["id"]: Voted(
            row["slug"],
            row["title"],
            row["changed_at"],
            row["suspended_at"] is None
            and row["state"] == State.PUBLISHED
            and row["opens_at"] <= at < row["closes_at"],
            row["suspended_at"] is not None,
        )
        for row in found
    }


async def tell_voter(asked: Question, roll_entry: int, of_city: bool, *, is_first: bool, at: datetime) -> None:
    """Queue the mail that a ballot was recorded or changed, in the transaction of the act.

    The first ballot, stored with its `told_at`, is told at once. Changes are told too, but no two mails are less than
    an hour apart: a change within the hour is told at its end, together with all that come before.
    """
    found = await rows(
        "SELECT b.told_at, a.email, a.locale FROM ballot b JOIN roll_entry e ON e.id = b.roll_entry "
        "JOIN account a ON a.id = e.account WHERE b.roll_entry = {} AND b.of_city = {}",
        roll_entry,
        of_city,
    )
    person = found[0]
    path = f"/consultazioni/{asked.slug}/vota"
    values = {"title": asked.told_title, "path": path, "closes": asked.closes_at.isoformat()}
    if is_first:
        await outbox.queue("vote-recorded", person["email"], person["locale"], values, at=at)
        return
    told_at: datetime | None = person["told_at"]
    if told_at is not None and told_at > at:
        return
    leaves_at = at if told_at is None else max(at, told_at + TOLD_EVERY)
    await rows("UPDATE ballot SET told_at = {} WHERE roll_entry = {} AND of_city = {}", leaves_at, roll_entry, of_city)
    await outbox.queue("vote-changed", person["email"], person["locale"], values, at=at, leaves_at=leaves_at)
