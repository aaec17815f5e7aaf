# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A PostgreSQL server of our own for one command: `python -m tests.postgres_server -- pytest …`.

Starts a cluster in a temporary folder on a free loopback port, puts its address in RIONE_TEST_POSTGRES, runs the
command, stops the server, and exits as the command did. Durability is off: tests kill nothing. With `--durable` before
the two dashes it is on, with the server's own defaults: for measurements of what writes.
"""

import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def binaries() -> Path | None:
    """The newest PostgreSQL server programs on this machine."""
    found = [Path(p).parent for p in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    return max(found, key=lambda p: int("".join(filter(str.isdigit, p.parent.name)) or 0), default=None)


def _as_owner(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server:
    """A cluster in a folder, on a port of its own, that can be stopped and started again."""

    def __init__(self, programs: Path, folder: str) -> None:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        self.folder, self.port = folder, _free_port()
        data = str(Path(folder) / "data")
        self._control = _as_owner([str(programs / "pg_ctl"), "-D", data, "-w"])
        initdb = [str(programs / "initdb"), "-D", data, "-U", "rione", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        self._run(_as_owner(initdb))

    @property
    def address(self) -> str:
        return f"postgresql://rione@127.0.0.1:{self.port}"

    def _run(self, command: list[str]) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)

    def start(self, *, durable: bool = False) -> None:
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -c max_connections=200"
        if not durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        self._run([*self._control, "-o", options, "-l", f"{self.folder}/log", "start"])

    def stop(self, mode: str = "fast") -> None:
        self._run([*self._control, "-m", mode, "stop"])


def main() -> int:
    command = sys.argv[sys.argv.index("--") + 1 :]
    programs = binaries()
    if programs is None:
        print("PostgreSQL is not installed (Debian: apt-get install postgresql)", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory(prefix="rione-pg-") as folder:
        server = Server(programs, folder)
        server.start(durable="--durable" in sys.argv[: sys.argv.index("--")])
        try:
            return subprocess.run(command, env={**os.environ, "RIONE_TEST_POSTGRES": server.address}).returncode
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(main())
