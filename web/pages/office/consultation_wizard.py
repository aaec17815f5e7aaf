# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A consultation in four steps: texts, place and phases, vote, summary. Each step is saved; later they edit it."""

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.ballots import lifecycle
from deliberation.clock import in_rome
from deliberation.consultations import editing
from deliberation.consultations import office_rules as rules
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.editing import Texts, Vote
from deliberation.consultations.phases import PhaseKind
from deliberation.consultations.templates import TEMPLATES, template_of
from deliberation.errors import CivicError, Invalid, NotAllowed
from deliberation.money import euro_text
from deliberation.places.queries import city, place_names
from voting import RULES
from web.forms import ByField, VersionForm, read_form, show_form
from web.http.bodies import LONG_TEXTS
from web.http.guards import Access, routes
from web.http.problems import status_of, words
from web.http.requests import CivicRequest
from web.pages.office.consultation_forms import (
    PREVIEW,
    NewForm,
    ScheduleForm,
    TextsForm,
    VoteForm,
    phases_of,
    repeated_hours,
    stored_dates,
    typed_limits,
    typed_parameters,
)
from web.pages.office.rule_settings import RuleChoice, rule_choices
from web.render import page, say, see_other
from web.words.messages.consultations import CATEGORIES, PHASE_NAMES, TEMPLATE_WORDS
from web.words.messages.marks import N_

STEP_OF = {
    "phases": "fasi",
    "neighbourhoods": "fasi",
    "rule": "voto",
    "budget": "voto",
    "lot_source": "voto",
    "pots": "somme",
}  # of the field of a draft that is missing; the others are texts
SAVED = N_("Salvato.")
VOTE = Vote.__dataclass_fields__.keys() - {"parameters", "budget_cents", "spending_limits"}


def next_step(held: Consultation, step: str) -> str:
    """Where to go after saving: the next step of a draft, or back to the page of a published consultation."""
    base = f"/gestione/consultazioni/{held.slug}"
    if step == "voto" and held.pot_kind:
        return f"{base}/somme"
    if held.has_begun:
        return base
    steps = ["testi", "fasi", "voto", "riepilogo"] if held.has_vote else ["testi", "fasi", "riepilogo"]
    return f"{base}/{steps[steps.index(step) + 1]}"


@get("/gestione/consultazioni/nuova")
async def new(request: CivicRequest) -> Response[Any]:
    """Choose a template and a title."""
    return await new_page(request, await read_form(request, NewForm))


async def new_page(request: CivicRequest, form: NewForm, refusal: Invalid | None = None) -> Response[Any]:
    """The templates to choose from, each with what it is for and its phases."""
    options = []
    for key, template in TEMPLATES.items():
        phases = ", ".join(say(request, PHASE_NAMES[PhaseKind(phase.kind)]).lower() for phase in template.phases)
        name, text = (say(request, words) for words in TEMPLATE_WORDS[key])
        told = say(request, N_("Fasi: %(names)s."), names=phases)
        options.append((key, name, f"{text} {told}"))
    context = {"options": options, "values": form.typed}
    return await show_form(request, "office/new.html", form, refusal, context)


@post("/gestione/consultazioni/nuova")
async def make(request: CivicRequest) -> Response[Any]:
    form = await read_form(request, NewForm)
    try:
        slug = await editing.start(request.actor, **form.data, municipality=(await city()).id, at=clock.now())
    except Invalid as refusal:
        return await new_page(request, form, refusal)
    return await see_other(request, f"/gestione/consultazioni/{slug}/testi", ("success", N_("La bozza è salvata.")))


