# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The council's dashboards: the city and each neighbourhood, the figures as JSON, the filter in the address."""

import asyncio
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from analytics.figures import Figure
from analytics.filters import Filter
from web.http.guards import Access, routes
from web.pages.council.council import Question, address, asked, dashboard_of, one_figure
from web.render import page, say
from web.words.messages.marks import N_
from web.words.speech import Speech


async def _show(request: Question, slug: str) -> Response[str]:
    filter, form = asked(request)
    errors = form.errors_of()
    found = await dashboard_of(request, slug, Filter() if errors else filter)
    if filter.consultation and filter.consultation not in dict(found.choices):
        errors["consultazione"] = say(request, N_("Questa consultazione qui non c'è. Sceglila dall'elenco."))
    context = {
        "dashboard": found,
        "typed": form.typed,
        "filter_query": address(filter),
        "place_path": f"/{slug}" if slug else "",
        "errors": errors,
        "tables": {one.key: _table(one, Speech(request.locale)) for part in found.sections for one in part.figures},
    }
    return await page(request, "dashboards/dashboard.html", context, status=422 if errors else 200)


def _table(figure: Figure, speech: Speech) -> dict[str, Any]:
    """A figure's numbers as the macro `figure` takes them: the same that the drawing shows."""
    return {
        "columns": [(column.text, column.kind) for column in figure.columns],
        "rows": [[speech.cell(*pair) for pair in zip(row, figure.columns, strict=True)] for row in figure.rows],
    }


@get("/cruscotti")
async def city(request: Question) -> Response[str]:
    """The city's dashboard."""
    return await _show(request, "")


@get("/cruscotti/{slug:str}")
async def neighbourhood(request: Question, slug: FromPath[str]) -> Response[str]:
    """A neighbourhood's dashboard."""
    return await _show(request, slug)


@get(["/cruscotti/figure/{name:str}", "/cruscotti/{slug:str}/figure/{name:str}"])
async def figure(request: Question, name: FromPath[str], slug: FromPath[str] = "") -> Response[Any]:
    """The drawing of a figure, as plotly takes it."""
    found = await one_figure(request, name, ".json", slug)
    return Response(await asyncio.to_thread(found.drawing), media_type="application/json")


ROUTES = routes(Access.COUNCIL, city, neighbourhood, figure)
