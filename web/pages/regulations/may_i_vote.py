# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
""" "Posso votare?": a few questions, an answer, and nothing kept. The regulation says which questions are asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from litestar import Response, get, post

from deliberation import clock
from deliberation.ballots.entitled.answers import own_answers
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.queries import votes_to_come
from deliberation.consultations.voters import may_be_on_roll
from deliberation.errors import Invalid
from deliberation.people.rules import OLDEST
from deliberation.places.queries import place_names
from deliberation.regulations.eligibility import (
    Answer,
    Citizenship,
    Days,
    Fact,
    Facts,
    Limits,
    Sometime,
    Unknown,
    Yes,
    answer,
    limits,
)
from deliberation.regulations.profile import Basis, Conditions, YearsFor
from deliberation.regulations.queries import Regulation, in_force
from web.forms import CivicForm, KindField, TextsField, WholeField, read_form, show_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.words.i18n import translate
from web.words.messages.marks import N_
from web.words.options import worded
from web.words.regulations import CITIZENSHIPS, TIES, AnswerWords, answer_words, profile_told

PATH = "/posso-votare"
NO_TIE = "none"


class Said(StrEnum):
    """An answer to a question of the page."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


SAID = {Said.YES: N_("Sì"), Said.NO: N_("No"), Said.UNKNOWN: N_("Non lo so")}


class QuestionsForm(CivicForm):
    """What somebody says of themselves; whatever is left out is not known."""

    birth_year = WholeField()
    ties = TextsField()
    days = KindField(Said)
    years = KindField(Said)
    citizenship = KindField(Citizenship)
    zone = WholeField()


@get(PATH)
async def questions(request: CivicRequest) -> Response[str]:
    """The rules and the questions."""
    form, ruled, votes = await read_form(request, QuestionsForm), await in_force(_today()), await _votes()
    return await _show(request, form, ruled, votes)


@post(PATH, status_code=200)
async def answers(request: CivicRequest) -> Response[str]:
    """The answer, in general and for each vote that is open or to come. Nothing is stored and nothing is logged."""
    form, ruled, votes = await read_form(request, QuestionsForm), await in_force(_today()), await _votes()
    year = form.birth_year.data
    if not form.validate() or not (year is None or 0 <= _today().year - year <= OLDEST):
        wrong = Invalid("eligibility.year", fields={"birth_year": "eligibility.year"})
        return await _show(request, form, ruled, votes, refusal=wrong)
    held = ruled.profile.voting
    at = limits(held, Days.all_on(_today()))
    return await _show(request, form, ruled, votes, facts_of(form, held, at, asked_ties(held, votes)))


def _today() -> date:
    return clock.in_rome(clock.now()).date()


async def _votes() -> Sequence[Consultation]:
    return await votes_to_come(at=clock.now())


def asked_ties(held: Conditions, votes: Sequence[Consultation]) -> tuple[Basis, ...]:
    """The ties of the regulation in force, and of those that votes were opened with: whoever has one of these only says
    so, and is not told no for a question that nobody asked."""
    conditions = (held, *(vote.voters for vote in votes))
    return tuple(basis for basis in Basis if any(basis in one.bases for one in conditions))


def asks_citizenship(held: Conditions) -> bool:
    """Citizenship is asked only where a rule hangs on it."""
    return held.years_for in (YearsFor.NON_EU, YearsFor.FOREIGNERS)


def facts_of(form: QuestionsForm, held: Conditions, at: Limits, ties: Sequence[Basis]) -> Facts:
    """What was said, as facts; who answers is taken at their word. `ties`: those that were asked for."""
    year = form.birth_year.data
    said = set(form.ties.data or ())
    has = frozenset(basis for basis in ties if basis in said)
    since = Sometime()
    if held.residence_days:
        since = _narrowed(since, form.days.data, at.resident_by)
    if held.residence_years:
        since = _narrowed(since, form.years.data, at.resident_long_by)
    return Facts(
        born=Sometime(date(year, 1, 1), date(year, 12, 31)) if year else Sometime(),
        has=has,
        lacks=frozenset(Basis) - has if said else (),
        citizenship=form.citizenship.data,
        resident_since=since,
        zone=form.zone.data,
        is_checked=True,
    )


def _narrowed(held: Sometime, said: Said | None, day: date) -> Sometime:
    """What "by that day: yes" or "no" adds to what is known of a day."""
    if said is Said.YES:
        return replace(held, latest=min(day, held.latest or day))
    if said is Said.NO:
        after = day + timedelta(days=1)
        return replace(held, earliest=max(after, held.earliest or after))
    return held


async def _show(
    request: CivicRequest,
    form: QuestionsForm,
    ruled: Regulation,
    votes: Sequence[Consultation],
    facts: Facts | None = None,
    refusal: Invalid | None = None,
) -> Response[str]:
    locale, held, at = request.locale, ruled.profile.voting, clock.now()
    general: AnswerWords | None = None
    found: list[Answer] = []
    if facts:
        general = answer_words(answer(held, facts, limits(held, Days.all_on(_today()))), held, locale)
        found = [_of_vote(vote, facts) for vote in votes]
    elif request.actor.is_signed_in:
        found = await own_answers(request.actor, votes, at=at)
    context = {
        "ruled": ruled,
        "told": profile_told(ruled.profile, locale)[:1],
        "conditions": held,
        "asks_citizenship": asks_citizenship(held),
        "ties": [
            *worded(locale, {basis: TIES[basis][0] for basis in asked_ties(held, votes)}),
            *worded(locale, {NO_TIE: N_("Niente di tutto questo")}),
        ],
        "said": worded(locale, SAID),
        "citizenships": worded(locale, CITIZENSHIPS),
        "places": [(place.id, place.name) for place in await place_names()],
        "general": general,
        "votes": [(vote, _in_words(request, vote, one)) for vote, one in zip(votes, found, strict=False)],
        "is_own": not facts,
    }
    response = await show_form(request, "regulations/may_i_vote.html", form, refusal, context)
    response.status_code = 422 if refusal else 200
    return response


def _in_words(request: CivicRequest, vote: Consultation, found: Answer) -> AnswerWords:
    """Who is signed in is not told to sign in: without answers typed, this page says what is known of them."""
    told = answer_words(found, vote.voters, request.locale)
    if request.actor.is_signed_in and told.path == "/accesso":
        return replace(told, way=translate(request.locale, N_("Guarda che cosa sappiamo di te")), path=PATH)
    return told


def _of_vote(vote: Consultation, facts: Facts) -> Answer:
    """A roll that is frozen already holds who it holds: only an account tells."""
    found = may_be_on_roll(vote, facts, clock.now())
    return Unknown(Fact.ROLL) if vote.roll_frozen_at and isinstance(found, Yes) else found


ROUTES = routes(Access.ANYONE, questions, answers)
