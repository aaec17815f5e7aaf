# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The worker: takes jobs one by one, and looks at the clock. Inside `serve`, or alone as `rione worker`."""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator

import structlog

from deliberation import clock
from deliberation.outages import Unavailable
from deliberation.records import jobs
from web.http import logs
from web.jobs import JOBS, PERIODIC, Step
from web.mail import letters
from web.settings import Settings

PAUSE = 1.0
BEAT = 30.0
STOP_WITHIN = 10.0
log = structlog.get_logger("worker")


def name() -> str:
    """This worker, in the queue's list of the living."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


async def work(stop: asyncio.Event) -> None:
    """Do what is due until told to stop; the job in hand is finished first. A fault never ends the loop."""
    beat_at = 0.0
    due_at = dict.fromkeys(range(len(PERIODIC)), 0.0)
    loop = asyncio.get_running_loop()
    while not stop.is_set():
        did = False
        try:
            if loop.time() >= beat_at:
                await jobs.beat(name(), at=clock.now())
                beat_at = loop.time() + BEAT
            for index, (step, seconds) in enumerate(PERIODIC):
                if loop.time() >= due_at[index]:
                    due_at[index] = loop.time() + seconds
                    await _take(step)
            did = await do_one() or await letters.send_one(clock.now())
        except Exception as error:
            log.error("worker fault", error=type(error).__name__, exc_info=error)
        if not did:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE)


async def _take(step: Step) -> None:
    """One step by the clock: a fault of it holds up neither the next ones nor the mails, an outage holds up all."""
    try:
        await step(clock.now())
    except Unavailable:
        raise
    except Exception as error:
        log.error("worker fault", error=type(error).__name__, exc_info=error)


async def do_one() -> bool:
    """Take one job that is due and do it; False when nothing is due."""
    now = clock.now()
    if not await jobs.is_due(now):
        return False
    job = await jobs.claim(now)
    if job is None:
        return False
    keeper = asyncio.create_task(_keep(job))
    try:
        await JOBS[job.kind](job.payload, now)
    except Exception as error:
        dead = await jobs.fail(job, describe(error), at=clock.now())
        log.warning("job failed", kind=job.kind, job=job.id, attempt=job.attempt, dead=dead, error=describe(error))
    else:
        await jobs.finish(job, at=clock.now())
    finally:
        keeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeper
    return True


async def do_all() -> int:
    """Do everything that is due now; how many jobs."""
    for step, _ in PERIODIC:
        await step(clock.now())
    done = 0
    while await do_one() or await letters.send_one(clock.now()):
        done += 1
    return done


async def _keep(job: jobs.Claimed) -> None:
    """Hold the lease of a job that takes long."""
    while True:
        await asyncio.sleep(jobs.LEASE.total_seconds() / 3)
        await jobs.renew(job, at=clock.now())


def describe(error: Exception) -> str:
    """An error without its text, which may name an address: its kind, and where it was raised."""
    place, trace = "", error.__traceback__
    while trace is not None:
        place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{logs.kind(error)} {place}".strip()


@contextlib.asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[None]:
    """A worker beside the server, when RUN_WORKER is 1."""
    async with working() if settings.run_worker else contextlib.nullcontext():
        yield


@contextlib.asynccontextmanager
async def working() -> AsyncIterator[None]:
    """A worker for the length of the block; at its end the job in hand has STOP_WITHIN seconds."""
    stop = asyncio.Event()
    task = asyncio.create_task(work(stop))
    try:
        yield
    finally:
        stop.set()
        try:
            await asyncio.wait_for(task, STOP_WITHIN)
        except TimeoutError:
            log.warning("the worker was stopped in the middle of a job; it will be done again")
