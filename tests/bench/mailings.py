# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long it takes to tell a whole city, and whom it keeps waiting: `python -m tests.bench.mailings [people]`.

On the database of DATABASE_URL, which must be migrated and empty. The roll is queued as the worker does it while
somebody else writes one row over and over, as a page would. Then one worker sends letters without a pace: thrown away
(null://), and to a real SMTP server in a process of its own on this machine, that takes them and forgets them.
"""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

from deliberation import clock
from deliberation.announcements import announcements
from deliberation.database import is_postgres, opened, rows
from deliberation.records import jobs
from tests.announcements.rolls import CLOSES, OPENS
from tests.ballots.votes import a_vote
from tests.world import a_city
from web.mail import letters

SENT = 500


async def a_large_roll(people: int) -> None:
    world = await a_city()
    vote = await a_vote(
        world, "approval", "approval", budget_cents=None, opens_at=OPENS, closes_at=CLOSES, freeze=False, city_wide=True
    )
    numbers = (
        f"generate_series(1, {people}) AS s(n)"
        if is_postgres()
        else f"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {people}) SELECT n FROM s) s"
    )
    await rows(
        "INSERT INTO account (public_id, email, password_hash, pseudonym, locale, is_demo, created_at, "
        "email_confirmed_at, neighbourhood, civic_suffix, verified_at) SELECT 'q' || s.n, 'q' || s.n || '@x.example', "
        f"'', 'Residente', 'it', {{}}, {{}}, {{}}, {{}}, '', {{}} FROM {numbers}",
        False,
        OPENS,
        OPENS,
        world.navile,
        OPENS,
    )
    await rows(
        "INSERT INTO roll_entry (consultation, account, neighbourhood, age, suspended_for) "
        "SELECT {}, a.id, a.neighbourhood, 40, '' FROM account a",
        vote.id,
    )
    await rows("UPDATE consultation SET roll_frozen_at = {}, roll_hash = 'x' WHERE id = {}", OPENS, vote.id)
    await rows("ANALYZE")


async def others(stop: asyncio.Event) -> list[float]:
    """How long each of somebody else's writes took, in milliseconds."""
    took = []
    while not stop.is_set():
        begun = time.perf_counter()
        await jobs.probe(at=clock.now())
        took.append(1000 * (time.perf_counter() - begun))
        await asyncio.sleep(0.01)
    return sorted(took)


@contextlib.contextmanager
def a_mail_server() -> Iterator[str]:
    """aiosmtpd on loopback; its MAIL_URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
    process = subprocess.Popen([sys.executable, *words])
    try:
        while True:
            with contextlib.suppress(ConnectionError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            time.sleep(0.1)
        yield f"smtp://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


async def send(mail_url: str, already: int) -> None:
    """SENT letters one after the other, each at a second of its own: the pace never holds one up."""
    os.environ["MAIL_URL"] = mail_url
    at = OPENS + timedelta(seconds=1 + already)
    begun = time.perf_counter()
    for n in range(SENT):
        assert await letters.send_one(at + timedelta(seconds=n))
    spent = time.perf_counter() - begun
    print(f"sending, one worker, {mail_url.split(':')[0]}: {SENT / spent:.0f} letters a second")


async def main(people: int) -> None:
    async with opened():
        await a_large_roll(people)
        stop = asyncio.Event()
        writer = asyncio.create_task(others(stop))
        await asyncio.sleep(0.2)
        chunks, begun = [], time.perf_counter()
        await announcements.begin_due(OPENS)
        while await rows("SELECT 1 AS one FROM announcement WHERE spread_at IS NULL"):
            started = time.perf_counter()
            await announcements.spread(OPENS, most=1)
            chunks.append(1000 * (time.perf_counter() - started))
        total = time.perf_counter() - begun
        stop.set()
        waits = await writer
        queued = (await rows("SELECT count(*) AS n FROM letter"))[0]["n"]
        told = (await rows("SELECT count(*) AS n FROM notice"))[0]["n"]
        print(f"{queued} letters and {told} notices in {total:.1f} s, {len(chunks)} chunks")
        print(f"a chunk: median {sorted(chunks)[len(chunks) // 2]:.0f} ms, longest {max(chunks):.0f} ms")
        print(
            f"others' writes: median {waits[len(waits) // 2]:.1f} ms, longest {waits[-1]:.0f} ms, {len(waits)} of them"
        )
        await send("null://", 0)
        with a_mail_server() as url:
            await send(url, SENT)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
