# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reminders of answers that are owed: each once, none after the answer, none of what is gone."""

import asyncio
from datetime import datetime, timedelta

import pytest

from deliberation.database import rows
from deliberation.proposals import proposals
from deliberation.proposals.answers import reminders
from deliberation.proposals.answers.reminders import Reminder, stage
from deliberation.proposals.answers.states import due_at
from tests.answers.answering import Desk, a_desk, mails, notices_of
from tests.world import NOON

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
DUE = due_at(NOON, 30)


@pytest.fixture
async def desk(database: None) -> Desk:
    return await a_desk()


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (DUE - 7 * DAY - SECOND, Reminder.NONE),
        (DUE - 7 * DAY, Reminder.WEEK),
        (DUE - DAY - SECOND, Reminder.WEEK),
        (DUE - DAY, Reminder.DAY),
        (DUE, Reminder.DAY),
        (DUE + SECOND, Reminder.LATE),
    ],
)
def test_a_reminder_has_its_time(at: datetime, found: Reminder) -> None:
    assert stage(DUE, at) is found


async def sent() -> list[str]:
    return [one["kind"] for one in await mails() if one["to"] == "verde@example.org"]


async def test_the_office_is_reminded_a_week_and_a_day_before_and_once_when_it_is_late(desk: Desk) -> None:
    await desk.take()
    for days in range(60):
        for _ in range(2):
            await reminders.remind(NOON + days * DAY)
    assert await sent() == ["answer-due", "answer-due", "answer-late"]
    told = [kind for kind in await notices_of(desk.officer) if kind.startswith("answer.")]
    assert told == ["answer.due", "answer.due", "answer.late"]
    assert (await rows("SELECT count(*) AS n FROM journal_entry WHERE act = 'answer.reminded'"))[0]["n"] == 3
    assert "answer.due" not in await notices_of(desk.author)


async def test_a_worker_that_slept_sends_only_what_is_true_now(desk: Desk) -> None:
    await desk.take()
    await reminders.remind(DUE + 5 * DAY)
    await reminders.remind(DUE + 6 * DAY)
    assert await sent() == ["answer-late"]


async def test_two_workers_remind_once(desk: Desk) -> None:
    await desk.take()
    await asyncio.gather(*(reminders.remind(DUE - DAY) for _ in range(4)))
    assert await sent() == ["answer-due"]


async def test_nobody_is_reminded_of_what_is_answered_or_gone(desk: Desk) -> None:
    await desk.take()
    await desk.give()
    await reminders.remind(DUE + DAY)
    assert await sent() == []


async def test_nobody_is_reminded_of_a_proposal_that_was_withdrawn(desk: Desk) -> None:
    await desk.take()
    await proposals.withdraw(desk.author, desk.id, at=NOON)
    await reminders.remind(DUE + DAY)
    assert await sent() == []
