# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turnout for the public pages and the API: the cells that the dashboards show, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from analytics.participation import PlaceTurnout, Turnout, turnout
from analytics.reads.snapshots import Place, places, rolls, votes
from analytics.releases import release, turnouts
from deliberation.database import reading
from deliberation.errors import NotFound


@dataclass(frozen=True, slots=True)
class VoteTurnout:
    """A closed vote's turnout as a whole and, where it asked several neighbourhoods, in each of them."""

    whole: Turnout
    places: tuple[PlaceTurnout, ...]


async def of_vote(consultation: int, *, at: datetime) -> VoteTurnout:
    """The turnout of a closed vote. NotFound while people vote, or if there is no such vote."""
    async with reading():
        known = await places()
        closed = [vote for vote in await votes(at, consultation) if vote.ballot_kind and vote.is_closed]
        if not closed:
            raise NotFound("vote.unknown")
        found = release(closed[0], (await rolls(consultation)).get(consultation, {}), known)
    rows = turnouts(known, [found]) if len(found.cells) > 1 else []
    return VoteTurnout(turnout([found.total]), tuple(row for row in rows if row.known is not None))


async def by_neighbourhood(*, at: datetime) -> tuple[tuple[Place, PlaceTurnout], ...]:
    """Every neighbourhood over all closed votes: what the city's dashboard shows without a filter."""
    async with reading():
        known, held, enrolled = await places(), await votes(at), await rolls()
    closed = [release(vote, enrolled.get(vote.id, {}), known) for vote in held if vote.is_closed and vote.ballot_kind]
    return tuple(zip(known, turnouts(known, closed), strict=True))
