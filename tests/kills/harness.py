# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`rione` killed with SIGKILL at the statement of a number: the program is imported once, and forks for each use."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.commands.processes import ROOT, Installation

KILLED = -signal.SIGKILL
SECONDS_AT_MOST = 280
_HARNESS = """
import gc, json, os, signal, sys, tempfile
os.environ["PICCOLO_CONF"] = "web.piccolo_conf"
import deliberation.piccolo_app, deliberation.consultations.imports, deliberation.people.register.loads
import analytics.tallies, analytics.reads.evidence, deliberation.ballots.imports
import web.comune.loading, web.comune.folder, web.comune.saving, web.http.problems, web.commands.imports
import web.commands.health.doctor, web.commands.first_start.folders, web.commands.loading.registers
import web.commands.schema, web.assets, babel.messages.mofile, babel.messages.pofile
from web.__main__ import main

gc.freeze()
for line in sys.stdin:
    last, words, environment = json.loads(line)
    out, counts = tempfile.TemporaryFile("w+"), tempfile.TemporaryFile("w+")
    if not (child := os.fork()):
        os.environ.clear()
        os.environ.update(environment, PICCOLO_CONF="web.piccolo_conf")
        from deliberation.database import engine
        counted = 0

        def count(statement):
            global counted
            counted += 1
            if counted == last:
                os.kill(os.getpid(), signal.SIGKILL)

        engine().statements.add = count
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
        sys.argv = ["rione", *words]
        code = 0
        try:
            main()
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        sys.stdout.flush()
        counts.write(str(counted))
        counts.flush()
        os._exit(code)
    _, status = os.waitpid(child, 0)
    out.seek(0)
    counts.seek(0)
    answer = [os.waitstatus_to_exitcode(status), int(counts.read() or 0), out.read()]
    print(json.dumps(answer), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a use ended: its exit code (KILLED), how many statements it asked for, what it said."""

    code: int
    statements: int
    said: str

    @property
    def answer(self) -> Any:
        return json.loads(self.said)


class Program:
    """The program, ready to be used on any installation, until the block ends."""

    def __enter__(self) -> "Program":
        words = [sys.executable, "-c", _HARNESS]
        self._process = subprocess.Popen(words, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=SECONDS_AT_MOST)

    def rione(self, place: Installation, *words: str, killed_at: int = 0) -> Ended:
        """Use it; with a number it is killed when it asks for the statement of that number."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([killed_at, words, place.environment()]) + "\n")
        self._process.stdin.flush()
        return Ended(*json.loads(self._process.stdout.readline()))


def moments(total: int, most: int) -> Sequence[int]:
    """Numbers of statements spread over all, the one at 60 % and the last two among them."""
    return sorted({*range(1, total, max(1, total // most)), total * 6 // 10, total - 1, total} - {0})
