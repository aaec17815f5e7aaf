# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""More than one machine: two serving processes and two workers on one PostgreSQL, behind one nginx with TLS.

Each is restarted while people read and vote: docs/operations.md, "Outgrowing one machine". Workers that are killed are
in tests/kills.
"""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Actor
from deliberation.database import rows
from deliberation.people.access.sessions import open_session
from tests import databases
from tests.ballots.votes import a_vote
from tests.commands.processes import free_port
from tests.deploy.machines import Machine, Post, with_two_servers
from tests.deploy.proxies import Proxy, running, written
from tests.world import a_city, a_person

pytestmark = [
    pytest.mark.skipif(not databases.IS_POSTGRES, reason="several processes need PostgreSQL"),
    pytest.mark.long,
]
VOTERS = 30
BETWEEN = 4.0  # seconds after a server answers again, before the next is stopped: nginx counts its fail_timeout of 2 in
# whole seconds and asks again when more have passed, so that up to 3 go by
VOTE = "/consultazioni/bilancio/vota"


@contextmanager
def two_machines(folder: Path) -> Iterator[tuple[Proxy, list[Machine], list[Machine], Post]]:
    """nginx, two serving processes that answer, two workers that are not started yet, and the mail server."""
    proxy, post = written(folder / "nginx", shared=False), Post()
    ports = (proxy.program_port, free_port())
    with_two_servers(proxy, ports[1])
    settings = {
        "BASE_URL": proxy.base_url,
        "TRUSTED_PROXIES": "127.0.0.1",
        "MAIL_URL": f"smtp://127.0.0.1:{post.port}",
        "MAIL_PER_MINUTE": "6000",
        "RUN_WORKER": "0",
    }
    servers = [Machine(settings, folder / f"serve-{port}.log", port) for port in ports]
    workers = [Machine(settings, folder / f"worker-{number}.log") for number in (1, 2)]
    with ExitStack() as stack:
        stack.callback(post.open().stop)
        stack.callback(lambda: [machine.kill() for machine in (*servers, *workers) if machine.is_running])
        for server in servers:
            server.start()
        for server in servers:
            server.wait_until_up()
        stack.enter_context(running(proxy))
        yield proxy, servers, workers, post


class Crowd:
    """People who read and vote through nginx, each in a browser of their own, until they are told to stop."""

    def __init__(self, proxy: Proxy, sessions: dict[Actor, str]) -> None:
        self._proxy, self._sessions = proxy, sessions
        self._over, self._is_restarted = threading.Event(), threading.Event()
        self.answers: list[tuple[str, int]] = []
        self.voted = 0

    def _ask(self, browser: httpx.Client, method: str, path: str, **more: object) -> httpx.Response:
        origin = {"sec-fetch-site": "same-origin", "origin": self._proxy.base_url}
        answer = browser.request(method, self._proxy.base_url + path, headers=origin, **more)  # type: ignore[arg-type]
        self.answers.append((f"{method} {path}", answer.status_code))
        return answer

    def vote(self, person: Actor) -> None:
        """Open the ballot and record it, once."""
        with self._proxy.browser() as browser:
            browser.cookies.set("__Host-rione_session", self._sessions[person], domain=self._proxy.host)
            page = self._ask(browser, "GET", VOTE)
            token = page.text.split('name="_csrf" value="', 1)[1].split('"', 1)[0]
            self._ask(browser, "POST", f"{VOTE}/registra", data={"_csrf": token, "scelte": ["orto"]})
            self.voted += 1

    def read(self, _: int) -> None:
        """Pages and a small form, one after the other on connections that stay open."""
        with self._proxy.browser() as browser:
            while not self._over.is_set():
                self._ask(browser, "GET", "/")
                self._ask(browser, "POST", "/lingua", data={"locale": "it", "next": "/"})
                time.sleep(0.25)

    def run(self, seconds_between_votes: float) -> None:
        """Read in two browsers; vote one person after the other, and stop when all have."""
        with ThreadPoolExecutor(6) as pool:
            readers = [pool.submit(self.read, number) for number in range(2)]
            votes = []
            for person in self._sessions:
                votes.append(pool.submit(self.vote, person))
                time.sleep(seconds_between_votes)
            self._is_restarted.wait()
            self._over.set()
            for task in (*votes, *readers):
                task.result()

    def restart(self, servers: list[Machine]) -> None:
        """One server after the other, while the others of this crowd read and vote."""
        try:
            for server in servers:
                server.stop()
                server.start()
                server.wait_until_up()
                time.sleep(BETWEEN)
        finally:
            self._is_restarted.set()


async def test_a_rolling_restart_loses_no_request_and_records_each_ballot_once(database: None, tmp_path: Path) -> None:
    world, now = await a_city(), clock.now()
    people = [await a_person(world.navile) for _ in range(VOTERS)]
    await a_vote(world, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    sessions = {person: await open_session(person.id, "Test", at=now) for person in people}
    with two_machines(tmp_path) as (proxy, servers, workers, post):
        for worker in workers:
            worker.start()
        crowd = Crowd(proxy, sessions)
        await asyncio.gather(asyncio.to_thread(crowd.run, 0.3), asyncio.to_thread(crowd.restart, servers))
        lost = [answer for answer in crowd.answers if answer[1] not in (200, 303)]
        assert (lost, crowd.voted) == ([], VOTERS)
        assert len(crowd.answers) > 4 * VOTERS
        ballots = await rows("SELECT count(*) AS n, max(revision) AS revision FROM ballot")
        acts = await rows("SELECT count(*) AS n FROM journal_entry WHERE act = 'ballot.cast'")
        assert (ballots, acts) == ([{"n": VOTERS, "revision": 1}], [{"n": VOTERS}])
        await _until_sent(VOTERS)
        assert set(post.told().values()) == {1}
        assert len(post.taken) == len(post.told()) >= VOTERS  # the vote is recorded; by day also: it has begun


async def _until_sent(mails: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        [found] = await rows("SELECT count(*) AS n FROM job WHERE kind = 'mail' AND state = 'done'")
        [left] = await rows("SELECT count(*) AS n FROM letter")
        if (found["n"], left["n"]) == (mails, 0):
            return
        await asyncio.sleep(0.2)
    raise AssertionError(await rows("SELECT state, count(*) AS n, max(last_error) AS e FROM job GROUP BY state"))
