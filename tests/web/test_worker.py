# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The worker goes on whatever happens, and never tells a log whom it writes to."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from deliberation import clock
from deliberation.actor import Role
from deliberation.database import rows
from deliberation.records import jobs, outbox, queries
from deliberation.records.tables import Job, JournalEntry
from tests.consultations_office.stories import published
from tests.world import NOON, a_city, a_person
from web import worker


async def test_a_mail_that_cannot_leave_is_tried_again_and_the_log_names_nobody(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_URL", "smtp://127.0.0.1:1")
    await outbox.queue("confirm-address", "anna@example.org", "it", {"path": "/conferma/segreto"}, at=NOON)
    with capture_logs() as logs:
        assert await worker.do_one()
    [job] = await Job.select()
    assert (job["state"], job["attempts"]) == ("ready", 1)
    assert job["last_error"].startswith("SMTPConnectError")
    told = str(logs) + job["last_error"]
    assert "anna" not in told
    assert "segreto" not in told


async def test_a_job_without_a_mail_folder_is_a_failed_job(database: None) -> None:
    await outbox.queue("no_such_mail", "anna@example.org", "it", {}, at=NOON)
    assert await worker.do_one()
    assert (await Job.select(Job.last_error))[0]["last_error"].startswith("TemplateNotFound")


async def test_the_worker_runs_until_told_to_stop_and_finishes_the_job_in_hand(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def slow(payload: Mapping[str, Any], at: datetime) -> None:
        begun.set()
        await asyncio.sleep(0.3)
        ended.set()

    monkeypatch.setitem(worker.JOBS, "slow", slow)
    await jobs.schedule("slow", {}, run_at=NOON, key=None, at=NOON)
    stop = asyncio.Event()
    task = asyncio.create_task(worker.work(stop))
    await begun.wait()
    stop.set()
    await task
    assert ended.is_set()
    found = await queries.queue(NOON)
    assert found.ready == 0
    assert await rows("SELECT state FROM job WHERE state <> 'done'") == []
    assert found.alive_at is not None


async def test_the_worker_looks_at_the_clock_each_second_and_writes_down_a_boundary_that_is_reached(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = await published(await a_person(None, Role.OFFICE), await a_city())
    opens = held.phases[0].opens_at
    instants = [opens - timedelta(microseconds=1)]
    monkeypatch.setattr(clock, "now", lambda: instants[-1])
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    noted = JournalEntry.count().where(JournalEntry.act == "phase.opened")
    stop = asyncio.Event()
    task = asyncio.create_task(worker.work(stop))
    await asyncio.sleep(0.3)
    assert await noted == 0
    instants.append(opens)
    for _ in range(300):
        await asyncio.sleep(0.01)
        if await noted:
            break
    stop.set()
    await task
    assert await noted == 1
    assert await Job.count().where(Job.kind != jobs.HEARTBEAT) == 0


async def test_a_periodic_step_that_fails_stops_neither_the_steps_after_it_nor_the_mails(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = asyncio.Event()

    async def broken(at: datetime) -> None:
        raise ZeroDivisionError

    async def next_step(at: datetime) -> None:
        after.set()

    monkeypatch.setattr(worker, "PERIODIC", ((broken, 0), (next_step, 3600)))  # broken each time, as each second
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    await outbox.queue("role-given", "anna@example.org", "it", {"role": "office"}, at=NOON)
    stop = asyncio.Event()
    with capture_logs() as logs:
        task = asyncio.create_task(worker.work(stop))
        for _ in range(300):
            await asyncio.sleep(0.01)
            if (await queries.queue(NOON)).ready == 0:
                break
        stop.set()
        await task
    assert any(line["event"] == "worker fault" for line in logs)
    assert after.is_set()
    assert await Job.count().where(Job.state == "done", Job.kind == "mail") == 1
