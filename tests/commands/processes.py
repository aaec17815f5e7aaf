# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real processes of `rione` on a database of their own."""

import asyncio
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from tests import databases

ROOT = Path(__file__).parent.parent.parent
SECONDS_TO_START = 240  # at most, on a machine with much to do


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Installation:
    """Settings of one installation; `rione(...)` runs a command on it."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DATA_DIR", "BASE_URL"}}
        return {**kept, "DATA_DIR": str(self.folder), "MAIL_URL": "null://", "RUN_WORKER": "0", **self.settings}

    def rione(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "web", *words]
        return subprocess.run(
            command, env=self.environment(), cwd=ROOT, input=typed, capture_output=True, text=True, timeout=120
        )

    def found(self) -> None:
        """A comune with nothing but its name: without one a site serves one page."""
        place = self.folder / "comune"
        place.mkdir()
        (place / "comune.toml").write_text('format = 1\n[comune]\nname = "Prova"\n', encoding="utf-8")
        done = self.rione("comune", "load", str(place), "--yes")
        assert done.returncode == 0, done.stderr

    @contextmanager
    def serving(self, *words: str, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], int]]:
        """`rione serve`, up and answering; ended by SIGTERM when the block has not done so."""
        port = port or free_port()
        command = [sys.executable, "-m", "web", "serve", "--port", str(port), *words]
        process = subprocess.Popen(
            command, env=self.environment(), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            _wait(process, port)
            yield process, port
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            try:
                process.communicate(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


def _wait(process: subprocess.Popen[str], port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(f"serve ended: {process.communicate()[0]}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError("serve does not answer")


async def _create(name: str) -> None:
    connection = await asyncpg.connect(f"{databases.SERVER}/postgres")
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()


def installation(folder: Path) -> Installation:
    """A new installation with an empty database: SQLite, or PostgreSQL in a run on PostgreSQL."""
    if not databases.IS_POSTGRES:
        return Installation(folder)
    name = f"cli_{secrets.token_hex(4)}"
    asyncio.run(_create(name))
    return Installation(folder, {"DATABASE_URL": f"{databases.SERVER}/{name}"})
