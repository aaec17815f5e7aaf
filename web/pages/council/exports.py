# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tables of the dashboards as files."""

from litestar import Response, get
from litestar.params import FromPath

from analytics.exports import as_csv
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.council.council import one_figure
from web.words.speech import Speech


@get(["/cruscotti/tabella/{name:str}", "/cruscotti/{slug:str}/tabella/{name:str}"])
async def table(request: CivicRequest, name: FromPath[str], slug: FromPath[str] = "") -> Response[str]:
    """The table of a figure as CSV: the numbers of the page, in a form that programs read."""
    found = await one_figure(request, name, ".csv", slug)
    file_name = "-".join(part for part in (slug, found.key) if part) + ".csv"
    return Response(
        as_csv(found, Speech(request.locale)),
        media_type="text/csv",
        headers={"content-disposition": f'attachment; filename="{file_name}"'},
    )


ROUTES = routes(Access.COUNCIL, table)
