# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office writes the regulation: the versions there are, and the next one, from the last one or from a preset."""

from dataclasses import replace
from typing import Any

from litestar import Response, get, post

from deliberation import clock
from deliberation.errors import Conflict, Invalid
from deliberation.regulations.amending import Amendment, amend
from deliberation.regulations.presets import presets
from deliberation.regulations.profile import WRITTEN_RULES, Basis, Conditions, CountedOn, RegulationProfile, YearsFor
from deliberation.regulations.queries import in_force, last_number, versions
from deliberation.regulations.reading import Unreadable, as_data, profile_from
from web.forms import CheckField, CivicForm, DayField, KindField, TextField, TextsField, WholeField, read_form
from web.http.guards import Access, routes
from web.http.problems import status_of
from web.http.requests import CivicRequest
from web.render import page, see_other
from web.words.messages.marks import N_
from web.words.options import worded
from web.words.regulations import DAYS, OF_WHOM, TIES, profile_told

PATH = "/gestione/regolamento"
# What a profile calls a value → the field in which it was typed.
_FIELDS = {
    "name": "name",
    "source": "source",
    "tie_months": "tie_months",
    "support_threshold": "support_threshold",
    "max_picks": "max_picks",
    "answer_days": "answer_days",
    "voting.min_age": "min_age",
    "voting.bases": "bases",
    "voting.residence_days": "residence_days",
    "voting.residence_years": "residence_years",
    "voting.years_for": "years_for",
    "proposing.min_age": "proposing_age",
    "proposing.bases": "proposing_bases",
}
_NUMBERS = ("tie_months", "support_threshold", "max_picks", "pots_are_chosen", "answer_days")
_STAY = ("counted_on", "residence_days", "residence_years", "years_for")


class RegulationForm(CivicForm):
    """The next version. From where it began come what regulations say of elections of committees, and the stay of who
    proposes where it is not that of who votes."""

    begun = TextField()
    version = WholeField(default=0)
    name = TextField()
    source = TextField()
    min_age = WholeField()
    counted_on = KindField(CountedOn, default=CountedOn.VOTE)
    bases = TextsField()
    residence_days = WholeField(default=0)
    residence_years = WholeField(default=0)
    years_for = KindField(YearsFor, default=YearsFor.NOBODY)
    article_basis = TextField()
    article_age = TextField()
    article_residence_days = TextField()
    article_residence_years = TextField()
    proposing_age = WholeField()
    proposing_bases = TextsField()
    tie_months = WholeField(default=12)
    support_threshold = WholeField(default=0)
    max_picks = WholeField(default=0)
    pots_are_chosen = CheckField()
    answer_days = WholeField(default=30)
    valid_from = DayField(wrong=N_("Scrivi un giorno."))
    article = TextField()
    reason = TextField()


@get(PATH)
async def editor(request: CivicRequest) -> Response[Any]:
    """The versions and the form; `da` names a preset to begin from."""
    begun = request.query_params.get("da", "")
    begun = begun if begun in presets() else ""
    held, today = await _base(begun), clock.in_rome(clock.now()).date()
    form = await read_form(
        request, RegulationForm, **_typed(held), begun=begun, version=await last_number(), valid_from=today
    )
    return await _show(request, form)


@post(PATH)
async def write(request: CivicRequest) -> Response[Any]:
    """Write the next version."""
    form = await read_form(request, RegulationForm)
    try:
        form.check()
        profile = profile_of(form, await _base(form.begun.data or ""))
        change = Amendment(profile, form.valid_from.data, form.article.data or "", form.reason.data or "")
        await amend(request.actor, change, form.version.data or 0, at=clock.now())
    except (Conflict, Invalid) as refusal:
        return await _show(request, form, refusal)
    done = N_("La nuova versione è scritta. Le consultazioni già aperte tengono la loro.")
    return await see_other(request, PATH, ("success", done))


