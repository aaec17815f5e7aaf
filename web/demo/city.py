# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demonstration city: Bologna's real zones, residents and streets; an office and committees that are simulated."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from deliberation.actor import COMMAND_LINE
from deliberation.committees import committees, members
from deliberation.committees.queries import Seat
from deliberation.places.loads.differences import Kind
from deliberation.places.queries import NeighbourhoodView, city, neighbourhoods
from web.comune import folder, loading
from web.demo import office

DATA = Path(__file__).parent / "data"
SEED = 20101231


async def found_bologna(at: datetime, *, has_numbers: bool = True) -> int:
    """Bologna with its 18 zones, 1,742 streets, the office's page and a committee a zone; the city's row id.

    The 74,153 house numbers take most of the time: a test can do without.
    """
    read = folder.read(DATA)
    places = tuple(file for file in read.places if has_numbers or file.kind is not Kind.NUMBERS)
    await loading.load(COMMAND_LINE, replace(read, places=places), at=at)
    random = Random(SEED)
    for place in await neighbourhoods():
        await _committee(place, random, at)
    return (await city()).id


async def _committee(place: NeighbourhoodView, random: Random, at: datetime) -> None:
    """Seven invented people for a zone: a spokesperson, a moderator and five members, for three years."""
    presentation = office.PRESENTATION.format(place=place.name)
    email = f"comitato.{place.slug}@comune.example"
    await committees.write(COMMAND_LINE, place, f"Comitato di {place.name}", presentation, email, at=at)
    since = at.date() - timedelta(days=random.randint(200, 500))
    until = date(since.year + 3, since.month, min(since.day, 28))
    seats = [Seat.SPOKESPERSON, Seat.MODERATOR, *[Seat.MEMBER] * 5]
    first_names = random.sample(office.FIRST_NAMES, len(seats))
    for seat, first, last in zip(seats, first_names, random.sample(office.LAST_NAMES, len(seats)), strict=True):
        await members.seat(COMMAND_LINE, place, f"{first} {last}", seat, since, until, at=at)
