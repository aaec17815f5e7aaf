# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long others wait while the office freezes a roll: `python -m tests.bench.freezing [people] [CHECKOUT]`.

A real `rione serve` on SQLite, or on a new database of RIONE_TEST_POSTGRES, with so many verified people. The office
presses the button; meanwhile two visitors ask every 10 ms on new connections: one for `/healthz`, which writes every
other second, one for a page that needs nothing that the freeze holds.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import web
from deliberation import clock
from deliberation.database import is_postgres, opened, rows
from deliberation.people.access.sessions import open_session
from deliberation.people.tables import RoleGrant
from tests.ballots.votes import a_vote
from tests.bench.measures import cpu_of
from tests.bench.pages import postgres
from tests.journeys.servers import ROOT, Server, serving
from tests.world import a_city

assert web.__doc__
QUIET = 4.0  # seconds before, in which the visitors wait for nothing but the machine
ASKED = ("/healthz", "/accesso")
FREEZE = "/gestione/consultazioni/bilancio/congela"


async def made(people: int) -> dict[str, str]:
    """A city-wide vote that opens tomorrow, all who may vote in it, and a session of the office."""
    world, now = await a_city(), clock.now()
    numbers = (
        f"generate_series(1, {people}) AS s(n)"
        if is_postgres()
        else f"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {people}) SELECT n FROM s) s"
    )
    born = "date '1930-01-01' + s.n % 25000" if is_postgres() else "date('1930-01-01', (s.n % 25000) || ' days')"
    await rows(
        "INSERT INTO account (public_id, email, password_hash, pseudonym, locale, is_demo, created_at, "
        "email_confirmed_at, birth_date, neighbourhood, civic_suffix, declared_at, verified_at) "
        "SELECT 'q' || (s.n * 7919 % 1000003), 'q' || s.n || '@x.example', '', 'Residente', 'it', {}, {}, {}, "
        f"{born}, CASE WHEN s.n % 2 = 0 THEN {world.navile} ELSE {world.savena} END, '', {{}}, {{}} FROM {numbers}",
        *(False, now, now, now, now),
    )
    office = (await rows("SELECT id FROM account ORDER BY id LIMIT 1"))[0]["id"]
    await RoleGrant(account=office, role="office", granted_by="cli", granted_at=now).save()
    opens = now + timedelta(days=1)
    vote = {"freeze": False, "city_wide": True, "opens_at": opens, "closes_at": opens + timedelta(days=9)}
    await a_vote(world, "approval", "approval", budget_cents=None, **vote)
    await rows("ANALYZE")
    return {"session": await open_session(office, "bench", at=now)}


class Visitor(threading.Thread):
    """Asks for a page over and over; how long each answer took, in milliseconds."""

    def __init__(self, address: str, path: str) -> None:
        super().__init__(daemon=True)
        self.waits: list[float] = []
        self.refused = 0
        self._address, self._over = address + path, threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.01):
            begun = time.perf_counter()
            try:
                urllib.request.urlopen(self._address).read()
            except urllib.error.HTTPError:
                self.refused += 1
            self.waits.append(1000 * (time.perf_counter() - begun))

    def stop(self) -> None:
        self._over.set()
        self.join()


def freeze(server: Server, session: str, database: int) -> str:
    """Press the button; a row of the table."""
    headers = {"cookie": f"rione_session={session}", "sec-fetch-site": "same-origin"}
    shown = urllib.request.urlopen(urllib.request.Request(server.address + FREEZE, headers=headers)).read().decode()
    token = re.search(r'name="_csrf" value="([^"]+)"', shown)
    assert token, "the office sees no button"
    form = urlencode({"_csrf": token[1]}).encode()
    visitors = [Visitor(server.address, path) for path in ASKED]
    for visitor in visitors:
        visitor.start()
    time.sleep(QUIET)
    quiet = [len(visitor.waits) for visitor in visitors]
    before = cpu_of(server.pid), cpu_of(database) if database else 0.0
    begun = time.perf_counter()
    urllib.request.urlopen(urllib.request.Request(server.address + FREEZE, form, headers)).read()
    took = time.perf_counter() - begun
    used = cpu_of(server.pid) - before[0], cpu_of(database) - before[1] if database else 0.0
    for visitor in visitors:
        visitor.stop()
    cells = [
        f"{max(one.waits[:n]):.0f} → {max(one.waits[n:]):.0f}; {median(one.waits[n:]):.0f}; {one.refused}"
        for one, n in zip(visitors, quiet, strict=True)
    ]
    return f"{took:.1f} s | {used[0]:.1f}, {used[1]:.1f} s | {' | '.join(cells)} |"


def main(people: int, root: Path) -> None:
    url, database = "", 0
    if address := os.environ.get("RIONE_TEST_POSTGRES"):
        url, database = postgres(address, f"freezing_{datetime.now(UTC):%H%M%S}")
    with serving(database_url=url, seed=(), root=root) as server:
        command = [sys.executable, "-m", "tests.bench.freezing", "made", str(people)]
        environment = {**server.environment, "PYTHONPATH": str(root)}
        made_ = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
        load = os.getloadavg()[0]
        row = freeze(server, json.loads(made_.stdout)["session"], database)
        print(
            "| database | the freeze | CPU: server, database | longest wait before → meanwhile, median, ms; refusals: ",
            end="",
        )
        print(" | ".join(ASKED), "|")
        print(f"| {'PostgreSQL' if url else 'SQLite'}, {people:,} people, load {load:.0f} | {row}")


async def _made(people: int) -> None:
    async with opened():
        print(json.dumps(await made(people)))


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["made"]:
        asyncio.run(_made(int(words[1])))
    else:
        main(int(words[0]) if words else 100_000, Path(words[1]) if len(words) > 1 else ROOT)
