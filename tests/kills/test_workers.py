# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A worker is killed with -9 in the middle of a mailing; another goes on, and later takes what the dead one held."""

import asyncio
import time
from datetime import timedelta
from pathlib import Path

import pytest

from deliberation import clock
from deliberation.consultations.tables import Consultation
from deliberation.database import rows
from deliberation.records import outbox
from tests.announcements.rolls import tell
from tests.ballots.votes import a_vote
from tests.deploy.machines import Machine, Post
from tests.world import a_city, a_person

PEOPLE, MAILS = 40, 20


async def a_mailing() -> None:
    """A letter for each on a roll, and some mails of other acts, all due."""
    world, now = await a_city(), clock.now()
    for _ in range(PEOPLE):
        await a_person(world.navile)
    at = (now - timedelta(days=1)).replace(hour=10)  # by day, whenever the test runs
    opens = at - timedelta(hours=1)
    vote = await a_vote(
        world, "approval", "approval", budget_cents=None, opens_at=opens, closes_at=now + timedelta(days=9)
    )
    await Consultation.update({Consultation.roll_frozen_at: opens}).where(Consultation.id == vote.id)
    await tell(at)
    for number in range(MAILS):
        await outbox.queue("password-changed", f"altri{number}@example.org", "it", {}, at=now)


async def _left() -> tuple[int, int]:
    """Mails that wait, and those that a worker holds."""
    now = int(clock.now().timestamp())
    [found] = await rows(
        "SELECT (SELECT count(*) FROM job WHERE kind = 'mail' AND state = 'ready') + "
        "(SELECT count(*) FROM letter WHERE lease < {}) AS waiting, "
        "(SELECT count(*) FROM job WHERE kind = 'mail' AND state = 'busy') + "
        "(SELECT count(*) FROM letter WHERE lease >= {}) AS held",
        now,
        now,
    )
    return int(found["waiting"]), int(found["held"])


async def _until_left(*, held: int) -> None:
    """Until nothing waits any more, and no more than so many are held by somebody."""
    until = time.monotonic() + 120
    while (left := await _left()) > (0, held):
        assert time.monotonic() < until, left
        await asyncio.sleep(0.2)


@pytest.mark.long
async def test_a_worker_killed_in_the_middle_of_a_mailing_loses_none_and_doubles_none(
    database: None, tmp_path: Path
) -> None:
    await a_mailing()
    post = Post(pause=0.05)
    settings = {"MAIL_URL": f"smtp://127.0.0.1:{post.port}", "MAIL_PER_MINUTE": "6000"}
    first, second = (Machine(settings, tmp_path / f"worker-{number}.log") for number in (1, 2))
    controller = post.open()
    try:
        first.start()
        await asyncio.to_thread(post.wait_for, MAILS + PEOPLE // 2)  # others' mails first, then the letters
        first.kill()
        assert (await _left())[0] > 0
        second.start()
        await _until_left(held=1)
        await rows("UPDATE letter SET lease = 0, run_at = 0")  # minutes pass: the dead one's lease is over
        await rows("UPDATE job SET lease = 0 WHERE state = 'busy'")
        await _until_left(held=0)
    finally:
        controller.stop()
        for machine in (first, second):
            if machine.is_running:
                machine.stop()
    told = post.told()
    assert set(told.values()) == {1}
    assert len(told) == PEOPLE + MAILS
    assert len(post.taken) <= PEOPLE + MAILS + 1  # what the dead one had in hand may come again, under its old name
