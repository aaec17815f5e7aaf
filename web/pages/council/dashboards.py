# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The council's dashboards: the city and each neighbourhood, the figures as JSON, filter and order in the address."""

import asyncio
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from analytics.dashboards import Dashboard
from analytics.figures import Figure
from analytics.filters import Filter
from web.http.guards import Access, routes
from web.maps.choropleth import MapArea
from web.maps.sheets import city_sheet
from web.pages.council.council import Question, address, asked, one_figure, shown_of
from web.pages.council.zones import table_of_zones
from web.render import page, say
from web.words.messages.marks import N_
from web.words.speech import Speech


async def _show(request: Question, slug: str) -> Response[str]:
    filter, form = asked(request)
    errors = form.errors_of()
    shown = await shown_of(request, slug, Filter() if errors else filter)
    found = shown.dashboard
    if filter.consultation and filter.consultation not in dict(found.choices):
        errors["consultazione"] = say(request, N_("Questa consultazione qui non c'è. Sceglila dall'elenco."))
    figures = [] if errors else list(found.figures())
    maps = {one.key: await _map(request, found, one) for one in figures if one.shade}
    table = table_of_zones(request, found, filter)
    beside = {key: one for key, one in maps.items() if table["zones"] and one["sheet"]}
    context = {
        "dashboard": found,
        "typed": form.typed,
        "filter_query": address(filter),
        "filtered": _filtered(filter, found, Speech(request.locale)),
        "place_path": f"/{slug}" if slug else "",
        "errors": errors,
        "tables": shown.tables,
        "figures": shown.figures,
        "maps": maps,
        "beside": beside,
        "zone_map": next(iter(beside.values()), None),
        **table,
    }
    return await page(request, "dashboards/dashboard.html", context, status=422 if errors else 200)


def _filtered(filter: Filter, found: Dashboard, speech: Speech) -> str:
    """What was chosen, in words; empty where nothing was."""
    title = dict(found.choices).get(filter.consultation)
    parts = [f"«{title}»"] if title else []
    if filter.since:
        parts.append(speech.gettext("dal %(day)s", day=speech.short_day(filter.since)))
    if filter.until:
        parts.append(speech.gettext("fino al %(day)s", day=speech.short_day(filter.until)))
    return ", ".join(parts)


async def _map(request: Question, found: Dashboard, figure: Figure) -> dict[str, Any]:
    """The city's map, shaded; each place leads to its own dashboard. No picture in a city without outlines."""
    shading = figure.shading()
    assert shading is not None
    root = f"{request.visit.settings.path_prefix}/cruscotti"
    areas = [
        MapArea(slug, name, "", text, f"level-{level}", f"{root}/{slug}")
        for slug, name in found.places
        if name in shading.places
        for level, text in (shading.places[name],)
    ]
    here = [found.place_slug] if found.place_slug else ()
    return {
        "title": figure.title,
        "sentence": figure.sentence,
        "note": figure.note,
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
    """The drawing of a figure, as plotly takes it: for who asks the figure to move."""
    found = await one_figure(request, name, ".json", slug)
    return Response(await asyncio.to_thread(found.drawing), media_type="application/json")


ROUTES = routes(Access.COUNCIL, city, neighbourhood, figure)
