# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Several processes of `rione` on the database of the test, behind one nginx, with a mail server that remembers."""

import asyncio
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.commands.processes import ROOT, free_port
from tests.deploy.proxies import Proxy

SECONDS_TO_START = 120


@dataclass
class Post:
    """A mail server: what it took, by address, subject and Message-ID. `pause` is how long it thinks about each."""

    pause: float = 0.0
    taken: list[tuple[str, str, str]] = field(default_factory=list)
    port: int = field(default_factory=free_port)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content)
        self.taken.append((envelope.rcpt_tos[0], str(message["Subject"]), str(message["Message-ID"])))
        await asyncio.sleep(self.pause)
        return "250 OK"

    def open(self) -> Controller:
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        return controller

    def wait_for(self, mails: int) -> None:
        """Until so many have come."""
        until = time.monotonic() + SECONDS_TO_START
        while len(self.taken) < mails:
            assert time.monotonic() < until
            time.sleep(0.01)

    def told(self) -> Counter[tuple[str, str]]:
        """How many different mails each address got of a subject: two with one Message-ID are one."""
        return Counter((address, subject) for address, subject, _ in set(self.taken))


@dataclass
class Machine:
    """A process that can be stopped, killed and started again on its port; a worker has none."""

    settings: dict[str, str]
    log: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = ["serve", "--port", str(self.port)] if self.port else ["worker"]
        with self.log.open("ab") as told:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "web", *words],
                env={**os.environ, **self.settings},
                cwd=ROOT,
                stdout=told,
                stderr=told,
            )

    def wait_until_up(self) -> None:
        assert self.process
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def stop(self) -> None:
        """SIGTERM, and wait: what is in flight is finished."""
        assert self.process
        self.process.terminate()
        self.process.wait(40)

    def kill(self) -> None:
        """SIGKILL: nothing is finished."""
        assert self.process
        self.process.kill()
        self.process.wait(10)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


def with_two_servers(proxy: Proxy, second_port: int) -> None:
    """The second server of deploy/nginx-http.conf, which stands there as a comment."""
    file = proxy.folder / "http.conf"
    text, found = re.subn(r"# (server 127\.0\.0\.1):8001( [^;]*;)", rf"\1:{second_port}\2", file.read_text())
    assert found == 1
    file.write_text(text)
