# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real server in a process of its own, over a seeded demonstration city, for browsers to visit."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and how its command line is called on the same database."""

    address: str
    environment: dict[str, str]
    mail: Path
    root: Path
    pid: int = 0

    def rione(self, *words: str) -> str:
        """Run `rione …` beside the server and return what it prints."""
        command = [sys.executable, "-m", "web", *words]
        done = subprocess.run(command, env=self.environment, cwd=self.root, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until it answers. `log`: where it writes why it does not."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server does not answer:\n{log.read_text()}")


@contextmanager
def serving(
    *,
    database_url: str = "",
    seed: tuple[str, ...] = ("demo", "--size", "small"),
    root: Path = ROOT,
    mail_url: str = "console://",
) -> Iterator[Server]:
    """Migrate, seed by a command of the program in the checkout `root`, serve; SIGTERM at the end."""
    with tempfile.TemporaryDirectory(prefix="rione-journey-") as folder:
        data, port = Path(folder), free_port()
        address, mail = f"http://127.0.0.1:{port}", data / "mail.log"
        environment = {
            **os.environ,
            "DATA_DIR": str(data),
            "BASE_URL": address,
            "PORT": str(port),
            "RUN_WORKER": "1",
            "MAIL_URL": mail_url,
            "DATABASE_URL": database_url or f"sqlite:///{data / 'rione.sqlite'}",
            "PICCOLO_CONF": "web.piccolo_conf",
            "WORKERS": "1",
        }
        server = Server(address, environment, mail, root)
        server.rione("migrate")
        if seed:
            server.rione(*seed)
        with mail.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "web", "serve"], env=environment, cwd=root, stdout=log, stderr=subprocess.STDOUT
            )
            try:
                wait_for(f"{address}/healthz", process, mail)
                yield replace(server, pid=process.pid)
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(30)
