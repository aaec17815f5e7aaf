# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make bench`: requests a second, CPU and SQL statements of the main pages, casts a second; on both databases.

Writes the tables into docs/benchmarks.md between their markers. Everything runs on this machine: the server, its
database and the load share the cores, so compare the ratios to the peers, not the absolute figures. One process serves
each database. `python -m tests.bench.pages CHECKOUT` measures another checkout page by page in the same run; with
`--only casts` (or words of pages' titles) a part is measured and printed, and the report is left as it is.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench import casts
from tests.bench.measures import Cost, cpu_of, measure
from tests.journeys.places import RESULT
from tests.journeys.servers import ROOT, Server, free_port, serving, wait_for

ROUNDS = int(os.environ.get("RIONE_BENCH_ROUNDS", "3"))
REPORT = ROOT / "docs" / "benchmarks.md"
VOTE = "/consultazioni/misura-voto/vota"
PAGES = {  # title: address, whose session
    "home": ("/", ""),
    "consultation, 200 proposals": ("/consultazioni/misura-proposte", ""),
    "proposal, 200 comments": ("/proposte/benchp00000", ""),
    "ballot": (VOTE, "voter"),
    "result": (RESULT, ""),
    "desk of the office": ("/gestione", "office"),
    "dashboard of the city": ("/cruscotti", "councillor"),
}


@dataclass(frozen=True, slots=True)
class Site:
    """A server with its load; the CPU of `database` (a process id) is counted as well."""

    server: Server
    sessions: dict[str, str]
    voters: list[str]
    database: int

    def cost(self, title: str) -> Cost:
        path, who = PAGES[title]
        cookie = self.sessions.get(who, "")
        return measure(self.server.address + path, cookie, server=self.server.pid, database=self.database)

    def statements(self, title: str) -> str:
        """SQL statements of one request, from the server's own access log; "–" where nothing is logged (the ballot)."""
        path, who = PAGES[title]
        headers = {"Cookie": f"rione_session={self.sessions[who]}"} if who else {}
        with urllib.request.urlopen(urllib.request.Request(self.server.address + path, headers=headers)) as answer:
            number = answer.headers["x-request-id"]
            answer.read()
        for _ in range(20):
            time.sleep(0.1)
            if found := re.search(rf"{number}.* sql=(\d+)", self.server.mail.read_text()):
                return found[1]
        return "–"

    def casts(self, voters: list[str]) -> Cost:
        """One cast of each of these people, whose ballots are opened before."""
        papers = casts.opened(self.server.address, VOTE, voters)
        act = partial(casts.cast, self.server.address, VOTE, papers)
        return each(len(papers), act, self.server.pid, self.database)


def each(times: int, act: Callable[[], float], server: int, database: int) -> Cost:
    """What one of so many acts costs that take `act()` seconds together."""
    before = cpu_of(server), cpu_of(database) if database else 0.0
    seconds = act()
    used = cpu_of(server) - before[0], (cpu_of(database) if database else 0.0) - before[1]
    return Cost(times / seconds, 0.0, *(cpu / times * 1000 for cpu in used))


@contextmanager
def peers(database_url: str) -> Iterator[tuple[str, int]]:
    """The address of the peers, and the process that serves them. `database_url`: of PostgreSQL, or ''."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "tests.bench.peers:app", "--port", str(port), "--log-level", "critical"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PEER_POSTGRES": database_url})
    try:
        wait_for(f"http://127.0.0.1:{port}/hello", process, Path(os.devnull))
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait()


def settle(server: int) -> None:
    """Wait until a server that was just started and seeded does nothing more by itself: the page that is measured
    first would be charged with it."""
    for _ in range(60):
        before = cpu_of(server)
        time.sleep(1)
        if abs(cpu_of(server) - before) < 0.05:
            return


@contextmanager
def site(root: Path, database_url: str, database: int) -> Iterator[Site]:
    """The program of a checkout, served over the demonstration city and the load of seed.py."""
    with serving(database_url=database_url, root=root) as server:
        command = [sys.executable, str(ROOT / "tests" / "bench" / "seed.py")]
        environment = {**server.environment, "PYTHONPATH": str(root)}
        made = subprocess.run(command, env=environment, cwd=root, check=True, capture_output=True, text=True)
        seeded = json.loads(made.stdout)
        voters: list[str] = seeded["voters"]
        settle(server.pid)
        sessions = {"councillor": seeded["councillor"], "office": seeded["office"], "voter": voters[-1]}
        yield Site(server, sessions, voters[:-1], database)


def postgres(server: str, name: str) -> tuple[str, int]:
    """A new database, and the process above all that serve it."""
    subprocess.run(["psql", f"{server}/postgres", "-qc", f"CREATE DATABASE {name}"], check=True)
    shown = ["psql", f"{server}/postgres", "-Atc", "SHOW data_directory"]
    folder = subprocess.run(shown, check=True, capture_output=True, text=True).stdout.strip()
    return f"{server}/{name}", int((Path(folder) / "postmaster.pid").read_text().splitlines()[0])


def middle(costs: list[Cost]) -> Cost:
    return Cost(*(median(getattr(cost, field) for cost in costs) for field in ("rate", "p95", "cpu", "database")))


def one_page(name: str, title: str, sites: dict[str, Site], plain: tuple[str, int]) -> tuple[str, str]:
    """A page's rows for both tables, '' for that of before and after when there is one checkout."""
    found: dict[str, list[Cost]] = {side: [] for side in ("plain", *sites)}
    for _ in range(ROUNDS):  # in turn, so that what the machine does besides falls on all alike
        found["plain"].append(measure(f"{plain[0]}/page", server=plain[1]))
        for side, held in sites.items():
            found[side].append(held.cost(title))
    peer, now = middle(found["plain"]), middle(found["now"])
    sql = sites["now"].statements(title)
    row = (
        f"| {name} | {title} | {now.rate:.0f} | {now.p95:.0f} | {now.rate / peer.rate:.2f} | "
        f"{peer.cpu / now.cpu:.2f} | {now.cpu:.2f} | {now.database:.2f} | {sql} |"
    )
    if "before" not in sites:
        return row, ""
    old = middle(found["before"])
    return row, (
        f"| {name} | {title} | {old.rate / peer.rate:.2f} → {now.rate / peer.rate:.2f} | "
        f"{old.whole:.2f} → {now.whole:.2f} | {now.whole / old.whole:.2f} | {old.p95:.0f} → {now.p95:.0f} | "
        f"{sites['before'].statements(title)} → {sql} |"
    )


def all_casts(name: str, sites: dict[str, Site], bare: tuple[str, int]) -> tuple[list[str], str]:
    """The same of casts, beside a peer that records one row for each POST."""
    found: dict[str, list[Cost]] = {side: [] for side in ("row", *sites)}
    share = len(sites["now"].voters) // ROUNDS
    path, database = f"/row/{name.lower()}", sites["now"].database
    for n in range(ROUNDS):
        found["row"].append(each(share, partial(casts.post, bare[0], path, share), bare[1], database))
        for side, held in sites.items():
            found[side].append(held.casts(held.voters[n * share : (n + 1) * share]))
    row, now = middle(found["row"]), middle(found["now"])
    rows = [
        f"| {name} | one row recorded (peer) | {row.rate:.0f} | | {row.cpu:.2f} | {row.database:.2f} |",
        f"| {name} | cast | {now.rate:.0f} | {now.rate / row.rate:.2f} | {now.cpu:.2f} | {now.database:.2f} |",
    ]
    if "before" not in sites:
        return rows, ""
    old = middle(found["before"])
    return rows, (
        f"| {name} | cast | {old.rate:.0f} → {now.rate:.0f} a second | {old.whole:.2f} → {now.whole:.2f} | "
        f"{now.whole / old.whole:.2f} | | |"
    )


def write(mark: str, table: list[str]) -> None:
    """Between the markers of docs/benchmarks.md."""
    begin, end = f"<!-- {mark}:begin -->", f"<!-- {mark}:end -->"
    text = REPORT.read_text(encoding="utf-8")
    head, tail = text.split(begin)[0], text.split(end)[1]
    REPORT.write_text("\n".join([head + begin, *table, end + tail]), encoding="utf-8")


HEADS = {
    "pages": (
        "| database | page | requests/s | p95 ms | × plain page | × plain page, CPU | CPU ms | of the database | SQL |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ),
    "casts": ("| database | act | a second | × one row | CPU ms | of the database |", "|---|---|---:|---:|---:|---:|"),
    "changes": (
        "| database | page | × plain page | CPU ms, with the database's | ratio | p95 ms | SQL |",
        "|---|---|---|---|---:|---|---|",
    ),
}


def measured(checkouts: dict[str, Path], titles: list[str], with_casts: bool) -> dict[str, list[str]]:
    """The rows of the tables of HEADS, each printed as soon as it is known."""
    found: dict[str, list[str]] = {mark: list(head) for mark, head in HEADS.items()}

    def keep(mark: str, *rows: str) -> None:
        found[mark] += [row for row in rows if row]
        for row in filter(None, rows):
            print(row, flush=True)

    server = os.environ.get("RIONE_TEST_POSTGRES", "")
    with peers(postgres(server, "bench_peer")[0] if server else "") as peer:
        for name in ("hello", "page") if titles else ():
            cost = measure(f"{peer[0]}/{name}", server=peer[1])
            keep("pages", f"| – | {name} (peer) | {cost.rate:.0f} | {cost.p95:.1f} | | | {cost.cpu:.2f} | | |")
        for name in ("SQLite", "PostgreSQL") if server else ("SQLite",):
            with ExitStack() as stack:
                sites = {}
                for side, root in checkouts.items():
                    url, pid = postgres(server, f"bench_{side}") if name == "PostgreSQL" else ("", 0)
                    sites[side] = stack.enter_context(site(root, url, pid))
                for title in titles:
                    row, change = one_page(name, title, sites, peer)
                    keep("pages", row)
                    keep("changes", change)
                if with_casts:
                    rows, change = all_casts(name, sites, peer)
                    keep("casts", *rows)
                    keep("changes", change)
    return found


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.bench.pages")
    asked.add_argument("checkout", nargs="?", help="another checkout, measured beside this one")
    asked.add_argument("--only", action="append", default=[], help="'casts', or a word of a page's title")
    given = asked.parse_args()
    if not shutil.which("wrk"):
        print("wrk is not installed (Debian: apt-get install wrk)", file=sys.stderr)
        return 1
    checkouts = {"before": Path(given.checkout).resolve()} if given.checkout else {}
    titles = [title for title in PAGES if not given.only or any(word in title for word in given.only)]
    tables = measured({**checkouts, "now": ROOT}, titles, not given.only or "casts" in given.only)
    for mark, table in tables.items():
        if not given.only and (checkouts or mark != "changes"):
            write(mark, table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
