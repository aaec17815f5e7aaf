# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The atlas of this process: read once, looked at again after some seconds, read again when the comune changed it.

Every process that serves keeps one; another process's upload is noticed by the versions of the layers.
"""

import asyncio
import hashlib
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar, cast

from deliberation.places import base_map
from deliberation.places.base_files import Layer
from deliberation.places.base_map import LayerView
from deliberation.places.queries import NeighbourhoodView, neighbourhoods
from web.http.recent import recent
from web.http.requests import CivicRequest
from web.maps.atlas import Atlas, MapLayer, outlines

MOST_DRAWINGS = 256
Drawing = TypeVar("Drawing")
_atlas: Atlas | None = None
_drawings: dict[Hashable, Any] = {}
_looks = 0


async def atlas_of(request: CivicRequest) -> Atlas:
    """The comune as it can be drawn now."""
    return await recent(request).get("atlas", _looks, _current)


def look_again() -> None:
    """This process changed the map: its next page shows it. The others notice by themselves."""
    global _looks
    _looks += 1


async def _current() -> Atlas:
    global _atlas
    views, places = await base_map.layers(), await neighbourhoods()
    version = _version(views, places)
    if _atlas is None or _atlas.version != version:
        contents = await base_map.contents() if views else {}
        _atlas = await asyncio.to_thread(_read, version, views, places, contents)
        _drawings.clear()
    return _atlas


def _version(views: Sequence[LayerView], places: Sequence[NeighbourhoodView]) -> str:
    digest = hashlib.sha256(base_map.version_of(views).encode())
    for place in places:
        digest.update(f"\0{place.slug}\0{place.name}\0{place.geometry}".encode())
    return digest.hexdigest()[:12]


def _read(
    version: str, views: Sequence[LayerView], places: Sequence[NeighbourhoodView], contents: Mapping[Layer, bytes]
) -> Atlas:
    projection, zones = outlines(places)
    layers = {layer: MapLayer(geojson, projection) for layer, geojson in contents.items()}
    sources = tuple(dict.fromkeys(view.attribution for view in views if view.attribution))
    return Atlas(version, projection, layers, zones, sources)


async def drawn(atlas: Atlas, key: Hashable, make: Callable[[], Drawing]) -> Drawing:
    """A drawing of that atlas, made once a process, in a thread: a city takes a tenth of a second."""
    held = (atlas.version, key)
    if held not in _drawings:
        made = await asyncio.to_thread(make)
        _drawings[held] = made
        while len(_drawings) > MOST_DRAWINGS:
            del _drawings[next(iter(_drawings))]
    return cast(Drawing, _drawings[held])
