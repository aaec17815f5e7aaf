# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a journey cannot wait for: the phases of a consultation move, beside its server.

`python -m tests.journeys.moving_time SLUG` reads the phase that is to be open now from each line of its input.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from deliberation import clock, database
from deliberation.consultations.consultation import stored
from tests.guards import by_hand
from tests.journeys.servers import Server

PHASES = ("informing", "proposing", "reviewing", "voting")
CLOSED = "closed"


@contextmanager
def moving(server: Server, slug: str) -> Iterator[Callable[[str], None]]:
    """Call what is given with a phase, or with CLOSED when the vote is to be over."""
    command = [sys.executable, "-m", "tests.journeys.moving_time", slug]
    with subprocess.Popen(
        command, env=server.environment, cwd=server.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def move(phase: str) -> None:
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"{phase}\n")
            process.stdin.flush()
            assert process.stdout.readline() == f"{phase}\n"

        yield move
        assert process.stdin
        process.stdin.close()


async def main(slug: str) -> None:
    async with database.opened():
        held = await stored(slug)
        for line in iter(sys.stdin.readline, ""):
            await by_hand(*statements(held.id, line.strip()))
            print(line, end="", flush=True)


def statements(consultation: int, phase: str) -> Iterator[str]:
    """Phases of a day each; the one that is open began an hour ago. A vote that is over ended a second ago."""
    step = PHASES.index(phase) if phase in PHASES else len(PHASES)
    begun = clock.now() - (timedelta(hours=1) if phase in PHASES else timedelta(seconds=1))
    for n, kind in enumerate(PHASES):
        opens, closes = begun + timedelta(days=n - step), begun + timedelta(days=n - step + 1)
        yield (
            f"UPDATE phase SET opens_at = '{opens.isoformat(sep=' ')}', closes_at = '{closes.isoformat(sep=' ')}' "
            f"WHERE consultation = {consultation} AND kind = '{kind}'"
        )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
