# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Results: the answer first, then why, then everything that is needed to count again."""

from dataclasses import dataclass
from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from analytics.disclosure import is_withheld
from analytics.explanations import Standing, standings
from analytics.exports import minutes_as_csv
from analytics.participation import PlaceTurnout, Turnout
from analytics.reads.over import once
from analytics.turnouts import VoteTurnout, of_result
from deliberation import clock
from deliberation.actor import Role
from deliberation.ballots import queries
from deliberation.ballots.queries import StoredTally
from deliberation.ballots.questions import Choice, Question
from deliberation.ballots.tallies import official_result
from deliberation.consultations.pots.values import Pot
from deliberation.errors import NotFound
from voting import RULES, warnings
from voting.canonical import canonical_json
from voting.evidence import transcript
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.ballots.not_yet import not_yet
from web.render import page
from web.words.i18n import euro, number, percent, tenths, translate
from web.words.messages.consultations import CATEGORIES
from web.words.messages.marks import N_


@dataclass(frozen=True, slots=True)
class Line:
    """One option in the official count and, if there is one, in the comparison."""

    choice: Choice
    standing: Standing
    other: Standing | None

    @property
    def recount_is_equal(self) -> bool | None:
        """Our count against the imported file's own column; None when the file has none."""
        declared = self.choice.declared_votes
        return None if declared is None else str(declared) == self.standing.total


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result as the page shows it; `lines` start with the winners. `withheld`: of a pot with so few ballots that its
    votes would tell who chose what; what is funded is shown all the same."""

    question: Question
    official: StoredTally
    other: StoredTally | None
    lines: tuple[Line, ...]
    locale: str = "it"
    withheld: bool = False

    @property
    def winners(self) -> list[Line]:
        return [line for line in self.lines if line.standing.won]

    @property
    def losers(self) -> list[Line]:
        return [line for line in self.lines if not line.standing.won]

    @property
    def has_budget(self) -> bool:
        return "budget" in self.official.outcome

    @property
    def set_aside(self) -> int:
        """Ballots that are none of the count, because the right of who had cast them was suspended."""
        found: int = self.official.outcome.get("n_set_aside", 0)
        return found

    @property
    def roll(self) -> dict[str, int]:
        """Who could vote, where their list was corrected during the vote; else nothing."""
        found: dict[str, int] = self.official.outcome.get("roll", {})
        return found

    @property
    def spent_cents(self) -> int:
        return sum(line.choice.cost_cents or 0 for line in self.winners)

    @property
    def differ(self) -> list[Line]:
        """What the other rule decides otherwise."""
        return [line for line in self.lines if line.other and line.other.won != line.standing.won]

    @property
    def declared(self) -> list[Line]:
        return [line for line in self.lines if line.recount_is_equal is not None]

    @property
    def recount_is_equal(self) -> bool:
        """Every total equals the file's own column."""
        return bool(self.declared) and all(line.recount_is_equal for line in self.declared)

    def title(self, option: str) -> str:
        """What people call an option, or what a spending limit is for."""
        if choice := self.question.choice(option):
            return choice.title
        places = {choice.place_slug: choice.place for choice in self.question.choices}
        return translate(self.locale, CATEGORIES[option]) if option in CATEGORIES else places.get(option, option)

    def titles(self, options: list[str]) -> str:
        return ", ".join(self.title(option) for option in options)


def view_of(
    asked: Question, stored: tuple[StoredTally, ...], locale: str = "it", *, withheld: bool = False
) -> ResultView:
    """The official count beside the first comparison."""
    official, other = stored[0], stored[1] if len(stored) > 1 else None
    ours = standings(official.outcome)
    theirs = standings(other.outcome) if other else {}
    winners = {option: place for place, option in enumerate(official.winners)}
    ranking = [str(option) for group in official.outcome["ranking"] for option in group]
    places = {option: place for place, option in enumerate(ranking)}
    last = len(ranking)
    found = [Line(choice, ours[choice.id], theirs.get(choice.id)) for choice in asked.choices if choice.id in ours]
    found.sort(key=lambda line: (winners.get(line.choice.id, last), places.get(line.choice.id, last)))
    return ResultView(asked, official, None if withheld else other, tuple(found), locale, withheld)


