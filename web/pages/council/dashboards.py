# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The council's dashboards: the city and each neighbourhood, the figures as JSON, the filter in the address."""

import asyncio
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from analytics.dashboards import Dashboard
from analytics.figures import Figure, Shading
from analytics.filters import Filter
from web.http.guards import Access, routes
from web.maps.choropleth import MapArea
from web.maps.sheets import city_sheet
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
    figures = [] if errors else [one for part in found.sections for one in part.figures]
    drawn = {one.key: await _map(request, found, shading) for one in figures if (shading := one.shading())}
    context = {
        "dashboard": found,
        "typed": form.typed,
        "filter_query": address(filter),
        "place_path": f"/{slug}" if slug else "",
        "errors": errors,
        "tables": {one.key: _table(one, Speech(request.locale)) for one in figures},
        "maps": drawn,
        "has_drawings": len(figures) > len(drawn),
    }
    return await page(request, "dashboards/dashboard.html", context, status=422 if errors else 200)


def _table(figure: Figure, speech: Speech) -> dict[str, Any]:
    """A figure's numbers as the macro `figure` takes them: the same that the drawing shows."""
    return {
        "columns": [(column.text, column.kind) for column in figure.columns],
        "rows": [[speech.cell(*pair) for pair in zip(row, figure.columns, strict=True)] for row in figure.rows],
    }


async def _map(request: Question, found: Dashboard, shading: Shading) -> dict[str, Any]:
    """The city's map, shaded; each place leads to its own dashboard. No picture in a city without outlines."""
    root = f"{request.visit.settings.path_prefix}/cruscotti"
    areas = [
        MapArea(slug, name, "", text, f"level-{level}", f"{root}/{slug}")
        for slug, name in found.places
        if name in shading.places
        for level, text in (shading.places[name],)
    ]
    here = [found.place_slug] if found.place_slug else ()
    return {
        "sheet": await city_sheet(request, areas, look="levels", here=here, greens=False),
        "legend": [(f"level-{level}", text) for level, text in shading.legend],
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