async def _base(begun: str) -> RegulationProfile:
    """Where a version begins: a preset, or the last that was written, or what the program proposes."""
    if begun in presets():
        return presets()[begun]
    written = await versions()
    return written[0].regulation.profile if written else RegulationProfile()


def profile_of(form: RegulationForm, base: RegulationProfile) -> RegulationProfile:
    """The profile that was typed. Raises Invalid with the field that cannot stand."""
    articles = {str(rule): (form[f"article_{rule}"].data or "").strip() for rule in WRITTEN_RULES}
    voting = {
        "min_age": form.min_age.data,
        "counted_on": str(form.counted_on.data),
        "bases": form.bases.data or [],
        "residence_days": form.residence_days.data or 0,
        "residence_years": form.residence_years.data or 0,
        "years_for": str(form.years_for.data),
        "articles": articles,
    }
    proposing = _proposing({"min_age": form.proposing_age.data, "bases": form.proposing_bases.data or []}, base)
    data = {
        "name": form.name.data or "",
        "source": form.source.data or "",
        "voting": voting,
        "proposing": proposing,
        "tie_months": form.tie_months.data,
        "support_threshold": form.support_threshold.data or 0,
        "max_picks": form.max_picks.data or 0,
        "pots_are_chosen": bool(form.pots_are_chosen.data),
        "answer_days": form.answer_days.data,
    }
    try:
        return replace(profile_from(data), election=base.election)
    except Unreadable as wrong:
        field = _FIELDS.get(wrong.key, "")
        code = "regulation.years" if field == "years_for" else "regulation.wrong"
        raise Invalid(code, fields={field: code}) from wrong


def _proposing(typed: dict[str, Any], base: RegulationProfile) -> dict[str, Any]:
    """Who proposes. Its own day and stay, which the form does not ask for, are those of where the version began."""
    held = as_data(base)
    if all(held["proposing"][name] == held["voting"][name] for name in _STAY):
        return typed
    if all(held["proposing"][name] == value for name, value in typed.items()):
        return dict(held["proposing"])
    return {**{name: held["proposing"][name] for name in _STAY}, **typed}


def _typed(held: RegulationProfile) -> dict[str, Any]:
    """The fields of a profile."""
    voting: Conditions = held.voting
    return {
        "name": held.name,
        "source": held.source,
        "min_age": voting.min_age,
        "counted_on": voting.counted_on,
        "bases": [str(basis) for basis in voting.bases],
        "residence_days": voting.residence_days,
        "residence_years": voting.residence_years,
        "years_for": voting.years_for,
        **{f"article_{rule}": voting.articles.get(rule, "") for rule in WRITTEN_RULES},
        "proposing_age": held.proposing.min_age,
        "proposing_bases": [str(basis) for basis in held.proposing.bases],
        **{name: getattr(held, name) for name in _NUMBERS},
    }


async def _show(
    request: CivicRequest, form: RegulationForm, refusal: Conflict | Invalid | None = None
) -> Response[Any]:
    locale, today = request.locale, clock.in_rome(clock.now()).date()
    now = await in_force(today)
    base = await _base(form.begun.data or "")
    context = {
        "form": form,
        "values": {field.name: field.data for field in form} | form.typed,
        "errors": form.errors_of(refusal),
        "version": await last_number() if isinstance(refusal, Conflict) else form.version.data,
        "in_force": now,
        "told": profile_told(now.profile, locale),
        "versions": await versions(),
        "presets": [(key, held.name) for key, held in presets().items()],
        "begun": presets()[form.begun.data].name if form.begun.data in presets() else "",
        "ties": worded(locale, {basis: TIES[basis][1] for basis in Basis}),
        "days": worded(locale, DAYS),
        "of_whom": worded(locale, OF_WHOM),
        "election": profile_told(base, locale)[-1:] if base.election else [],
    }
    status = 200 if refusal is None else status_of(refusal)
    return await page(request, "regulations/editor.html", context, status=status)


ROUTES = routes(Access.OFFICE, editor, write)
