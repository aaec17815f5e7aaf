# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the moving map asks the site for: its facts, and tiles. The same for everybody."""

import re

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.http.guards import Access, routes
from web.http.recent import recent
from web.http.requests import CivicRequest
from web.tiles import building
from web.tiles.facts import Facts, facts

_VERSION = re.compile(r"[0-9a-f]{16}")
_KEPT = {"cache-control": "public, max-age=31536000, immutable"}
TILE = "application/vnd.mapbox-vector-tile"


@get("/mappa/dati")
async def map_facts(request: CivicRequest) -> Response[Facts]:
    """Which tiles, which part of the world, which colours."""
    settings = request.app.state.settings
    made = recent(request).get("map facts", None, lambda: facts(settings.path_prefix, settings.data_dir))
    return Response(await made)


@get("/mappa/{version:str}/{z:int}/{x:int}/{y:int}")
async def tile(
    request: CivicRequest, version: FromPath[str], z: FromPath[int], x: FromPath[int], y: FromPath[int]
) -> Response[bytes | None]:
    """A tile, gzipped as it was cut; 204 where there is nothing to draw, 404 of a version that is gone."""
    held = building.folder(request.app.state.settings.data_dir) / version
    if not _VERSION.fullmatch(version) or not held.is_dir():
        raise NotFoundException
    try:
        content = (held / str(z) / str(x) / f"{y}.pbf").read_bytes()
    except OSError:
        return Response(None, status_code=204, headers=_KEPT)
    return Response(content, media_type=TILE, headers=_KEPT | {"content-encoding": "gzip"})


ROUTES = routes(Access.ANYONE, map_facts, tile, static=True, impersonal=True)
