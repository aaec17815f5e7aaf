# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What we do with data, how accessible the site is, where its source is."""

import asyncio
from typing import Any

from litestar import Request, Response, get

from web.http.guards import Access
from web.pages.about import source
from web.render import VERSION, page

OPEN: dict[str, Any] = {"access": Access.ANYONE}


@get("/privacy", opt=OPEN, include_in_schema=False)
async def privacy(request: Request[Any, Any, Any]) -> Response[str]:
    return await page(request, "about/privacy.html")


@get("/accessibilita", opt=OPEN, include_in_schema=False)
async def accessibility(request: Request[Any, Any, Any]) -> Response[str]:
    return await page(request, "about/accessibility.html")


@get("/sorgente", opt=OPEN, include_in_schema=False)
async def source_page(request: Request[Any, Any, Any]) -> Response[str]:
    return await page(request, "about/source.html", {"version": VERSION})


@get("/sorgente/rione.tar.gz", opt=OPEN, include_in_schema=False)
async def source_archive() -> Response[bytes]:
    """The source that runs here."""
    packed = await asyncio.to_thread(source.archive)
    headers = {"content-disposition": f'attachment; filename="rione-{VERSION}.tar.gz"', "content-encoding": "identity"}
    return Response(packed, media_type="application/gzip", headers=headers)


ROUTES: list[Any] = [privacy, accessibility, source_page, source_archive]
