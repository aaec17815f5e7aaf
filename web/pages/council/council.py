# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages of the dashboards share: the filter of an address, the dashboard it asks for."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from analytics import dashboards
from analytics.dashboards import Dashboard
from analytics.figures import Figure
from analytics.filters import Filter
from deliberation import clock
from deliberation.errors import Invalid
from deliberation.records import journal
from web.figures.charts import Chart, chart
from web.forms import CivicForm, DayField, TextField, ValidationError, read_query
from web.http.recent import recent
from web.http.requests import CivicRequest
from web.words.messages.marks import N_
from web.words.speech import Speech

NO_SUCH_DAY = N_("Questa data non esiste. Scrivila così: 2026-11-30.")
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
    """A dashboard with what the server draws of it: by the key of each figure its chart and its table, as the macro
    `figure` takes them. A map has no chart."""

    dashboard: Dashboard
    charts: Mapping[str, Chart]
    tables: Mapping[str, Mapping[str, Any]]


async def shown_of(request: Question, slug: str, filter: Filter) -> Shown:
    """The dashboard of a neighbourhood, or of the city for ''. NotFound for an unknown consultation.

    The page and its files share one for some seconds, until the next act in the journal, and draw it once.
    """
    locale = request.locale
    last_act = (await journal.head()).sequence
    return await recent(request).get(
        ("dashboard", slug, filter, locale), last_act, lambda: _made(slug, filter, Speech(locale))
    )


async def _made(slug: str, filter: Filter, speech: Speech) -> Shown:
    if slug:
        found = await dashboards.neighbourhood(slug, filter, speech, at=clock.now())
    else:
        found = await dashboards.city(filter, speech, at=clock.now())
    return await asyncio.to_thread(_drawn, found, speech)


def _drawn(found: Dashboard, speech: Speech) -> Shown:
    charts = {one.key: drawn for one in found.figures() if (drawn := chart(one, speech)) is not None}
    return Shown(found, charts, {one.key: _table(one, speech) for one in found.figures()})


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
