# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consultations and their results, to be read by programs."""

from collections.abc import Sequence
from typing import Annotated, Any

from litestar import Response, get
from litestar.params import FromPath, FromQuery, QueryParameter

from analytics import participation, turnouts
from analytics.disclosure import is_withheld
from analytics.reads import public
from deliberation import clock
from deliberation.consultations.consultation import Consultation as Held
from web.api.pages import LIST, MOST, ONE, first_row, links, pages_of
from web.api.structs import Consultation, ConsultationPage, Phase, PlaceTurnout, Pot, PotResults, Results, Turnout
from web.http.requests import CivicRequest

TAGS = ["consultations"]
Page = Annotated[int, QueryParameter(ge=1, le=100_000, description="Page, from 1")]
PerPage = Annotated[int, QueryParameter(ge=1, le=MOST, description="Rows a page")]
State = Annotated[str, QueryParameter(name="state")]  # `state` itself is a name of the framework


def shown(held: Held) -> Consultation:
    """A consultation as the API answers it."""
    changed: dict[str, Any] = {
        "id": held.slug,
        "ballot_kind": held.ballot_kind or None,
        "rule": held.rule or None,
        "imported_from": held.imported_from or None,
        "neighbourhoods": [place.slug for place in held.neighbourhoods],
        "pots": [Pot(pot.key, pot.name, None if pot.of_city else pot.key, pot.amount_cents) for pot in held.pots],
        "phases": [Phase(phase.kind, phase.opens_at, phase.closes_at) for phase in held.phases],
    }
    same = {name: getattr(held, name) for name in Consultation.__struct_fields__ if name not in changed}
    return Consultation(**same, **changed)


@get("/consultations", tags=TAGS, summary="List consultations", responses=LIST)
async def consultations(
    request: CivicRequest,
    page: Page = 1,
    per_page: PerPage = 20,
    in_state: State = "",
    neighbourhood: FromQuery[str] = "",
) -> Response[ConsultationPage]:
    """Every consultation but drafts, the latest first. `state`: published, closed, tallied, results, cancelled,
    annulled. `neighbourhood`: a neighbourhood's id; city-wide consultations are in every neighbourhood's list."""
    found, total = await public.consultations(
        state=in_state, neighbourhood=neighbourhood, first=first_row(page, per_page), most=per_page
    )
    pages = pages_of(total, per_page)
    body = ConsultationPage(page, pages, total, [shown(held) for held in found])
    return Response(body, headers=links(request, page, pages))


@get("/consultations/{slug:str}", tags=TAGS, summary="One consultation", responses=ONE)
async def consultation(slug: FromPath[str]) -> Consultation:
    """The consultation of that id."""
    return shown(await public.consultation(slug))


@get("/consultations/{slug:str}/results", tags=TAGS, summary="A published result", responses=ONE)
async def results(slug: FromPath[str]) -> Results:
    """The outcome under the official rule and, for budgets, under the rule compared with it: totals, rounds, ties,
    margins and digest, as they were stored when the result was published, and how many voted. 404 until then.
    A count that was annulled is here too, with its reason in `annulled_because`."""
    found = await public.outcomes(slug)
    counted = await turnouts.of_vote(found.consultation, at=clock.now())
    places = [PlaceTurnout(place.slug, _turnout(place.turnout) if place.turnout else None) for place in counted.places]
    return Results(
        slug,
        found.state,
        found.annulled_because,
        found.published_at,
        _turnout(counted.whole),
        places,
        found.digest,
        found.official or None,
        list(found.compared),
        [_in_pot(key, counts, counted) for key, counts in found.pots.items()],
    )


def _in_pot(key: str, counts: Sequence[dict[str, Any]], counted: turnouts.VoteTurnout) -> PotResults:
    """A pot's count; without its numbers where few voted."""
    official, known = counts[0], counted.pots[key]
    few = is_withheld(official["n_ballots"])
    shown = _turnout(known) if isinstance(known, participation.Turnout) and not few else None
    winners = [str(winner) for winner in official["winners"]]
    compared = [] if few else list(counts[1:])
    return PotResults(key, str(official["digest"]), winners, shown, None if few else official, compared)


def _turnout(found: participation.Turnout) -> Turnout:
    share = found.share.value if found.share else None
    return Turnout(found.ballots, found.entitled, share, found.residents, found.per_thousand)


HANDLERS: list[Any] = [consultations, consultation, results]
