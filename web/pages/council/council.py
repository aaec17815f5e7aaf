# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages of the dashboards share: the filter of an address, the dashboard it asks for."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from analytics import dashboards
from analytics.dashboards import Dashboard
from analytics.figures import Figure
from analytics.filters import Filter
from deliberation import clock
from deliberation.errors import Invalid
from deliberation.records import journal
from web.figures.charts import chart
from web.forms import CivicForm, DayField, TextField, ValidationError, read_query
from web.http.recent import recent
from web.http.requests import CivicRequest
from web.render import environment
from web.words.messages.marks import N_
from web.words.speech import Speech

NO_SUCH_DAY = N_("Questa data non esiste. Scrivila così: 2026-11-30.")
RESULT = "risultato-"  # the beginning of a result's key, before its consultation
Question = CivicRequest


class FilterForm(CivicForm):
    """The consultation and the days that an address asks for."""

    consultazione = TextField()
    dal = DayField("", NO_SUCH_DAY)
    al = DayField("", NO_SUCH_DAY)

    def validate_al(self, al: DayField) -> None:
        if self.dal.data and al.data and al.data < self.dal.data:
            raise ValidationError(N_("La fine viene prima dell'inizio: scambia le due date."))


def asked(request: Question) -> tuple[Filter, FilterForm]:
    """The filter of an address, and the form that says what is wrong with it."""
    form = read_query(request, FilterForm)
    form.validate()
    return Filter(form.consultazione.data, form.dal.data, form.al.data), form


def values_of(filter: Filter) -> dict[str, str]:
    """What an address says of the filter."""
    values = {
        "consultazione": filter.consultation,
        "dal": filter.since.isoformat() if filter.since else "",
        "al": filter.until.isoformat() if filter.until else "",
    }
    return {name: value for name, value in values.items() if value}


def address(filter: Filter) -> str:
    """The filter as the end of an address, '' when it is empty."""
    values = values_of(filter)
    return "?" + urlencode(values) if values else ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A dashboard with what the server draws of it: by the key of each figure its part of the page, and its table as
    the macro `table` takes it. A map, which lies on the city's, has no part yet."""

    dashboard: Dashboard
    figures: Mapping[str, Markup]
    tables: Mapping[str, Mapping[str, Any]]


async def shown_of(request: Question, slug: str, filter: Filter) -> Shown:
    """The dashboard of a neighbourhood, or of the city for ''. NotFound for an unknown consultation.

    The page and its files share one for some seconds, until the next act in the journal, and draw it once.
    """
    locale = request.locale
    last_act = (await journal.head()).sequence
    return await recent(request).get(
        ("dashboard", slug, filter, locale), last_act, lambda: _made(request, slug, filter)
    )


async def _made(request: Question, slug: str, filter: Filter) -> Shown:
    speech, prefix = Speech(request.locale), request.visit.settings.path_prefix
    if slug:
        found = await dashboards.neighbourhood(slug, filter, speech, at=clock.now())
    else:
        found = await dashboards.city(filter, speech, at=clock.now())
    return await asyncio.to_thread(_drawn, found, filter, speech, prefix)


def _drawn(found: Dashboard, filter: Filter, speech: Speech, prefix: str) -> Shown:
    tables = {one.key: _table(one, speech) for one in found.figures()}
    macro = environment(speech.code, prefix).get_template("_macros/figures.html").module.figure  # type: ignore[attr-defined]
    here = prefix + "/cruscotti" + (f"/{found.place_slug}" if found.place_slug else "")
    parts = {}
    for one in found.figures():
        if (drawn := chart(one, speech)) is not None:
            files = (f"{here}/{what}{address(filter)}" for what in (f"tabella/{one.key}.csv", f"figure/{one.key}.json"))
            parts[one.key] = macro(one, drawn, tables[one.key], *files, _public(one, found, prefix))
    return Shown(found, parts, tables)


def _public(figure: Figure, found: Dashboard, prefix: str) -> str:
    """The public page that has a result whole, of a budget in pots that of all of them; empty of other figures."""
    rest = f"{figure.key.removeprefix(RESULT)}-"
    slugs = [slug for slug, _ in found.choices if figure.key.startswith(RESULT) and rest.startswith(f"{slug}-")]
    return f"{prefix}/consultazioni/{max(slugs, key=len)}/risultato" if slugs else ""


def _table(figure: Figure, speech: Speech) -> dict[str, Any]:
    """A figure's numbers in words: the same that the drawing shows."""
    return {
        "columns": [(column.text, column.kind) for column in figure.columns],
        "rows": [[speech.cell(*pair) for pair in zip(row, figure.columns, strict=True)] for row in figure.rows],
    }


async def one_figure(request: Question, name: str, suffix: str, slug: str) -> Figure:
    """The figure that an address names, under the same filter as the page."""
    filter, form = asked(request)
    if form.errors or not name.endswith(suffix):
        raise Invalid("request.unreadable")
    return (await shown_of(request, slug, filter)).dashboard.figure(name.removesuffix(suffix))
