# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make bench`: requests a second and p95 of the main pages, SQL statements a page, casts a second; on both databases.

Writes the table into docs/benchmarks.md between its markers. Everything runs on this machine: the server, its
database and wrk share the cores, so compare the ratios to the plain page and to hello, not the absolute figures.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlencode

from tests.journeys.servers import ROOT, Server, free_port, serving

SECONDS = os.environ.get("RIONE_BENCH_SECONDS", "6")
LUA = """
done = function(summary, latency, requests)
  local errors = summary.errors.status + summary.errors.timeout + summary.errors.connect
  local p95 = latency:percentile(95) / 1000
  io.write(string.format("RESULT %d %d %.2f %d\\n", summary.requests, summary.duration, p95, errors))
end
"""
REPORT = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- pages:begin -->", "<!-- pages:end -->"


def measure(address: str, cookie: str = "") -> tuple[float, float]:
    """Requests a second and p95 in milliseconds with 16 connections."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA)
        script.flush()
        headers = ["-H", f"Cookie: rione_session={cookie}"] if cookie else []
        command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", "-s", script.name, *headers, address]
        subprocess.run([*command[:3], "-d1s", *command[4:]], capture_output=True, check=True)
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"RESULT (\d+) (\d+) ([\d.]+) (\d+)", out)
    if not found or int(found[4]):
        raise RuntimeError(f"{address}: {out}")
    return int(found[1]) / (int(found[2]) / 1e6), float(found[3])


def statements(server: Server, path: str, cookie: str) -> int:
    """SQL statements of one request, from the server's own access log."""
    request = urllib.request.Request(
        server.address + path, headers={"Cookie": f"rione_session={cookie}"} if cookie else {}
    )
    with urllib.request.urlopen(request) as answer:
        number = answer.headers["x-request-id"]
        answer.read()
    time.sleep(0.2)
    line = next(line for line in server.mail.read_text().splitlines() if number in line)
    return int(re.search(r"sql=(\d+)", line)[1])  # type: ignore[index]


@contextmanager
def peers() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "tests.bench.peers:app", "--port", str(port), "--log-level", "critical"]
    process = subprocess.Popen(command, cwd=ROOT)
    time.sleep(3)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _cast(server: Server, token: str, n: int) -> None:
    """One ballot as a browser casts it: open the page, send the marks to be recorded."""
    headers = {"Cookie": f"rione_session={token}", "Sec-Fetch-Site": "same-origin"}
    page = urllib.request.Request(f"{server.address}/consultazioni/misura-voto/vota", headers=headers)
    with urllib.request.urlopen(page) as answer:
        csrf = re.search(r'name="_csrf" value="([^"]+)"', answer.read().decode())
    fields = urlencode({"_csrf": csrf[1] if csrf else "", "scelte": str(n % 10 + 1)}).encode()
    target = f"{server.address}/consultazioni/misura-voto/vota/registra"
    with urllib.request.urlopen(urllib.request.Request(target, fields, headers)) as answer:
        if "registrato" not in answer.read().decode():
            raise RuntimeError("a ballot was not recorded")


def casts(server: Server, voters: list[str]) -> float:
    """Complete casts a second (open the ballot, record, confirmation page) with 8 voters at once."""
    started = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda pair: _cast(server, pair[1], pair[0]), enumerate(voters)))
    return len(voters) / (time.perf_counter() - started)


def one_database(name: str, url: str, base: dict[str, float]) -> list[str]:
    """The table's rows for one kind of database."""
    lines = []
    with serving(database_url=url, workers=2 if url else 1) as server:
        made = subprocess.run(
            [sys.executable, "-m", "tests.bench.seed"],
            env=server.environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        seeded = json.loads(made.stdout)
        pages = {
            "home": ("/", ""),
            "consultation, 200 proposals": ("/consultazioni/misura-proposte", ""),
            "proposal, 200 comments": (f"/proposte/{seeded['proposal']}", ""),
            "dashboard of the city": ("/cruscotti", seeded["councillor"]),
        }
        for title, (path, cookie) in pages.items():
            rate, p95 = measure(server.address + path, cookie)
            sql = statements(server, path, cookie)
            lines.append(
                f"| {name} | {title} | {rate:.0f} | {p95:.0f} | {rate / base['page']:.2f} "
                f"| {rate / base['hello']:.3f} | {sql} |"
            )
        rate = casts(server, seeded["voters"])
        lines.append(f"| {name} | cast: ballot page, recording, confirmation | {rate:.0f} casts/s | | | | |")
    return lines


def main() -> int:
    if not shutil.which("wrk"):
        print("wrk is not installed (Debian: apt-get install wrk)", file=sys.stderr)
        return 1
    with peers() as address:
        base = {name: measure(f"{address}/{name}") for name in ("hello", "page")}
    rates = {name: rate for name, (rate, _) in base.items()}
    lines = [
        "| database | page | requests/s | p95 ms | × plain page | × hello | SQL |",
        "|---|---|---:|---:|---:|---:|---:|",
        *(f"| – | {name} (peer) | {rate:.0f} | {p95:.1f} | | | |" for name, (rate, p95) in base.items()),
    ]
    lines += one_database("SQLite", "", rates)
    if server := os.environ.get("RIONE_TEST_POSTGRES"):
        subprocess.run(["psql", f"{server}/postgres", "-qc", "CREATE DATABASE bench"], check=True)
        lines += one_database("PostgreSQL", f"{server}/bench", rates)
    table = "\n".join(lines)
    print(table)
    text = REPORT.read_text(encoding="utf-8")
    head, tail = text.split(BEGIN)[0], text.split(END)[1]
    REPORT.write_text(f"{head}{BEGIN}\n{table}\n{END}{tail}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
