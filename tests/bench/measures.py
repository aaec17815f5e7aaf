# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one page costs: requests a second by wrk, and the CPU of the processes that made it."""

import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SECONDS = float(os.environ.get("RIONE_BENCH_SECONDS", "4"))
_TICK = os.sysconf("SC_CLK_TCK")
_LUA = """
done = function(summary, latency, requests)
  local errors = summary.errors.status + summary.errors.timeout + summary.errors.connect
  local p95 = latency:percentile(95) / 1000
  io.write(string.format("RESULT %d %d %.2f %d\\n", summary.requests, summary.duration, p95, errors))
end
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one page: requests a second, milliseconds of the slowest twentieth, of the server's and the database's CPU."""

    rate: float
    p95: float
    cpu: float
    database: float = 0.0

    @property
    def whole(self) -> float:
        return self.cpu + self.database


def cpu_of(parent: int) -> float:
    """CPU seconds that a process and those below it have used so far."""
    rows = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        rows[int(path.parent.name)] = int(fields[1]), (int(fields[11]) + int(fields[12])) / _TICK
    family = {parent}
    while more := {pid for pid, (above, _) in rows.items() if above in family} - family:
        family |= more
    return sum(rows[pid][1] for pid in family if pid in rows)


def measure(address: str, cookie: str = "", *, server: int, database: int = 0) -> Cost:
    """One page with 16 connections, after a second that does not count. `server`, `database`: process ids."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_LUA)
        script.flush()
        headers = ["-H", f"Cookie: rione_session={cookie}"] if cookie else []

        def run(seconds: float) -> str:
            length = f"{max(round(seconds), 1)}s"
            command = ["wrk", "-t1", "-c16", "--timeout", "20s", f"-d{length}", "-s", script.name, *headers, address]
            return subprocess.run(command, capture_output=True, text=True, check=True).stdout

        run(1)
        before = cpu_of(server), cpu_of(database) if database else 0.0
        out = run(SECONDS)
        used = cpu_of(server) - before[0], (cpu_of(database) if database else 0.0) - before[1]
    found = re.search(r"RESULT (\d+) (\d+) ([\d.]+) (\d+)", out)
    if not found or int(found[4]):
        raise RuntimeError(f"{address}: {out}")
    requests = int(found[1])
    return Cost(requests / (int(found[2]) / 1e6), float(found[3]), *(seconds / requests * 1000 for seconds in used))