@get("/gestione/consultazioni/{slug:str}/testi")
async def texts(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    held = await stored(slug)
    return await step(request, "texts", held, {name: getattr(held, name) for name in Texts.__dataclass_fields__})


@post("/gestione/consultazioni/{slug:str}/testi")
async def save_texts(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    form = await read_form(request, TextsForm)
    try:
        held = await editing.write_texts(request.actor, slug, form.texts(), form.version.data, at=clock.now())
    except CivicError as refusal:
        return await again(request, "texts", slug, form, refusal)
    return await see_other(request, next_step(held, "testi"), ("success", SAVED))


@get("/gestione/consultazioni/{slug:str}/fasi")
async def schedule(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    held = await stored(slug)
    values: dict[str, Any] = stored_dates(held) or proposed_dates(held)
    values["place"] = "city" if held.city_wide else "some"
    values["neighbourhoods"] = [str(place) for place in held.neighbourhood_ids]
    return await step(request, "schedule", held, values)


def proposed_dates(held: Consultation) -> dict[str, str]:
    """The template's phases from next Monday, changing at noon."""
    today = in_rome(clock.now()).date()
    day = today + timedelta(days=7 - today.weekday())
    values: dict[str, str] = {}
    for phase in template_of(held.template, held.ballot_kind, held.rule).phases:
        values[f"{phase.kind}-opens"] = f"{day}T12:00"
        day += timedelta(days=phase.days)
        values[f"{phase.kind}-closes"] = f"{day}T12:00"
    return values


@post("/gestione/consultazioni/{slug:str}/fasi")
async def save_schedule(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    form, held = await read_form(request, ScheduleForm), await stored(slug)
    chosen = [place.id for place in await place_names() if str(place.id) in form.neighbourhoods.data]
    try:
        held = await editing.write_schedule(
            request.actor,
            slug,
            form.phases(phases_of(held)),
            city_wide=form.place.data == "city",
            neighbourhoods=chosen,
            version=form.version.data,
            at=clock.now(),
        )
    except CivicError as refusal:
        return await again(request, "schedule", slug, form, refusal)
    return await see_other(request, next_step(held, "fasi"), ("success", SAVED))


@get("/gestione/consultazioni/{slug:str}/voto")
async def vote(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    held = await stored(slug)
    if not held.has_vote:
        return await see_other(request, next_step(held, "fasi"))
    values: dict[str, Any] = {name: getattr(held, name) for name in VOTE} | {"budget": euro_text(held.budget_cents)}
    values |= typed_parameters(held) | typed_limits(held)
    return await step(request, "vote", held, values)


@post("/gestione/consultazioni/{slug:str}/voto")
async def save_vote(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    form = await read_form(request, VoteForm)
    if form.act.data == PREVIEW:
        return await step(request, "vote", await stored(slug), form.typed, form)
    try:
        form.check()
        held = await editing.write_vote(request.actor, slug, form.vote(), form.version.data, at=clock.now())
    except CivicError as refusal:
        return await again(request, "vote", slug, form, refusal)
    return await see_other(request, next_step(held, "voto"), ("success", SAVED))


@get("/gestione/consultazioni/{slug:str}/riepilogo")
async def summary(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Everything once more before publishing, as residents will read it."""
    held = await stored(slug)
    if held.has_begun:
        return await see_other(request, f"/gestione/consultazioni/{slug}")
    return await step(request, "summary", held, {})


@post("/gestione/consultazioni/{slug:str}/riepilogo")
async def publish(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    form = await read_form(request, VersionForm)
    try:
        await lifecycle.publish(request.actor, slug, form.version.data, at=clock.now())
    except CivicError as refusal:
        return await again(request, "summary", slug, form, refusal)
    done = N_("La consultazione è pubblicata: ora la vedono tutti.")
    return await see_other(request, f"/gestione/consultazioni/{slug}", ("success", done))


@get("/gestione/consultazioni/{slug:str}/scarta")
async def ask_to_discard(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    return await page(request, "office/discard.html", {"held": await stored(slug)})


@post("/gestione/consultazioni/{slug:str}/scarta")
async def discard(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    await editing.discard(request.actor, slug, at=clock.now())
    return await see_other(request, "/gestione", ("success", N_("La bozza è eliminata.")))


async def step(
    request: CivicRequest,
    name: str,
    held: Consultation,
    values: dict[str, Any],
    form: VersionForm | None = None,
    refusal: CivicError | None = None,
) -> Response[Any]:
    """A step's page: the form on the left, what residents will see on the right."""
    template, places = template_of(held.template, held.ballot_kind, held.rule), await place_names()
    errors = form.errors_of(refusal) if form else ByField()
    lacking = [
        (STEP_OF.get(field, "testi"), words(request.locale, code)) for field, code in rules.missing(held).items()
    ]
    choices = offered(held, {"rule": held.rule, **typed_parameters(held)} | values, errors, form, request.locale)
    context = {
        "held": held,
        "values": values,
        "errors": errors,
        "lacking": lacking,
        "rules": RULES,
        "template": template,
        "choices": choices,
        "preview": next((one.preview for one in choices if one.is_chosen), ""),
        "limits": [(f"limit-{name}", say(request, said)) for name, said in CATEGORIES.items()],
        "limits_are_open": bool(held.spending_limits) or any(name.startswith("limit") for name in errors),
        "kinds": phases_of(held),
        "place_options": [(place.id, place.name) for place in places],
        "held_places": [place.name for place in places if place.id in held.neighbourhood_ids],
        "repeated": repeated_hours({k: v for k, v in values.items() if isinstance(v, str)}),
        "version": form.version.data if form else held.version,
    }
    return await page(request, f"office/{name}.html", context, status=status_of(refusal))


def offered(
    held: Consultation, values: dict[str, Any], errors: ByField, form: VersionForm | None, locale: str
) -> list[RuleChoice]:
    """The rules to choose from, with what the typed or stored parameters come to."""
    template = template_of(held.template, held.ballot_kind, held.rule)
    seats, cents = held.seats, held.budget_cents
    if isinstance(form, VoteForm):
        seats, cents = form.seats.data or 1, form.budget_cents.data
    return rule_choices(template, values, errors, locale, seats, cents if template.is_budget else None)


async def again(request: CivicRequest, name: str, slug: str, form: VersionForm, refusal: CivicError) -> Response[Any]:
    """The same step with what was typed and what is wrong with it. A stale version stays stale until reloaded."""
    if isinstance(refusal, NotAllowed):
        raise refusal
    return await step(request, name, await stored(slug), form.typed, form, refusal)


ROUTES = routes(
    Access.OFFICE,
    new,
    make,
    texts,
    save_texts,
    schedule,
    save_schedule,
    vote,
    save_vote,
    summary,
    publish,
    ask_to_discard,
    discard,
    takes=LONG_TEXTS,
)
