# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two small files with which a page looks like its comune: the stylesheet of its colour, its coat of arms."""

from litestar import Response, get
from litestar.exceptions import NotFoundException

from deliberation.installation.profile import coat_of_arms, profile
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.words.stylesheet import stylesheet, version

_KEPT = {"cache-control": "public, max-age=31536000, immutable"}
_ASKED = {"cache-control": "public, max-age=0, must-revalidate"}


@get("/tema.css")
async def theme(request: CivicRequest) -> Response[str]:
    """The comune's colour."""
    found = await profile()
    if not found.colour:
        raise NotFoundException
    is_named = request.query_params.get("v") == version(found.colour)
    return Response(stylesheet(found.colour), media_type="text/css", headers=_KEPT if is_named else _ASKED)


@get("/stemma.png")
async def coat(request: CivicRequest) -> Response[bytes]:
    """The comune's coat of arms."""
    found = await profile()
    picture = await coat_of_arms() if found.coat_of_arms else b""
    if not picture:
        raise NotFoundException
    is_named = request.query_params.get("v") == found.coat_of_arms[:12]
    return Response(picture, media_type="image/png", headers=_KEPT if is_named else _ASKED)


ROUTES = routes(Access.ANYONE, theme, coat, impersonal=True, static=True)
