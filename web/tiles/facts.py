# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the moving map is told: which tiles, which part of the world, which colours."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import shapely
import structlog

from deliberation.outages import Unavailable
from deliberation.places.queries import neighbourhoods
from web.tiles import building
from web.tiles.colours import COLOURS, NIGHT
from web.tiles.features import LEAST_ZOOM, MOST_ZOOM

ITALY = [6.6, 35.4, 18.6, 47.1]
log = structlog.get_logger("tiles")
_making: set[asyncio.Task[Any]] = set()


class Facts(msgspec.Struct, frozen=True):
    """`tiles` is '' while there are none: outlines only. `bounds` are west, south, east, north of the city."""

    tiles: str
    bounds: list[float]
    least_zoom: int
    most_zoom: int
    outlines: str
    colours: dict[str, str]
    night: dict[str, str]


async def facts(prefix: str, data_dir: Path) -> Facts:
    """What a page asks for when its map is opened.

    Tiles of another version than the layers' are still shown, while this process cuts the right ones behind the answer.
    """
    version = await building.wanted()
    if version and not (building.folder(data_dir) / version).is_dir():
        _begin(data_dir)
        version = building.latest(data_dir)
    tiles = f"{prefix}/mappa/{version}/{{z}}/{{x}}/{{y}}" if version else ""
    return Facts(tiles, await _bounds(), LEAST_ZOOM, MOST_ZOOM, f"{prefix}/api/v1/neighbourhoods", COLOURS, NIGHT)


def _begin(data_dir: Path) -> None:
    if not _making:
        task = asyncio.create_task(try_to_cut(data_dir))
        _making.add(task)
        task.add_done_callback(_making.discard)


async def try_to_cut(data_dir: Path) -> None:
    """Cut what is missing. Without tippecanoe, or with a full disk, the map has outlines: a line in the log says so."""
    try:
        await building.cut(data_dir)
    except Unavailable:
        raise
    except (building.NoTiles, OSError) as error:
        log.warning("the tiles of the map were not cut", error=str(error))


async def _bounds() -> list[float]:
    outlines = [place.geometry for place in await neighbourhoods() if place.geometry]
    return [round(float(x), 5) for x in shapely.total_bounds(shapely.from_geojson(outlines))] if outlines else ITALY
