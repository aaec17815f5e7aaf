# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""All the settings on one page, and the steps that are only looked at here: places, streets, inhabitants, rules."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.errors import Conflict, Invalid, NotFound
from deliberation.installation import participation, steps
from deliberation.installation.participation import LEAST_AGE, MOST_AGE, participation_rules
from deliberation.installation.steps import SKIPPABLE, Step
from deliberation.places.queries import city
from deliberation.regulations.presets import presets
from deliberation.regulations.queries import in_force
from web.forms import TextField, VersionForm, WholeField, read_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.installation.frames import saved, step_page
from web.render import page, see_other
from web.words.messages.marks import N_
from web.words.regulations import profile_told
from web.words.set_up import PLACES


class RulesForm(VersionForm):
    """Who may take part: another comune's regulation to begin from, or only an age."""

    preset = TextField()
    min_age = WholeField()


@get("/gestione/impostazioni")
async def settings(request: CivicRequest) -> Response[Any]:
    """The eight steps and how far each is."""
    if not (await city()).id:
        return await see_other(request, PLACES[Step.CITY].path)
    return await page(request, "installation/settings.html", {"progress": await steps.steps(), "places": PLACES})


@get("/gestione/impostazioni/luoghi")
async def places(request: CivicRequest) -> Response[Any]:
    """How many places there are, and the way to them."""
    return await _state(request, Step.PLACES)


@get("/gestione/impostazioni/strade")
async def streets(request: CivicRequest) -> Response[Any]:
    """How many streets there are, and the way to them."""
    return await _state(request, Step.STREETS)


@get("/gestione/impostazioni/popolazione")
async def population(request: CivicRequest) -> Response[Any]:
    """How many inhabitants are known, and the way to them."""
    return await _state(request, Step.POPULATION)


async def _state(request: CivicRequest, step: Step) -> Response[Any]:
    found = next(view for view in await steps.steps() if view.step is step)
    return await step_page(request, step, "installation/state.html", view=found, may_skip=step in SKIPPABLE)


@post("/gestione/impostazioni/{name:str}/senza")
async def skip(request: CivicRequest, name: FromPath[str]) -> Response[Any]:
    """Do without a step for now."""
    step = _step(name)
    await steps.skip(request.actor, step, at=clock.now())
    return await saved(request, step)


@post("/gestione/impostazioni/{name:str}/con")
async def take_up(request: CivicRequest, name: FromPath[str]) -> Response[Any]:
    """The step waits again."""
    step = _step(name)
    await steps.take_up(request.actor, step, at=clock.now())
    return await see_other(request, PLACES[step].path, ("success", N_("Questo passo è di nuovo da fare.")))


def _step(name: str) -> Step:
    found = [step for step, place in PLACES.items() if place.path.endswith(f"/{name}")]
    if not found:
        raise NotFound("page.unknown")
    return found[0]


@get("/gestione/impostazioni/regole")
async def rules_form(request: CivicRequest) -> Response[Any]:
    """Who may take part."""
    held = await participation_rules(at=clock.now())
    form = await read_form(request, RulesForm, min_age=held.min_age, version=held.version)
    return await _rules(request, form)


@post("/gestione/impostazioni/regole")
async def rule(request: CivicRequest) -> Response[Any]:
    """Save it for the consultations to come."""
    form = await read_form(request, RulesForm)
    try:
        form.check()
        if form.preset.data:
            await participation.begin_from(request.actor, form.preset.data, form.version.data, at=clock.now())
        else:
            await participation.rule(request.actor, form.min_age.data, form.version.data, at=clock.now())
    except (Conflict, Invalid) as refusal:
        return await _rules(request, form, refusal)
    return await saved(request, Step.RULES)


async def _rules(request: CivicRequest, form: RulesForm, refusal: Conflict | Invalid | None = None) -> Response[Any]:
    held = await participation_rules(at=clock.now())
    locale = request.locale
    ruled = await in_force(clock.in_rome(clock.now()).date())
    context = {
        "least": LEAST_AGE,
        "most": MOST_AGE,
        "held": held if isinstance(refusal, Conflict) else None,
        "ruled": ruled,
        "told": profile_told(ruled.profile, locale),
        "starts": [(key, found.name) for key, found in presets().items()],
        "presets": [(key, found.name, profile_told(found, locale)) for key, found in presets().items()],
    }
    version = held.version if isinstance(refusal, Conflict) else form.version.data
    return await step_page(request, Step.RULES, "installation/rules.html", form, refusal, **context, version=version)


ROUTES = [
    *routes(Access.OFFICE, settings, before_city=True),
    *routes(Access.OFFICE, places, streets, population, skip, take_up, rules_form, rule),
]
