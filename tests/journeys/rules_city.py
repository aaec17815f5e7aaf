# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`python -m tests.journeys.rules_city`: a city for the journey of every rule, beside its server.

It founds a comune with an officer and residents and prints their sessions. Then, of each phase that it reads from
its input, it makes the phase of every consultation: ideas are there when the vote opens, and the worker has done what
it does by the clock when the phase is printed back.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from deliberation import clock, database
from deliberation.actor import Role
from deliberation.consultations.consultation import stored
from deliberation.database import rows
from deliberation.people.access.sessions import open_session
from tests.consultations_office.stories import a_proposal
from tests.guards import by_hand
from tests.journeys.moving_time import CLOSED, statements
from tests.journeys.servers import Server
from tests.world import a_city, a_person

IDEAS = ("Luci lungo il canale", "Orto dei bambini", "Panchine all'ombra", "Una fontanella al campo")
PEOPLE = ("Anna Bianchi", "Bruno Conti", "Carla Dini", "Dario Esposito")
RESIDENTS = 9  # who has recorded twenty ballots in an hour waits
COST = 60_000_00  # two of them cost more than there is
READY = "SELECT COUNT(*) AS n FROM consultation WHERE roll_frozen_at IS NULL OR ballot_frozen_at IS NULL"
OVER = "SELECT COUNT(*) AS n FROM consultation WHERE state <> 'closed'"


@contextmanager
def city(server: Server) -> Iterator[tuple[list[str], Callable[[str], None]]]:
    """The sessions of the officer and, by threes, of RESIDENTS, and what moves the time of all votes."""
    command = [sys.executable, "-m", "tests.journeys.rules_city"]
    with subprocess.Popen(
        command, env=server.environment, cwd=server.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        asked, answers = process.stdin, process.stdout

        def move(phase: str) -> None:
            asked.write(f"{phase}\n")
            asked.flush()
            assert answers.readline() == f"{phase}\n"

        yield json.loads(answers.readline()), move
        asked.close()


async def main() -> None:
    async with database.opened():
        world = await a_city()
        people = [await a_person(None, Role.OFFICE), *[await a_person(world.navile) for _ in range(RESIDENTS)]]
        print(json.dumps([await open_session(one.id, "Test", at=clock.now()) for one in people]), flush=True)
        for line in iter(sys.stdin.readline, ""):
            phase = line.strip()
            held = await rows("SELECT id, slug FROM consultation")
            if phase != CLOSED:
                for one in held:
                    await _propose(one["slug"])
            await by_hand(*(text for one in held for text in statements(one["id"], phase)))
            await _until_done(OVER if phase == CLOSED else READY)
            print(line, end="", flush=True)


async def _until_done(count: str) -> None:
    """The worker looks at the clock every second."""
    for _ in range(1200):
        if not (await rows(count))[0]["n"]:
            return
        await asyncio.sleep(0.1)
    raise TimeoutError(count)


async def _propose(slug: str) -> None:
    """What is on the ballot, where the rule itself does not say it."""
    held = await stored(slug)
    if held.answers:
        return
    is_group = held.template == "group-of-people"
    for at, title in enumerate(PEOPLE if is_group else IDEAS):
        told = {"gender": "fm"[at % 2]} if is_group else {"cost": COST}
        await a_proposal(held, None, title, state="admissible", **told)


if __name__ == "__main__":
    asyncio.run(main())
