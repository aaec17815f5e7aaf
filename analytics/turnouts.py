# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turnout for the public pages and the API: the cells that the dashboards show, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from analytics.disclosure import HIDDEN, THRESHOLD, Hidden, is_withheld
from analytics.participation import PlaceTurnout, Turnout, Voted, turnout
from analytics.reads.pots import ballots_by_pot
from analytics.reads.snapshots import OnRoll, Place, Vote, places, rolls, votes
from analytics.releases import release, turnouts
from deliberation.consultations.pots.values import Pot
from deliberation.database import reading
from deliberation.errors import NotFound


@dataclass(frozen=True, slots=True)
class VoteTurnout:
    """A closed vote's turnout as a whole and, where it asked several neighbourhoods, in each of them.

    `pots`: by the key of each pot of a budget: its ballots and, where people vote in the pot of where they live, those
    who could vote in it. `is_partial`: the whole leaves out neighbourhoods whose numbers it would give away.
    """

    whole: Turnout
    places: tuple[PlaceTurnout, ...]
    pots: Mapping[str, Turnout | Hidden]
    is_partial: bool


async def of_vote(consultation: int, *, at: datetime) -> VoteTurnout:
    """The turnout of a closed vote. NotFound while people vote, or if there is no such vote."""
    async with reading():
        known = await places()
        closed = [vote for vote in await votes(at, consultation) if vote.ballot_kind and vote.is_closed]
        if not closed:
            raise NotFound("vote.unknown")
        roll = (await rolls(consultation)).get(consultation, {})
        found = release(closed[0], roll, known)
        cast = await ballots_by_pot(consultation) if closed[0].pots else {}
    rows = turnouts(known, [found]) if len(found.cells) > 1 else []
    everybody = sum(row.ballots for row in roll.values())
    return VoteTurnout(
        turnout([found.total]),
        tuple(row for row in rows if row.known is not None),
        {pot.key: in_pot(closed[0], pot, cast.get(pot.id, 0), roll) for pot in closed[0].pots},
        found.total.ballots < everybody,
    )


def in_pot(vote: Vote, pot: Pot, ballots: int, roll: Mapping[int | None, OnRoll]) -> Turnout | Hidden:
    """The turnout in one pot, hidden as that of a neighbourhood is; who could vote is known unless voters choose."""
    if pot.of_city:
        entitled = sum(row.entitled for row in roll.values())
    else:
        entitled = roll[pot.neighbourhood].entitled if pot.neighbourhood in roll else 0
    known = pot.of_city or not vote.pots_are_chosen
    if is_withheld(ballots) or (known and entitled < ballots + THRESHOLD):
        return HIDDEN
    return turnout([Voted(ballots, entitled if known else None)])


async def by_neighbourhood(*, at: datetime) -> tuple[tuple[Place, PlaceTurnout], ...]:
    """Every neighbourhood over all closed votes: what the city's dashboard shows without a filter."""
    async with reading():
        known, held, enrolled = await places(), await votes(at), await rolls()
    closed = [release(vote, enrolled.get(vote.id, {}), known) for vote in held if vote.is_closed and vote.ballot_kind]
    return tuple(zip(known, turnouts(known, closed), strict=True))
