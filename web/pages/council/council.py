# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages of the dashboards share: the filter of an address, the dashboard it asks for."""

from urllib.parse import urlencode

from analytics import dashboards
from analytics.dashboards import Dashboard
from analytics.figures import Figure
from analytics.filters import Filter
from deliberation import clock
from deliberation.errors import Invalid
from deliberation.records import journal
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


def address(filter: Filter) -> str:
    """The filter as the end of an address, '' when it is empty."""
    values = {
        "consultazione": filter.consultation,
        "dal": filter.since.isoformat() if filter.since else "",
        "al": filter.until.isoformat() if filter.until else "",
    }
    kept = {name: value for name, value in values.items() if value}
    return "?" + urlencode(kept) if kept else ""


async def dashboard_of(request: Question, slug: str, filter: Filter) -> Dashboard:
    """The dashboard of a neighbourhood, or of the city for ''. NotFound for an unknown consultation.

    The page and its figures share one for some seconds, until the next act in the journal: a councillor sees them all.
    """
    locale = request.locale
    last_act = (await journal.head()).sequence
    return await recent(request).get(
        ("dashboard", slug, filter, locale), last_act, lambda: _made(slug, filter, Speech(locale))
    )


async def _made(slug: str, filter: Filter, language: Speech) -> Dashboard:
    if slug:
        return await dashboards.neighbourhood(slug, filter, language, at=clock.now())
    return await dashboards.city(filter, language, at=clock.now())


async def one_figure(request: Question, name: str, suffix: str, slug: str) -> Figure:
    """The figure that an address names, under the same filter as the page."""
    filter, form = asked(request)
    if form.errors or not name.endswith(suffix):
        raise Invalid("request.unreadable")
    return (await dashboard_of(request, slug, filter)).figure(name.removesuffix(suffix))
