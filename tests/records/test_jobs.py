# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Jobs are done once, later, again after a failure, and not for ever."""

import asyncio
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from deliberation.database import is_postgres, rows
from deliberation.records import jobs, outbox, queries
from deliberation.records.tables import Job
from tests.world import NOON

JOB_COUNT = 120
SECONDS_AT_MOST = 60
ROOT = Path(__file__).parent.parent.parent
WORKER = """
import asyncio, sys
from deliberation import clock
from deliberation.database import opened
from deliberation.records import jobs

async def main():
    async with opened():
        print("ready", flush=True)
        sys.stdin.readline()
        while (job := await jobs.claim(clock.now())) is not None:
            print(job.payload["n"], flush=True)
            await jobs.finish(job, at=clock.now())

asyncio.run(main())
"""


async def test_a_job_waits_for_its_instant(database: None) -> None:
    await jobs.schedule("tally", {"n": 1}, run_at=NOON + timedelta(minutes=1), key=None, at=NOON)
    assert not await jobs.is_due(NOON)
    assert await jobs.claim(NOON) is None
    job = await jobs.claim(NOON + timedelta(minutes=1))
    assert job is not None
    assert (job.kind, job.payload, job.attempt) == ("tally", {"n": 1}, 1)


async def test_a_job_is_not_claimed_a_fraction_of_a_second_before_its_instant(database: None) -> None:
    await jobs.schedule("tally", {}, run_at=NOON + timedelta(microseconds=500_000), key=None, at=NOON)
    assert await jobs.claim(NOON + timedelta(microseconds=400_000)) is None
    assert await jobs.claim(NOON + timedelta(seconds=1)) is not None


async def test_a_key_queues_a_job_once(database: None) -> None:
    await asyncio.gather(
        *(jobs.schedule("tally", {"n": n}, run_at=NOON, key="tally:bilancio", at=NOON) for n in range(20))
    )
    assert await Job.count() == 1


async def test_a_job_whose_worker_died_is_claimed_again_after_its_lease(database: None) -> None:
    await jobs.schedule("tally", {}, run_at=NOON, key=None, at=NOON)
    first = await jobs.claim(NOON)
    assert first is not None
    assert await jobs.claim(NOON + jobs.LEASE) is None
    second = await jobs.claim(NOON + jobs.LEASE + timedelta(seconds=1))
    assert second is not None
    assert (second.id, second.attempt) == (first.id, 2)


async def test_a_worker_that_comes_back_late_cannot_finish_what_another_one_does(database: None) -> None:
    await jobs.schedule("tally", {}, run_at=NOON, key=None, at=NOON)
    late = await jobs.claim(NOON)
    later = NOON + jobs.LEASE * 2
    current = await jobs.claim(later)
    assert late is not None
    assert current is not None
    await jobs.finish(late, at=later)
    assert await rows("SELECT state FROM job") == [{"state": "busy"}]
    await jobs.finish(current, at=later)
    assert await rows("SELECT state FROM job") == [{"state": "done"}]


async def test_a_long_job_keeps_its_lease(database: None) -> None:
    await jobs.schedule("tally", {}, run_at=NOON, key=None, at=NOON)
    job = await jobs.claim(NOON)
    assert job is not None
    await jobs.renew(job, at=NOON + timedelta(minutes=1))
    assert await jobs.claim(NOON + jobs.LEASE + timedelta(seconds=30)) is None


async def test_a_job_that_fails_is_tried_again_later_and_then_given_up(database: None) -> None:
    await outbox.queue("confirm", "persona@example.org", "it", {"path": "/conferma/abc"}, at=NOON)
    now, waited = NOON, []
    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        job = await jobs.claim(now)
        assert job is not None
        assert job.attempt == attempt
        gave_up = await jobs.fail(job, "ConnectError", at=now)
        assert gave_up is (attempt == jobs.MOST_ATTEMPTS)
        assert await jobs.claim(now) is None
        waited.append(jobs.pause(attempt))
        now += timedelta(seconds=waited[-1])
    assert waited == [15, 60, 240, 960, 3840, 15360, 21600, 21600]
    assert await jobs.claim(now + timedelta(days=30)) is None
    assert (await queries.queue(now)).dead == 1


async def test_a_mail_is_forgotten_once_it_left(database: None) -> None:
    await outbox.queue("confirm", "persona@example.org", "it", {"path": "/conferma/segreto"}, at=NOON)
    job = await jobs.claim(NOON)
    assert job is not None
    assert job.payload["to"] == "persona@example.org"
    await jobs.finish(job, at=NOON)
    assert (await rows("SELECT payload FROM job"))[0]["payload"] == "{}"


async def test_old_jobs_are_deleted_but_a_key_is_for_ever(database: None) -> None:
    for key in (None, "once"):
        await jobs.schedule("tally", {}, run_at=NOON, key=key, at=NOON)
        job = await jobs.claim(NOON)
        assert job is not None
        await jobs.finish(job, at=NOON)
    await jobs.forget(NOON + timedelta(days=30))
    assert [row["key"] for row in await Job.select(Job.key)] == ["once"]


async def test_the_queue_says_what_waits_and_when_a_worker_was_alive(database: None) -> None:
    await jobs.schedule("tally", {}, run_at=NOON, key=None, at=NOON)
    await jobs.beat("host:1", at=NOON)
    await jobs.beat("host:1", at=NOON + timedelta(minutes=1))
    found = await queries.queue(NOON + timedelta(minutes=6))
    assert (found.ready, found.overdue, found.dead) == (1, 1, 0)
    assert found.alive_at == NOON + timedelta(minutes=1)


async def test_three_processes_never_do_a_job_twice(database: None) -> None:
    for n in range(JOB_COUNT):
        await jobs.schedule("tally", {"n": n}, run_at=NOON, key=None, at=NOON)
    pipe = asyncio.subprocess.PIPE
    workers = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", WORKER, stdin=pipe, stdout=pipe, cwd=ROOT)
        for _ in range(3)
    ]
    try:
        async with asyncio.timeout(SECONDS_AT_MOST):
            for worker in workers:  # all three hold an open pool before the first job is taken
                assert worker.stdout is not None
                assert await worker.stdout.readline() == b"ready\n"
            outputs = await asyncio.gather(*(worker.communicate(b"go\n") for worker in workers))
    finally:
        for worker in workers:
            if worker.returncode is None:
                worker.kill()
    done = Counter(int(line) for out, _ in outputs for line in out.split())
    assert all(worker.returncode == 0 for worker in workers)
    assert sorted(done) == list(range(JOB_COUNT))
    assert set(done.values()) == {1}
    if is_postgres():
        assert all(out.strip() for out, _ in outputs), "every process took part"
