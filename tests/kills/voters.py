# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A vote whose roll is not frozen, in the database of DATABASE_URL: `python -m tests.kills.voters made NUMBER`; and
what there is of its roll: `… told`."""

import asyncio
import json
import sys
from typing import Any

import web
from deliberation.database import opened, rows
from tests.ballots.votes import a_vote
from tests.world import a_city, a_person

assert web.__doc__


async def made(people: int) -> dict[str, Any]:
    world = await a_city()
    for n in range(people):
        await a_person(world.navile if n % 3 else world.savena)
    return {"slug": (await a_vote(world, city_wide=True, freeze=False)).slug}


async def told() -> dict[str, Any]:
    """Lines of the roll, its hash, and how often the journal says that it was frozen."""
    [found] = await rows(
        "SELECT (SELECT count(*) FROM roll_entry) AS lines, roll_hash AS hash, "
        "(SELECT count(*) FROM journal_entry WHERE act = 'roll.frozen') AS said FROM consultation"
    )
    return found


async def main(act: str, number: str = "0") -> None:
    async with opened():
        print(json.dumps(await (made(int(number)) if act == "made" else told())))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
