# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turnout for the public pages and the API: the cells that the dashboards show, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from analytics.disclosure import HIDDEN, THRESHOLD, Hidden, is_withheld
from analytics.participation import PlaceTurnout, Turnout, Voted, turnout
from analytics.reads.over import is_kept, once
from analytics.reads.pots import ballots_by_pot
from analytics.reads.snapshots import OnRoll, Place, Vote, places, rolls, vote_of, votes
from analytics.releases import release, turnouts
from deliberation.consultations.consultation import Consultation
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


@dataclass(frozen=True, slots=True)
class _Counted:
    """A vote's roll by neighbourhood, and the ballots in each of its pots (row ids)."""

    roll: Mapping[int | None, OnRoll]
    in_pots: Mapping[int, int]


async def of_vote(consultation: int, *, at: datetime) -> VoteTurnout:
    """The turnout of a closed vote. NotFound while people vote, or if there is no such vote."""
    async with reading():
        known = await places(with_borders=False)
        closed = [vote for vote in await votes(at, consultation) if vote.ballot_kind and vote.is_closed]
        if not closed:
            raise NotFound("vote.unknown")
        counted = await _counted(closed[0])
    return _turnout(closed[0], known, counted)


async def of_result(held: Consultation, *, at: datetime) -> VoteTurnout:
    """The same of a vote that was just read; once its result is public, only the neighbourhoods are read for it."""
    if not is_kept(held):
        return await of_vote(held.id, at=at)
    vote = vote_of(held, at)

    async def counted() -> _Counted:
        async with reading():
            return await _counted(vote)

    return _turnout(vote, await places(with_borders=False), await once(held, "turnout", counted))


async def _counted(vote: Vote) -> _Counted:
    roll = (await rolls(vote.id)).get(vote.id, {})
    return _Counted(roll, await ballots_by_pot(vote.id) if vote.pots else {})


def _turnout(vote: Vote, known: tuple[Place, ...], counted: _Counted) -> VoteTurnout:
    roll = counted.roll
    found = release(vote, roll, known)
    rows = turnouts(known, [found]) if len(found.cells) > 1 else []
    everybody = sum(row.ballots for row in roll.values())
    return VoteTurnout(
        turnout([found.total]),
        tuple(row for row in rows if row.known is not None),
        {pot.key: in_pot(vote, pot, counted.in_pots.get(pot.id, 0), roll) for pot in vote.pots},
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
