# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office builds the base map of its comune: a file a layer, what it looks like, whose data it is."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.errors import Invalid, NotFound
from deliberation.places import base_map
from deliberation.places.base_files import LARGEST, Columns, Layer
from deliberation.places.geodata.systems import SYSTEMS
from deliberation.places.queries import neighbourhoods
from web.forms import CivicForm, TextField, UploadField, read_form, show_form
from web.http.bodies import KB, Takes
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.maps.atlases import look_again
from web.maps.choropleth import MapArea
from web.maps.sheets import city_sheet, middle_sheet
from web.render import page, say, see_other
from web.words.base_layers import BY_PATH, LAYERS
from web.words.messages import MESSAGES
from web.words.messages.marks import N_

HOME = "/gestione/territorio/mappa"
TAKES = Takes(LARGEST + 64 * KB, 20, files=True)


class LayerForm(CivicForm):
    """A file of a layer, and how to read it."""

    file = UploadField(MESSAGES["base_map.no_file"])
    attribution = TextField()
    name_column = TextField()
    class_column = TextField()
    system = TextField()


@get(HOME)
async def base_layers(request: CivicRequest) -> Response[Any]:
    """What is loaded, what is missing, and the map as everybody sees it."""
    held = {view.layer: view for view in await base_map.layers()}
    prefix = request.visit.settings.path_prefix
    areas = [
        MapArea(place.slug, place.name, "", "", "", f"{prefix}/quartieri/{place.slug}")
        for place in await neighbourhoods()
    ]
    overview, near = await city_sheet(request, areas, look="plain"), await middle_sheet(request)
    context = {
        "several_sources": len({view.attribution for view in held.values()}) > 1,
        "sources": tuple(dict.fromkeys(source for drawn in (overview, near) if drawn for source in drawn.sources)),
        "rows": [(words, held.get(layer)) for layer, words in LAYERS.items()],
        "city": overview,
        "middle": near,
        "may_edit": base_map.may_edit_base_map(request.actor) is None,
    }
    return await page(request, "places/base_layers.html", context)


@get(HOME + "/{layer:str}")
async def layer_form(request: CivicRequest, layer: FromPath[str]) -> Response[Any]:
    """The form that loads a layer; whose data it is stays as it was said for the last one."""
    asked = _layer(layer)
    views = {view.layer: view for view in await base_map.layers()}
    said = views.get(asked) or next(iter(views.values()), None)
    form = await read_form(request, LayerForm, attribution=said.attribution if said else "")
    return await _shown(request, asked, form)


@post(HOME + "/{layer:str}", status_code=200)
async def load_layer(request: CivicRequest, layer: FromPath[str]) -> Response[Any]:
    """Load the file in place of the earlier one."""
    asked, form = _layer(layer), await read_form(request, LayerForm)
    try:
        form.check()
        await base_map.load_layer(
            request.actor,
            asked,
            await form.file.data.read(),
            at=clock.now(),
            attribution=form.attribution.data,
            columns=Columns(form.name_column.data.strip(), form.class_column.data.strip()),
            system=form.system.data if form.system.data in SYSTEMS else "",
        )
    except Invalid as refusal:
        return await _shown(request, asked, form, refusal.at_field("file"))
    look_again()
    return await see_other(request, HOME, ("success", say(request, N_("Lo strato è sulla mappa. Guarda se ti torna."))))


@post(HOME + "/{layer:str}/togli")
async def remove_layer(request: CivicRequest, layer: FromPath[str]) -> Response[Any]:
    """Take a layer off the map."""
    await base_map.remove_layer(request.actor, _layer(layer), at=clock.now())
    look_again()
    return await see_other(request, HOME, ("success", say(request, N_("Lo strato non è più sulla mappa."))))


async def _shown(request: CivicRequest, layer: Layer, form: LayerForm, refusal: Invalid | None = None) -> Response[Any]:
    context = {"words": LAYERS[layer], "systems": list(SYSTEMS.items()), "megabytes": LARGEST // 1_000_000}
    return await show_form(request, "places/base_layer.html", form, refusal, context)


def _layer(path: str) -> Layer:
    if path not in BY_PATH:
        raise NotFound("base_map.no_layer")
    return BY_PATH[path]


ROUTES = [
    *routes(Access.OFFICE, base_layers, layer_form, remove_layer),
    *routes(Access.OFFICE, load_layer, takes=TAKES),
]
