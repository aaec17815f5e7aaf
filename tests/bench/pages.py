# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make bench`: requests a second, CPU and SQL statements of the main pages, casts a second; on both databases.

Writes the table into docs/benchmarks.md between its markers. Everything runs on this machine: the server, its
database and wrk share the cores, so compare the ratios to the plain page, not the absolute figures. One process serves
each database. `python -m tests.bench.pages CHECKOUT` measures another checkout page by page in the same run.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

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
        """Complete casts (open the ballot, record it, confirmation page) with 8 voters at once."""
        before = cpu_of(self.server.pid), cpu_of(self.database) if self.database else 0.0
        started = time.perf_counter()
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda pair: self._cast(pair[1], pair[0]), enumerate(voters)))
        seconds = time.perf_counter() - started
        used = cpu_of(self.server.pid) - before[0], (cpu_of(self.database) if self.database else 0.0) - before[1]
        return Cost(len(voters) / seconds, 0.0, *(cpu / len(voters) * 1000 for cpu in used))

    def _cast(self, token: str, n: int) -> None:
        """One ballot as a browser casts it: open the page, send the marks to be recorded."""
        headers = {"Cookie": f"rione_session={token}", "Sec-Fetch-Site": "same-origin"}
        with urllib.request.urlopen(urllib.request.Request(self.server.address + VOTE, headers=headers)) as answer:
            csrf = re.search(r'name="_csrf" value="([^"]+)"', answer.read().decode())
        fields = urlencode({"_csrf": csrf[1] if csrf else "", "scelte": str(n % 10 + 1)}).encode()
        target = f"{self.server.address}{VOTE}/registra"
        with urllib.request.urlopen(urllib.request.Request(target, fields, headers)) as answer:
            if "registrato" not in answer.read().decode():
                raise RuntimeError("a ballot was not recorded")


@contextmanager
def peers() -> Iterator[tuple[str, int]]:
    """The address of the two peers, and the process that serves them."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "tests.bench.peers:app", "--port", str(port), "--log-level", "critical"]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_for(f"http://127.0.0.1:{port}/hello", process, Path(os.devnull))
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait()


@contextmanager
def site(root: Path, database_url: str, database: int) -> Iterator[Site]:
    """The program of a checkout, served over the demonstration city and the load of seed.py."""
    with serving(database_url=database_url, root=root) as server:
        command = [sys.executable, str(ROOT / "tests" / "bench" / "seed.py")]
        environment = {**server.environment, "PYTHONPATH": str(root)}
        made = subprocess.run(command, env=environment, cwd=root, check=True, capture_output=True, text=True)
        seeded = json.loads(made.stdout)
        voters: list[str] = seeded["voters"]
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


def one_database(name: str, sites: dict[str, Site], plain: tuple[str, int]) -> tuple[list[str], list[str]]:
    """Rows for the table of pages, and rows for that of before and after when there are two checkouts."""
    pages, changes = [], []
    for title in PAGES:
        found: dict[str, list[Cost]] = {side: [] for side in ("plain", *sites)}
        for _ in range(ROUNDS):  # in turn, so that what the machine does besides falls on all alike
            found["plain"].append(measure(f"{plain[0]}/page", server=plain[1]))
            for side, held in sites.items():
                found[side].append(held.cost(title))
        peer, now = middle(found["plain"]), middle(found["now"])
        sql = sites["now"].statements(title)
        pages.append(
            f"| {name} | {title} | {now.rate:.0f} | {now.p95:.0f} | {now.rate / peer.rate:.2f} | "
            f"{peer.cpu / now.cpu:.2f} | {now.cpu:.2f} | {now.database:.2f} | {sql} |"
        )
        if "before" in sites:
            old = middle(found["before"])
            changes.append(
                f"| {name} | {title} | {old.rate / peer.rate:.2f} → {now.rate / peer.rate:.2f} | "
                f"{old.whole:.2f} → {now.whole:.2f} | {now.whole / old.whole:.2f} | {old.p95:.0f} → {now.p95:.0f} | "
                f"{sites['before'].statements(title)} → {sql} |"
            )
        print(*pages[-1:], *changes[-1:], sep="\n", flush=True)
    cast: dict[str, list[Cost]] = {side: [] for side in sites}
    share = len(sites["now"].voters) // ROUNDS
    for n in range(ROUNDS):
        for side, held in sites.items():
            cast[side].append(held.casts(held.voters[n * share : (n + 1) * share]))
    now = middle(cast["now"])
    title = "cast: ballot, recording, confirmation"
    pages.append(f"| {name} | {title} | {now.rate:.0f} | | | | {now.cpu:.2f} | {now.database:.2f} | |")
    if "before" in sites:
        old = middle(cast["before"])
        ratio = f"{now.whole / old.whole:.2f}"
        rates = f"{old.rate:.0f} → {now.rate:.0f} casts/s"
        changes.append(f"| {name} | {title} | {rates} | {old.whole:.2f} → {now.whole:.2f} | {ratio} | | |")
    return pages, changes


def write(mark: str, table: list[str]) -> None:
    """Between the markers of docs/benchmarks.md."""
    begin, end = f"<!-- {mark}:begin -->", f"<!-- {mark}:end -->"
    text = REPORT.read_text(encoding="utf-8")
    head, tail = text.split(begin)[0], text.split(end)[1]
    REPORT.write_text("\n".join([head + begin, *table, end + tail]), encoding="utf-8")


def main() -> int:
    if not shutil.which("wrk"):
        print("wrk is not installed (Debian: apt-get install wrk)", file=sys.stderr)
        return 1
    checkouts = {"before": Path(sys.argv[1]).resolve()} if len(sys.argv) > 1 else {}
    checkouts["now"] = ROOT
    pages = [
        "| database | page | requests/s | p95 ms | × plain page | × plain page, CPU | CPU ms | of the database | SQL |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    changes = [
        "| database | page | × plain page | CPU ms, with the database's | ratio | p95 ms | SQL |",
        "|---|---|---|---|---:|---|---|",
    ]
    with peers() as (address, process):
        for name in ("hello", "page"):
            cost = measure(f"{address}/{name}", server=process)
            pages.append(f"| – | {name} (peer) | {cost.rate:.0f} | {cost.p95:.1f} | | | {cost.cpu:.2f} | | |")
        for name in ("SQLite", "PostgreSQL") if os.environ.get("RIONE_TEST_POSTGRES") else ("SQLite",):
            with ExitStack() as stack:
                sites = {}
                for side, root in checkouts.items():
                    url, pid = "", 0
                    if name == "PostgreSQL":
                        url, pid = postgres(os.environ["RIONE_TEST_POSTGRES"], f"bench_{side}")
                    sites[side] = stack.enter_context(site(root, url, pid))
                rows = one_database(name, sites, (address, process))
            pages += rows[0]
            changes += rows[1]
    print("\n".join(pages), "\n".join(changes), sep="\n\n")
    write("pages", pages)
    if len(checkouts) > 1:
        write("changes", changes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
