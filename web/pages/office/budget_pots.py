# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A budget divided among the neighbourhoods: computed or typed, looked at, saved; a part of the wizard's third step."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.consultations import office_rules as rules
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.pots import dividing, tables
from deliberation.consultations.pots.amounts import Share
from deliberation.consultations.pots.dividing import Division, Part
from deliberation.consultations.pots.values import Source
from deliberation.errors import CivicError, Invalid, NotAllowed
from deliberation.money import euro_text
from web.forms import read_form
from web.http.bodies import TABLES
from web.http.guards import Access, routes
from web.http.problems import status_of
from web.http.requests import CivicRequest
from web.pages.office.consultation_forms import DivisionAct, DivisionForm
from web.render import page, say, see_other
from web.words.i18n import euro, number
from web.words.messages.marks import N_

SOURCES = {
    Source.POPULATION: (N_("Per numero di residenti"), N_("a chi ha più residenti va di più")),
    Source.VOTING_AGE: (N_("Per residenti in età di voto"), N_("conta solo chi può votare")),
    Source.AREA: (N_("Per superficie"), N_("a chi è più grande va di più")),
    Source.EQUAL: (N_("In parti uguali"), N_("a tutte lo stesso")),
    Source.TABLE: (N_("Con una tabella"), N_("scrivi tu le somme, o caricale da un file")),
}
WEIGHTS = {
    Source.POPULATION: N_("Residenti"),
    Source.VOTING_AGE: N_("In età di voto"),
    Source.AREA: N_("Metri quadrati"),
}


@get("/gestione/consultazioni/{slug:str}/somme")
async def division(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """How the budget is divided now, or what the residents' numbers would give."""
    held = await stored(slug)
    if not held.pot_kind:
        return await see_other(request, f"/gestione/consultazioni/{slug}/voto")
    return await show(request, held, kept(held))


def kept(held: Consultation) -> Division:
    """The stored division as it would be asked for again."""
    source = Source(held.pots[0].source) if held.pots else Source.POPULATION
    city = next((pot.amount_cents for pot in held.pots if pot.of_city), None)
    return Division(source, city, {pot.key: euro_text(pot.amount_cents) for pot in held.pots if not pot.of_city})


@post("/gestione/consultazioni/{slug:str}/somme", status_code=200)
async def divide(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Compute and show, read a file, or save."""
    form, held = await read_form(request, DivisionForm), await stored(slug)
    asked, act = form.division(), form.act.data
    try:
        form.check()
        if act is DivisionAct.READ:
            among = await dividing.shares(held)
            content = await form.file.data.read() if form.file.data else b""
            asked = Division(Source.TABLE, asked.city_cents, tables.read_amounts(content, among))
        if act is not DivisionAct.SAVE:
            return await show(request, held, asked, form)
        held = await dividing.write(request.actor, slug, asked, form.version.data, at=clock.now())
    except CivicError as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return await show(request, held, asked, form, refusal)
    step = "" if held.has_begun else "/riepilogo"
    done = N_("Le somme sono divise.")
    return await see_other(request, f"/gestione/consultazioni/{slug}{step}", ("success", done))


async def show(
    request: CivicRequest,
    held: Consultation,
    asked: Division,
    form: DivisionForm | None = None,
    refusal: CivicError | None = None,
) -> Response[Any]:
    """The form with a preview of what it gives; what is wrong with it stands beside."""
    among = await dividing.shares(held)
    parts: tuple[Part, ...] = ()
    is_asked = form is not None or held.pots or held.pot_kind != "both"
    if refusal is None and is_asked:
        try:
            parts = dividing.divided(held, asked, among)
        except Invalid as wrong:
            refusal = wrong if form is not None else None
    computed = {part.key: euro_text(part.amount_cents) for part in parts}
    frozen = rules.may_edit_vote(request.actor, held)
    context = {
        "held": held,
        "asked": asked,
        "city": form.typed["city"] if form else euro_text(asked.city_cents),
        "amounts": computed if computed and asked.source is not Source.TABLE else asked.typed,
        "among": among,
        "sources": [(key, say(request, name), say(request, hint)) for key, (name, hint) in SOURCES.items()],
        "preview": [line(part, parts, request.locale) for part in parts],
        "weight": say(request, WEIGHTS[asked.source]) if asked.source in WEIGHTS else "",
        "total": sum(part.amount_cents for part in parts),
        "errors": form.errors_of(refusal) if form else {},
        "frozen": frozen is not None,
        "version": form.version.data if form else held.version,
        "unknown": unknown(among),
    }
    return await page(request, "budgets/division.html", context, status=status_of(refusal) if form else 200)


def line(part: Part, parts: tuple[Part, ...], locale: str) -> tuple[str, ...]:
    """A pot's line of the preview."""
    whole = sum(one.amount_cents for one in parts)
    share = f"{number(round(part.amount_cents * 1000 / whole) / 10, locale)} %"
    return (part.name, number(part.weight, locale) if part.weight else "–", euro(part.amount_cents, locale), share)


def unknown(among: tuple[Share, ...]) -> set[str]:
    """The ways of dividing for which some number is missing."""
    return {source for source in WEIGHTS if not all(share.weight(source) for share in among)}


ROUTES = routes(Access.OFFICE, division, divide, takes=TABLES)
