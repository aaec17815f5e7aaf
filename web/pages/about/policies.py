# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What we do with data, how accessible the site is, where its source is."""

import asyncio

from litestar import Response, get

from deliberation.installation.data_protection import data_notice
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.about import source
from web.render import VERSION, page


@get("/privacy")
async def privacy(request: CivicRequest) -> Response[str]:
    return await page(request, "about/privacy.html", {"notice": (await data_notice()).notice})


@get("/accessibilita")
async def accessibility(request: CivicRequest) -> Response[str]:
    return await page(request, "about/accessibility.html", {"notice": (await data_notice()).notice})


@get("/sorgente")
async def source_page(request: CivicRequest) -> Response[str]:
    return await page(request, "about/source.html", {"version": VERSION})


@get("/sorgente/rione.tar.gz")
async def source_archive() -> Response[bytes]:
    """The source that runs here."""
    packed = await asyncio.to_thread(source.archive)
    headers = {"content-disposition": f'attachment; filename="rione-{VERSION}.tar.gz"', "content-encoding": "identity"}
    return Response(packed, media_type="application/gzip", headers=headers)


ROUTES = [
    *routes(Access.ANYONE, privacy, accessibility),
    *routes(Access.ANYONE, source_page, before_city=True),
    *routes(Access.ANYONE, source_archive, impersonal=True),
]
