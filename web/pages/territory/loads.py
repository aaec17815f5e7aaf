# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file on its way: which column holds what, what it would change, confirmed or thrown away."""

import asyncio
import csv
import io
from dataclasses import fields
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.errors import Conflict, Invalid
from deliberation.places.geodata.systems import DEGREES, SYSTEMS, system_name
from deliberation.places.loads import drafts, loading
from deliberation.places.loads.differences import Differences, Kind
from deliberation.places.loads.drafts import Sketch, Waiting
from deliberation.places.loads.options import TYPES, Options, ZoneOptions, packed
from web.forms import CivicForm, DayField, VersionForm, has_texts, read_form, show_form
from web.http.guards import Access, routes
from web.http.problems import words, words_for
from web.http.requests import CivicRequest
from web.pages.territory.pictures import Picture, picture_of
from web.render import page, say, see_other
from web.words.i18n import number
from web.words.messages.marks import N_
from web.words.territory import CHANGES, FACTS, KINDS, LABELS, NEEDED

HOME = "/gestione/territorio"
SHOWN = 60  # findings on the page; all are in the file
TEMPLATE = "territory/columns.html"
OF_THE_SYSTEM = ("geodata.metres", "geodata.nowhere", "geodata.unknown_system")  # seen only when shapes are placed
COLUMNS = tuple({name: None for named in LABELS.values() for name in named})


@has_texts((*COLUMNS, "system", "source"))
class ColumnsForm(CivicForm):
    """Which column holds what; for residents the day and who counted."""

    day = DayField(wrong=N_("Questo giorno non esiste. Scrivilo come 31/12/2025."))


@get("/gestione/territorio/caricamenti/{load:str}")
async def columns(request: CivicRequest, load: FromPath[str]) -> Response[Any]:
    """The first rows of the file, and which column holds what."""
    held = await drafts.waiting(load)
    seen = await asyncio.to_thread(drafts.sketch, held.kind, held.content)
    form = await read_form(request, ColumnsForm, **_chosen(held, seen))
    return await show_form(request, TEMPLATE, form, context=_context(held, seen, _chosen(held, seen)))


@post("/gestione/territorio/caricamenti/{load:str}", status_code=200)
async def choose_columns(request: CivicRequest, load: FromPath[str]) -> Response[Any]:
    """Store the choice and show what the file would change."""
    held = await drafts.waiting(load)
    form = await read_form(request, ColumnsForm)
    try:
        form.check()
        options = _options(held.kind, form)
        await loading.preview(held.kind, held.content, options)
        await drafts.choose(request.actor, load, options)
    except Invalid as refusal:
        seen = await asyncio.to_thread(drafts.sketch, held.kind, held.content)
        said = refusal.at_field("system") if refusal.code in OF_THE_SYSTEM else refusal
        return await show_form(request, TEMPLATE, form, said, _context(held, seen, form.typed))
    return await see_other(request, f"{HOME}/caricamenti/{load}/differenze")


def _options(kind: Kind, form: ColumnsForm) -> Options:
    """The options that were typed. Raises Invalid with the fields that are needed and empty."""
    missing = {name: "load.column_needed" for name in NEEDED[kind] if not form[name].data}
    if kind is Kind.RESIDENTS:
        missing |= {} if form.day.data else {"day": "load.day_needed"}
        missing |= {} if form["source"].data else {"source": "load.source_needed"}
    if missing:
        raise Invalid("load.column_needed", fields=missing)
    return TYPES[kind](**{field.name: form[field.name].data for field in fields(TYPES[kind])})


def _chosen(held: Waiting, seen: Sketch) -> dict[str, Any]:
    """What is chosen already, else what the columns seem to hold."""
    if held.options is not None:
        return dict(packed(held.options))
    system = seen.systems[0] if len(seen.systems) == 1 else ""
    return {**seen.likely, "system": system or (DEGREES if held.kind is Kind.NUMBERS else ""), "day": "", "source": ""}


