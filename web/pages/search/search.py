# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One field for everything that the site holds."""

import asyncio
from urllib.parse import urlencode

from litestar import Response, get

from deliberation import clock
from deliberation.places.addresses.register import index
from deliberation.proposals import queries as proposal_queries
from web.forms import page_number
from web.http.guards import Access, routes
from web.http.paces import keep_pace
from web.http.requests import CivicRequest
from web.pages.search.finding import Asked, ask, meant
from web.pages.search.sources import FEW, HELP, KINDS, PAGE_SIZE, Everything, Kind, everything
from web.render import page

LONGEST, A_MINUTE = 160, 240
NOTHING = Everything((), ())


@get("/cerca")
async def search(request: CivicRequest) -> Response[str]:
    """What is found of every kind, a few each; with a kind in the address all of it, page by page."""
    keep_pace(request, "search", A_MINUTE)
    asked = ask(request.query_params.get("q", "").strip()[:LONGEST])
    kind = request.query_params.get("tipo", "")
    chosen = Kind(kind) if kind in set(Kind) else None
    number = page_number(request)
    found = await everything(request, asked, chosen, number, clock.now()) if asked.stems else NOTHING
    here = f"/cerca?{urlencode({'q': asked.text})}"
    shown = next((group for group in found.groups if group.kind is chosen), None)
    pages = max(1, -(-shown.total // PAGE_SIZE)) if shown else 1
    context = {
        "asked": asked,
        "found": found,
        "chosen": chosen,
        "shown": [shown] if shown else found.groups if chosen is None else [],
        "kinds": KINDS,
        "few": FEW,
        "here": here,
        "number": min(number, pages),
        "pages": pages,
        "meant": await _meant(request, found, asked) if asked.stems and not found.total else "",
        "help": [(path, *words) for path, words in list(HELP.items())[:4]],
    }
    return await page(request, "search/search.html", context)


async def _meant(request: CivicRequest, found: Everything, asked: Asked) -> str:
    """The query as it may have been meant, by the words of all titles and of all streets."""
    titles = await proposal_queries.titles(request.actor)
    streets = (await index()).names
    return await asyncio.to_thread(meant, asked, [*found.titles, *titles, *streets])


ROUTES = routes(Access.ANYONE, search)
