# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`python -m tests.bench.addresses`: 100,000 house numbers loaded, and addresses searched, on the DATABASE_URL given.

The database must be empty. The first 74,153 numbers are Bologna's own, the others stand beside them ("12/Z12").
"""

import asyncio
import csv
import io
import time
import zipfile
from random import Random

import web
from deliberation import clock
from deliberation.actor import COMMAND_LINE
from deliberation.database import opened
from deliberation.places.addresses import register
from deliberation.places.loads import loading
from deliberation.places.loads.differences import Kind
from deliberation.places.loads.options import NumberOptions
from deliberation.schema.migrations import migrate
from web.demo.city import DATA, found_bologna

assert web.__doc__
MANY, SEARCHES = 100_000, 3_000
COLUMNS = NumberOptions("via", "civico", "lon", "lat", code="codvia")


def real_numbers() -> list[list[str]]:
    """The rows of the demonstration's file, its header first."""
    with zipfile.ZipFile(DATA / "civici.zip") as packed:
        return list(csv.reader(io.StringIO(packed.read("civici.csv").decode())))


def many(number: int) -> bytes:
    """As many house numbers as asked for."""
    header, *real = real_numbers()
    made = [
        [code, name, f"{civic.split('/')[0]}/Z{n}", lon, lat] for n, (code, name, civic, lon, lat) in enumerate(real)
    ]
    text = io.StringIO()
    csv.writer(text).writerows([header, *(real + made)[:number]])
    return text.getvalue().encode()


def typed(random: Random) -> list[str]:
    """Addresses as people write them: the words of the name in any order, the number at the end."""
    texts = []
    for _, name, civic, _, _ in random.choices(real_numbers()[1:], k=SEARCHES):
        words = name.lower().split()
        random.shuffle(words)
        texts.append(f"{' '.join(words)} {civic}")
    return texts


class Watch:
    """Seconds on the clock, and of this process's own work: other programs share the cores."""

    def __init__(self) -> None:
        self.started = time.perf_counter(), time.process_time()

    def __str__(self) -> str:
        clock_seconds, own = time.perf_counter() - self.started[0], time.process_time() - self.started[1]
        return f"{clock_seconds:.1f} s (own work {own:.1f} s)"


async def main() -> None:
    await migrate()
    async with opened():
        watch = Watch()
        await found_bologna(clock.now())
        print(f"the demonstration city without its people: {watch}")
        watch = Watch()
        await register.search("via")
        print(f"the index of its 74,153 numbers: {watch}")
        spent, watch = [], Watch()
        for text in typed(Random(1)):
            started = time.perf_counter()
            await register.search(text)
            spent.append((time.perf_counter() - started) * 1000)
        spent.sort()
        middle, most, last = (spent[int(SEARCHES * share) - 1] for share in (0.5, 0.95, 1))
        print(
            f"search, {SEARCHES} texts: median {middle:.1f} ms, 95 of 100 {most:.1f} ms, slowest {last:.1f} ms, {watch}"
        )
        content, watch = many(MANY), Watch()
        await loading.apply(COMMAND_LINE, Kind.NUMBERS, content, COLUMNS, at=clock.now())
        print(f"{MANY:,} numbers loaded: {watch}")


if __name__ == "__main__":
    asyncio.run(main())