def _context(held: Waiting, seen: Sketch, chosen: dict[str, Any]) -> dict[str, Any]:
    listed = dict.fromkeys((*seen.systems, *SYSTEMS))
    return {
        "load": held,
        "seen": seen,
        "words": KINDS[held.kind],
        "labels": LABELS[held.kind],
        "needed": NEEDED[held.kind],
        "chosen": chosen,
        "has_system": held.kind in (Kind.ZONES, Kind.NUMBERS),
        "must_choose": held.kind is Kind.ZONES and len(seen.systems) != 1,
        "systems": [(system, system_name(system)) for system in listed],
        "has_day": held.kind is Kind.RESIDENTS,
    }


@get("/gestione/territorio/caricamenti/{load:str}/differenze")
async def load_differences(request: CivicRequest, load: FromPath[str]) -> Response[Any]:
    """What the file would change, what is wrong in it, and the button that does it."""
    held = await drafts.waiting(load)
    if held.options is None:
        return await see_other(request, f"{HOME}/caricamenti/{load}")
    try:
        found = await loading.preview(held.kind, held.content, held.options)
    except Invalid as refusal:
        request.visit.flash("danger", words_for(request, refusal))
        return await see_other(request, f"{HOME}/caricamenti/{load}")
    context = {
        "load": held,
        "words": KINDS[held.kind],
        "found": found,
        "changes": CHANGES[held.kind],
        "facts": [(FACTS[name], count) for name, count in found.facts.items() if count],
        "findings": [(finding, _sentence(request, found, n)) for n, finding in enumerate(found.findings[:SHOWN])],
        "more": sum(found.finding_counts.values()) - SHOWN,
        "picture": await _picture(held, request),
    }
    return await page(request, "territory/differences.html", context)


def _sentence(request: CivicRequest, found: Differences, n: int) -> str:
    finding = found.findings[n]
    values = {**finding.values, "line": finding.line}
    if isinstance(large := values.get("square_metres"), int):
        values["square_metres"] = number(large, request.locale)
    return words(request.locale, finding.code, values)


async def _picture(held: Waiting, request: CivicRequest) -> Picture | None:
    if held.kind is not Kind.ZONES or not isinstance(held.options, ZoneOptions):
        return None
    return await picture_of(request, held.content, held.options)


@get("/gestione/territorio/caricamenti/{load:str}/righe.csv")
async def findings_file(request: CivicRequest, load: FromPath[str]) -> Response[bytes]:
    """All that was found, a line each, to be worked off in a spreadsheet."""
    held = await drafts.waiting(load)
    options = held.options
    found = await loading.preview(held.kind, held.content, options) if options else None
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([say(request, N_("riga")), say(request, N_("che cosa"))])
    for n, finding in enumerate(found.findings if found else ()):
        writer.writerow([finding.line or "", _sentence(request, found, n) if found else ""])
    headers = {"content-disposition": 'attachment; filename="righe.csv"', "x-content-type-options": "nosniff"}
    return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


@post("/gestione/territorio/caricamenti/{load:str}/conferma")
async def confirm_load(request: CivicRequest, load: FromPath[str]) -> Response[Any]:
    """Do what was shown, if it is still so."""
    held = await drafts.waiting(load)
    form = await read_form(request, VersionForm)
    if held.options is None:
        return await see_other(request, f"{HOME}/caricamenti/{load}")
    try:
        await loading.apply(
            request.actor,
            held.kind,
            held.content,
            held.options,
            at=clock.now(),
            file_name=held.file_name,
            seen=form.version.data,
            load=load,
        )
    except (Conflict, Invalid) as refusal:
        request.visit.flash("danger", words_for(request, refusal))
        return await see_other(request, f"{HOME}/caricamenti/{load}/differenze")
    return await see_other(request, HOME, ("success", N_("Caricato. Se qualcosa non va, puoi annullare qui sotto.")))


@post("/gestione/territorio/caricamenti/{load:str}/butta")
async def discard_load(request: CivicRequest, load: FromPath[str]) -> Response[Any]:
    """Throw the file away."""
    await drafts.discard(request.actor, load)
    return await see_other(request, HOME, ("success", N_("Il file è eliminato. Non è cambiato niente.")))


ROUTES = routes(
    Access.OFFICE,
    columns,
    choose_columns,
    load_differences,
    findings_file,
    confirm_load,
    discard_load,
)
