# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Results: the answer first, then why, then everything that is needed to count again."""

from dataclasses import dataclass
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from analytics.ballot_files import forms_of
from analytics.exports import minutes_as_csv
from analytics.participation import Turnout
from analytics.reads.over import once
from analytics.turnouts import VoteTurnout, of_result
from deliberation import clock
from deliberation.ballots import queries
from deliberation.ballots.queries import StoredTally
from deliberation.ballots.questions import Question
from deliberation.ballots.results import minutes
from deliberation.ballots.tallies import official_result
from deliberation.consultations.pots.values import Pot
from deliberation.errors import NotFound
from voting import RULES, warnings
from voting.canonical import canonical_json
from voting.evidence import transcript
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.ballots.not_yet import not_yet
from web.pages.ballots.previews import result_head
from web.pages.ballots.result_files import counts_of, file_name, is_withheld_from
from web.pages.ballots.result_parts import ballot_files, drawn, elsewhere, the_same, zone_map
from web.pages.ballots.results_view import (
    ResultView,
    answer_words,
    compared_line,
    funded_words,
    place_line,
    recounted_line,
    view_of,
)
from web.render import page


@get("/consultazioni/{slug:str}/risultato")
async def result(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """The published result; the office sees it as soon as it is counted. Of a budget in pots, all of them together."""
    try:
        asked, stored = await queries.result(request.actor, slug, locale=request.locale)
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
        "map": await zone_map(request, turnout.places),
        "files": f"/consultazioni/{asked.slug}/risultato",
        "shared": await result_head(request, asked, stored),
    }
    return await page(request, "results/result.html", await shown(request, view) | context)


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
        "minutes_bytes": await minutes.size(asked.id, digest, request.locale),
        "funded_words": funded_words,
        "shared": await result_head(request, asked, stored),
    }
    return await page(request, "results/pots.html", context)


def pot_view(request: CivicRequest, asked: Question, stored: tuple[StoredTally, ...]) -> ResultView:
    """The result in one pot, without its numbers where they would tell too much."""
    return view_of(asked, stored, request.locale, withheld=is_withheld_from(request, stored[0]))


async def shown(request: CivicRequest, view: ResultView) -> dict[str, Any]:
    """What every result's page says; the page adds `places`, `some_hidden`, `whole`, `map` and `files`."""
    asked, official, locale = view.question, view.official, view.locale
    pot = asked.pot.id if asked.pot else None
    others = elsewhere(view)
    forms = () if view.withheld else forms_of(asked, official.what_ifs)
    return {
        "question": asked,
        "result": view,
        "answer_words": answer_words,
        "figure": drawn(view),
        "elsewhere": [other for other in others if other.differs],
        "the_same": the_same(others),
        "files_of_ballots": ballot_files(view, forms),
        "compared": [compared_line(line, locale) for line in view.lines] if view.other else [],
        "recounted": [recounted_line(line, locale) for line in view.declared],
        "counted": await once(asked, ("counted", pot), lambda: queries.turnout(asked.id, pot)),
        "rule": RULES[official.rule],
        "rules": RULES,
        "minutes_bytes": official.minutes,
        "reasons_aside": transcript.WORDS[locale],
        "warnings": [warnings.sentence(warning, locale) for warning in official.outcome.get("warnings", ())],
    }


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


ROUTES = routes(Access.ANYONE, result, document, table)
