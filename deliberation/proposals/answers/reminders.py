# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reminders of answers that are owed: a week before, the day before, and once when the day has passed."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import IntEnum

from deliberation.actor import SYSTEM
from deliberation.clock import in_rome
from deliberation.consultations.states import PUBLIC_STATES, among
from deliberation.database import rows, writing
from deliberation.notices.notices import tell_many
from deliberation.records import journal, outbox

AT_ONCE = 50


class Reminder(IntEnum):
    """In their order; the number of the last one that went out is stored."""

    NONE = 0
    WEEK = 1
    DAY = 2
    LATE = 3


def stage(due: datetime, at: datetime) -> Reminder:
    """The reminder whose time has come. What would have gone out earlier is never sent after it."""
    if at > due:
        return Reminder.LATE
    if at >= due - timedelta(days=1):
        return Reminder.DAY
    return Reminder.WEEK if at >= due - timedelta(days=7) else Reminder.NONE


async def remind(at: datetime) -> None:
    """Send the reminders that are due, each once: who writes that it went out queues it, in one transaction."""
    found = await rows(
        "SELECT w.id FROM official_answer w JOIN proposal p ON p.id = w.proposal WHERE w.state = 'taken' "
        f"AND p.state IN {among(PUBLIC_STATES)} AND p.hidden_at IS NULL AND ((w.due_at < {{}} AND w.reminded < 3) "
        "OR (w.due_at <= {} AND w.reminded < 2) OR (w.due_at <= {} AND w.reminded < 1)) "
        f"ORDER BY w.due_at, w.id LIMIT {AT_ONCE}",
        at,
        at + timedelta(days=1),
        at + timedelta(days=7),
    )
    for row in found:
        async with writing():
            await _remind_one(row["id"], at)


async def _remind_one(answer: int, at: datetime) -> None:
    found = await rows(
        "SELECT w.due_at, w.reminded, w.year, w.number, o.name, o.email, p.public_id, p.title FROM official_answer w "
        "JOIN answering_office o ON o.id = w.office JOIN proposal p ON p.id = w.proposal "
        "WHERE w.id = {} AND w.state = 'taken'",
        answer,
    )
    if not found:
        return
    row = found[0]
    now = stage(row["due_at"], at)
    taken = await rows(
        "UPDATE official_answer SET reminded = {} WHERE id = {} AND state = 'taken' AND reminded < {} RETURNING id",
        int(now),
        answer,
        int(now),
    )
    if not taken:  # another worker was faster
        return
    kind = "answer.late" if now is Reminder.LATE else "answer.due"
    path = f"/gestione/risposte/{row['public_id']}"
    number = f"{row['number']}/{row['year']}"
    words = {"title": row["title"], "number": number, "day": f"{in_rome(row['due_at']):%d/%m/%Y}"}
    await tell_many(
        kind,
        words,
        path,
        "account a WHERE a.deleted_at IS NULL AND a.disabled_at IS NULL AND EXISTS (SELECT 1 FROM role_grant g "
        "WHERE g.account = a.id AND g.role = 'office' AND g.revoked_at IS NULL)",
        at=at,
    )
    if row["email"]:
        mail = {**words, "office": row["name"], "path": path}
        await outbox.queue(kind.replace(".", "-"), row["email"], "it", mail, at=at)
    await journal.note(SYSTEM, "answer.reminded", "proposal", row["public_id"], {"reminder": now.name.lower()}, at=at)
