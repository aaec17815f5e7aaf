# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long a proposal's map takes, and how many bytes it is: `python -m tests.bench.maps [points]`.

On the database of DATABASE_URL, which must be migrated and empty: the zones and the layers of Bologna are loaded into
it, and read back into the atlas that pages draw from. Points are corners of the city's streets, drawn by a fixed seed.
CPU of this process, so that what else the machine does counts less; bytes are of the drawing alone, which holds the
names twice: over 700 pixels, and over the 336 that a phone shows.
"""

import asyncio
import gzip
import json
import random
import sys
import time
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from deliberation import clock
from deliberation.actor import COMMAND_LINE
from deliberation.database import is_postgres, opened
from deliberation.places import base_map
from deliberation.places.base_files import Layer
from deliberation.places.cities import found_city
from deliberation.places.loads import loading
from deliberation.places.loads.differences import Kind
from deliberation.places.loads.options import ZoneOptions
from deliberation.places.queries import neighbourhoods
from web.demo.city import DATA
from web.maps.atlas import Atlas, MapLayer, outlines
from web.maps.surroundings import surroundings


async def an_atlas() -> tuple[Atlas, float]:
    """Bologna as it comes out of the database, and the seconds of CPU that reading it takes."""
    await found_city(COMMAND_LINE, "Comune di Bologna", at=clock.now())
    zones = (DATA / "zone.geojson").read_bytes()
    await loading.apply(COMMAND_LINE, Kind.ZONES, zones, ZoneOptions("zona", "cod_zona"), at=clock.now())
    for layer in Layer:
        content = (DATA / "base" / f"{layer}.geojson").read_bytes()
        await base_map.load_layer(COMMAND_LINE, layer, content, at=clock.now(), attribution="Comune di Bologna")
    begun = time.process_time()
    contents = await base_map.contents()
    projection, drawn = outlines(await neighbourhoods())
    layers = {layer: MapLayer(geojson, projection) for layer, geojson in contents.items()}
    return Atlas("bench", projection, layers, drawn), time.process_time() - begun


def corners() -> list[tuple[float, float]]:
    """All points of the city's streets, in degrees."""
    streets = json.loads((DATA / "base" / "streets.geojson").read_text(encoding="utf-8"))["features"]
    return [point for street in streets for point in _points(street["geometry"])]


def _points(geometry: dict[str, Any]) -> Iterable[tuple[float, float]]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]
    return [(x, y) for part in parts for x, y, *_ in part]


def told(found: Sequence[float]) -> str:
    """Median, 95 of 100 and the worst."""
    ordered = sorted(found)
    return f"{median(ordered):.1f}, {ordered[int(len(ordered) * 0.95)]:.1f}, {ordered[-1]:.1f}"


async def main(many: int) -> None:
    async with opened():
        atlas, seconds = await an_atlas()
        asked = random.Random(8).sample(corners(), many)
        surroundings(atlas, *asked[0], "v")  # what is made once a process
        took, sizes = [], []
        for longitude, latitude in asked:
            begun = time.process_time()
            drawing = surroundings(atlas, longitude, latitude, "v")
            took.append(1000 * (time.process_time() - begun))
            sizes.append(len(gzip.compress(drawing.body.encode(), 6)))
        name = "PostgreSQL" if is_postgres() else "SQLite"
        print(f"{name}: {many} points; atlas {seconds:.2f} s")
        print(f"CPU ms: {told(took)}; under 50 ms: {sum(one <= 50 for one in took) / many:.1%}")
        print(f"bytes gzipped: {told(sizes)}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
