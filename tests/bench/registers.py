# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`python -m tests.bench.registers`: the register of 100,000 people loaded three times, on the DATABASE_URL given.

The database must be migrated and empty. First the list, then the same with citizenship and the beginning of residence,
which changes every row, then a list in which one in fifty is another; in between 5,000 people were matched with it.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

from deliberation.actor import COMMAND_LINE
from deliberation.ballots.entitled import loading
from deliberation.database import engine, opened, rows
from deliberation.people.register import loads
from deliberation.people.register.loads import Source
from tests.register.files import TODAY, Resident, code_of, csv_of, with_stays
from tests.regulations.places import written
from tests.world import NOON, a_city
from web import piccolo_conf  # hands the keys over

MANY, MATCHED = 100_000, 5_000
SAID = ("ITALIA", "italiana", "100", "Romania", "235", "MAROCCO", "Albania", "Ucraina")
assert piccolo_conf


def people(many: int) -> list[Resident]:
    found = []
    for place, days in product(range(101, 999), range(0, 366 * 60, 7)):
        born = date(1940, 1, 1) + timedelta(days=days + place % 7)
        found.append(Resident("Rossi", "Maria", code_of("Rossi", "Maria", born, place=place), f"{born:%d/%m/%Y}"))
        if len(found) == many:
            break
    return found


async def timed(what: str, content: bytes) -> None:
    began, worked = time.perf_counter(), time.process_time()
    source = Source(content, TODAY)
    trial = await loads.try_out(COMMAND_LINE, source, at=NOON)
    tried = time.perf_counter() - began
    await loading.apply(COMMAND_LINE, source, seen=trial.seen.public_id, many_gone=True, at=NOON)
    on_the_clock, work = time.perf_counter() - began, time.process_time() - worked
    changed = len(trial.differences.changed)
    print(f"{what}: {on_the_clock:.1f} s ({tried:.1f} of it the trial), own work {work:.1f} s, {changed} changed")


async def match(many: int) -> None:
    """As if so many had been recognised by it."""
    await rows(
        "INSERT INTO person (name, surname, search_name, birth_date, code_mac, code_key, document, seen_by, seen_at) "
        "SELECT '', 'x', 'x', birth_date, code_mac, code_key, 'register', 'system', {} FROM register_entry "
        f"WHERE ended_by IS NULL ORDER BY code_mac LIMIT {many}",
        NOON,
    )


async def main(many: int) -> None:
    async with opened():
        await a_city()
        await written("brescia")
        everybody = people(many)
        await timed("without the two columns", csv_of(everybody))
        await match(MATCHED)
        await timed("with them", with_stays(stays(everybody, 0)))
        await timed("a later list", with_stays(stays(everybody, 50)))
        found = await rows("SELECT count(*) AS n FROM person WHERE citizenship_by_register")
        print(f"{found[0]['n']} people know it from the register; {type(engine()).__name__}")


def stays(everybody: Sequence[Resident], other: int) -> list[tuple[Resident, str, str]]:
    return [
        (one, SAID[(n + (other > 0 and n % other == 0)) % len(SAID)], f"{1 + n % 28:02}/03/{2001 + n % 25}")
        for n, one in enumerate(everybody)
    ]


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
