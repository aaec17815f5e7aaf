# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ground of maps as pictures: the city and each neighbourhood, for a column and for a phone, by day and by night.

Kept by browsers.
"""

import gzip
import re

from litestar import Response, get
from litestar.params import FromPath

from deliberation.errors import NotFound
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.maps.atlas import Atlas
from web.maps.atlases import atlas_of, drawn
from web.maps.city import city_ground
from web.maps.palette import at_night
from web.maps.zones import WIDTHS, frame_of, zone_ground

ACROSS = {str(width): width for width in WIDTHS}
NAME = re.compile(rf"(citta|colori|quartiere-([a-z0-9-]{{1,80}}))-({'|'.join(ACROSS)})(-notte)?\.svg")


@get("/fondi/{version:str}/{name:str}")
async def ground(request: CivicRequest, version: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """A picture of that version of the map; an older version gets today's, which the browser does not keep."""
    atlas = await atlas_of(request)
    asked = NAME.fullmatch(name)
    if asked is None or (asked[2] and atlas.zone(asked[2]) is None):
        raise NotFound("place.unknown")
    svg, packed = await drawn(atlas, ("ground", name), lambda: _drawn(atlas, asked))
    is_packed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {
        "cache-control": "public, max-age=31536000, immutable" if version == atlas.version else "no-cache",
        "vary": "accept-encoding",
    } | ({"content-encoding": "gzip"} if is_packed else {})
    return Response(packed if is_packed else svg, media_type="image/svg+xml", headers=headers)


def _drawn(atlas: Atlas, asked: re.Match[str]) -> tuple[bytes, bytes]:
    zone, width = atlas.zone(asked[2] or ""), ACROSS[asked[3]]
    greens = asked[1] == "citta"
    text = zone_ground(atlas, zone, frame_of(zone, width)) if zone else city_ground(atlas, width, greens=greens)
    text = at_night(text) if asked[4] else text
    return text.encode(), gzip.compress(text.encode(), 9)


ROUTES = routes(Access.ANYONE, ground, static=True, impersonal=True)