@get("/consultazioni/{slug:str}/risultato")
async def result(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """The published result; the office sees it as soon as it is counted. Of a budget in pots, all of them together."""
    try:
        asked, stored = await queries.result(request.actor, slug)
    except NotFound as refusal:
        return await not_yet(request, slug, refusal)
    turnout = await of_result(asked, at=clock.now())
    if asked.pots:
        return await all_pots(request, asked, stored, turnout)
    view = view_of(asked, stored, request.locale)
    context = {
        "places": [place_line(place, request.locale) for place in turnout.places],
        "some_hidden": not all(place.turnout for place in turnout.places),
        "whole": turnout.whole,
        "files": f"/consultazioni/{asked.slug}/risultato",
    }
    return await page(request, "results/result.html", await shown(view) | context)


@dataclass(frozen=True, slots=True)
class PotRow:
    """A pot in the table of all: `view` is None where nothing was on its ballot, `known` its turnout where shown."""

    pot: Pot
    view: ResultView | None
    known: Turnout | None

    @property
    def spent_cents(self) -> int:
        return self.view.spent_cents if self.view else 0


async def all_pots(
    request: CivicRequest, asked: Question, stored: tuple[StoredTally, ...], turnout: VoteTurnout
) -> Response[Any]:
    """Every pot of a budget in a table, with the city's sum."""
    rows = []
    for pot in asked.pots:
        mine = tuple(tally for tally in stored if tally.pot == pot.key)
        view = pot_view(request, asked.in_pot(pot), mine) if mine else None
        known = turnout.pots[pot.key]
        rows.append(PotRow(pot, view, known if isinstance(known, Turnout) else None))
    digest, _ = await official_result(asked.id)
    context = {
        "question": asked,
        "rows": rows,
        "turnout": turnout,
        "spent": sum(row.spent_cents for row in rows),
        "funded": sum(len(row.view.winners) for row in rows if row.view),
        "options": len(asked.choices),
        "digest": digest,
        "some_hidden": any(row.known is None or (row.view and row.view.withheld) for row in rows if row.view),
        "rule": RULES[stored[0].rule],
    }
    return await page(request, "results/pots.html", context)


def pot_view(request: CivicRequest, asked: Question, stored: tuple[StoredTally, ...]) -> ResultView:
    """The result in one pot, without its numbers where they would tell too much."""
    return view_of(asked, stored, request.locale, withheld=is_withheld_from(request, stored[0]))


async def shown(view: ResultView) -> dict[str, Any]:
    """What every result's page says; the page adds `places`, `some_hidden`, `whole` (its turnout) and `files`."""
    asked, official, locale = view.question, view.official, view.locale
    pot = asked.pot.id if asked.pot else None
    return {
        "question": asked,
        "result": view,
        "compared": [compared_line(line, locale) for line in view.lines] if view.other else [],
        "recounted": [recounted_line(line, locale) for line in view.declared],
        "counted": await once(asked, ("counted", pot), lambda: queries.turnout(asked.id, pot)),
        "rule": RULES[official.rule],
        "rules": RULES,
        "reasons_aside": transcript.WORDS[locale],
        "warnings": [warnings.sentence(warning, locale) for warning in official.outcome.get("warnings", ())],
    }


def place_line(place: PlaceTurnout, locale: str) -> tuple[str, ...]:
    """A neighbourhood's line of the table; where few voted, or nearly all, its numbers are hidden."""
    found = place.turnout
    if not found:
        return (place.name, *[translate(locale, N_("nascosto"))] * 2, "–", "–")
    return (
        place.name,
        number(found.ballots, locale),
        translate(locale, N_("non noto")) if found.entitled is None else number(found.entitled, locale),
        percent(found.share.value, locale) if found.share else "–",
        "–" if found.per_thousand is None else tenths(found.per_thousand, locale),
    )


def compared_line(line: Line, locale: str) -> tuple[str, ...]:
    """A project under the official rule and under the other."""
    assert line.other is not None
    yes, no = translate(locale, N_("sì")), translate(locale, N_("no"))
    return (
        line.choice.title,
        number(line.standing.amount, locale),
        euro(line.choice.cost_cents, locale),
        yes if line.standing.won else no,
        yes if line.other.won else no,
        translate(locale, N_("cambia")) if line.other.won != line.standing.won else "",
    )


def recounted_line(line: Line, locale: str) -> tuple[str, ...]:
    """An imported option: our count, the file's own, and whether they are equal."""
    same = N_("uguale al dato del file") if line.recount_is_equal else N_("diverso")
    declared = line.choice.declared_votes or 0
    return (line.choice.title, number(line.standing.amount, locale), number(declared, locale), translate(locale, same))


async def counts_of(request: CivicRequest, slug: str, rule: str, pot: str = "") -> tuple[Question, StoredTally]:
    """The count by that rule, with its question."""
    asked, stored = await queries.result(request.actor, slug, pot)
    if asked.pots and (asked.pot is None or is_withheld_from(request, stored[0])):
        raise NotFoundException
    for tally in stored:
        if tally.rule == rule:
            return asked, tally
    raise NotFoundException


def is_withheld_from(request: CivicRequest, official: StoredTally) -> bool:
    """Whether a pot has too few ballots for its votes to be shown to this reader; the office sees all."""
    return is_withheld(official.outcome["n_ballots"]) and not request.actor.has(Role.OFFICE)


def file_name(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


@get("/consultazioni/{slug:str}/risultato/{rule:str}/verbale.txt")
async def minutes(request: CivicRequest, slug: FromPath[str], rule: FromPath[str]) -> Response[str]:
    """The minutes of the count as plain text, in the reader's language."""
    _, tally = await counts_of(request, slug, rule)
    text = tally.transcript(request.locale)
    headers = file_name(f"verbale-{slug}-{rule}.txt")
    return Response(text, media_type="text/plain; charset=utf-8", headers=headers)


@get("/consultazioni/{slug:str}/risultato/{rule:str}/esito.json")
async def document(request: CivicRequest, slug: FromPath[str], rule: FromPath[str]) -> Response[str]:
    """The whole outcome with its digest, as canonical JSON."""
    _, tally = await counts_of(request, slug, rule)
    headers = file_name(f"esito-{slug}-{rule}.json")
    return Response(canonical_json(tally.outcome), media_type="application/json", headers=headers)


@get("/consultazioni/{slug:str}/risultato/{rule:str}/esito.csv")
async def table(request: CivicRequest, slug: FromPath[str], rule: FromPath[str]) -> Response[str]:
    """The numbers of the minutes for a spreadsheet; public with the result, or with its annulment."""
    asked, tally = await counts_of(request, slug, rule)
    return Response(minutes_as_csv(asked, tally), media_type="text/csv", headers=file_name(f"esito-{slug}-{rule}.csv"))


ROUTES = routes(Access.ANYONE, result, minutes, document, table)
