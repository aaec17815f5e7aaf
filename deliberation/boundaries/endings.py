# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A zone that ends: merged into another or split among several, by an act with a reason. Nothing of it is dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor
from deliberation.boundaries import rules
from deliberation.consultations.states import NOT_ENDED, State, among
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, NotFound
from deliberation.moderation import targets
from deliberation.people import residences, roles
from deliberation.places.loads import endings, loading
from deliberation.places.queries import NeighbourhoodView, neighbourhood, neighbourhoods
from deliberation.records import journal
from deliberation.text import tidy

_UNFINISHED = f"""
SELECT c.title FROM consultation c JOIN consultation_neighbourhood n ON n.consultation = c.id
WHERE n.neighbourhood = {{}} AND c.state IN {among((*NOT_ENDED, State.CLOSED, State.TALLIED))} ORDER BY c.title
"""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What ending a zone would meet: who lives there, what is not finished, the zones that may take over."""

    place: NeighbourhoodView
    people: int
    unfinished: tuple[str, ...]
    heirs: tuple[NeighbourhoodView, ...]  # those that cover most of its ground first
    suggested: tuple[str, ...]  # slugs
    seen: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How many people went where, by slug."""

    moved: Mapping[str, int]


async def outlook(slug: str) -> Outlook:
    """What ending the zone would meet. Raises NotFound(place.unknown)."""
    place = await _open(slug)
    people = await rows("SELECT count(*) AS many FROM account WHERE neighbourhood = {}", place.id)
    unfinished = tuple(row["title"] for row in await rows(_UNFINISHED, place.id))
    others = [other for other in await neighbourhoods() if other.id != place.id and other.missing_since is None]
    shares = await endings.shares(place.id, [other.id for other in others])
    others.sort(key=lambda other: (-shares[other.id], other.name))
    suggested = tuple(other.slug for other in others if shares[other.id] > 0.01)
    return Outlook(place, int(people[0]["many"]), unfinished, tuple(others), suggested, await loading.last_act())


async def end(actor: Actor, slug: str, heirs: Sequence[str], reason: str, *, at: datetime, seen: int) -> Ended:
    """Merge a zone into one heir, or split it among several: people go where their address lies, else to the first.

    Raises Invalid(boundaries.…), Conflict(boundaries.unfinished | territory.changed), NotFound(place.unknown).
    """
    if refusal := loading.may_load(actor):
        raise refusal
    async with writing():
        await lock("territory")
        if seen != await loading.last_act():
            raise Conflict("territory.changed")
        held = await outlook(slug)
        if fault := rules.may_end(held.place.slug, heirs, [h.slug for h in held.heirs], tidy(reason), held.people):
            raise fault
        if held.unfinished:
            raise Conflict("boundaries.unfinished", title=held.unfinished[0], count=len(held.unfinished))
        by_slug = {heir.slug: heir for heir in held.heirs}
        chosen = [by_slug[heir] for heir in dict.fromkeys(heirs)]
        if len(chosen) > 1 and held.place.missing_since is None:
            raise Conflict("boundaries.no_new_outlines")
        numbers = [heir.id for heir in chosen]
        await endings.end_zone(held.place.id, numbers, [heir.slug for heir in chosen], at=at)
        moved = await residences.relocate(held.place, chosen)
        await roles.move_grants(actor, held.place.id, numbers, at=at)
        await targets.move_reports(held.place.id, numbers)
        detail = {"into": [heir.slug for heir in chosen], "reason": tidy(reason), "people": moved}
        await journal.note(actor, endings.CLOSED, "neighbourhood", held.place.slug, detail, at=at)
    return Ended(moved)


async def _open(slug: str) -> NeighbourhoodView:
    place = await neighbourhood(slug)
    if place.closed_at is not None:
        raise NotFound("place.unknown")
    return place
