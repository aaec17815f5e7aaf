# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The comune: its name, its coat of arms, its colour, what its parts are called."""

from typing import Any

from litestar import Response, get, post

from deliberation import clock
from deliberation.errors import Conflict, Invalid
from deliberation.installation import profile as profiles
from deliberation.installation.coats import MOST_BYTES
from deliberation.installation.parts import NOUNS, Part
from deliberation.installation.profile import Chosen, Profile, profile
from deliberation.installation.steps import Step
from deliberation.places.queries import city
from web.forms import CheckField, KindField, TextField, UploadField, VersionForm, read_form
from web.http.bodies import KB, Takes
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.installation.frames import saved, step_page
from web.words.messages.marks import N_
from web.words.stylesheet import OWN

TAKES = Takes(MOST_BYTES + 64 * KB, 20, files=True)


class CityForm(VersionForm):
    """The comune. `shade` is the button that takes the colour that was offered."""

    name = TextField(N_("Scrivi il nome del comune."))
    colour = TextField()
    part = KindField(Part, N_("Scegli una parola."))
    district = TextField()
    coat_of_arms = UploadField()
    no_coat = CheckField()
    shade = TextField()


@get("/gestione/impostazioni/comune")
async def city_form(request: CivicRequest) -> Response[Any]:
    """The form with what holds now."""
    here, look = await city(), await profile()
    form = await read_form(
        request,
        CityForm,
        name=here.name if here.id else "",
        colour=look.colour,
        part=look.part,
        district=str(look.district or ""),
        version=look.version,
    )
    return await _show(request, form, look)


@post("/gestione/impostazioni/comune")
async def choose(request: CivicRequest) -> Response[Any]:
    """Save it; the first time, this founds the comune."""
    form = await read_form(request, CityForm)
    try:
        form.check()
        await profiles.choose(request.actor, await _chosen(form), form.version.data, at=clock.now())
    except (Conflict, Invalid) as refusal:
        return await _show(request, form, await profile(), refusal)
    return await saved(request, Step.CITY)


async def _chosen(form: CityForm) -> Chosen:
    upload = form.coat_of_arms.data
    picture = await upload.read() if upload is not None else b"" if form.no_coat.data else None
    colour = form.shade.data or form.colour.data
    district = form.district.data
    return Chosen(
        name=form.name.data,
        part=form.part.data,
        district=Part(district) if district in set(Part) else None,
        colour="" if colour == OWN else colour,
        coat_of_arms=picture,
    )


async def _show(
    request: CivicRequest, form: CityForm, look: Profile, refusal: Conflict | Invalid | None = None
) -> Response[Any]:
    context = {
        "nouns": tuple(NOUNS.items()),
        "look": look,
        "own_colour": OWN,
        "offered": (refusal.parameters.get("offered") or "") if refusal else "",
        "version": look.version if isinstance(refusal, Conflict) else form.version.data,
        "in_force": await city() if isinstance(refusal, Conflict) else None,
    }
    return await step_page(request, Step.CITY, "installation/city.html", form, refusal, **context)


ROUTES = [
    *routes(Access.OFFICE, city_form, before_city=True),
    *routes(Access.OFFICE, choose, before_city=True, takes=TAKES),
]
