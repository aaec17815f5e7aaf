# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be seen of places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from deliberation.database import engine, rows
from deliberation.errors import NotFound
from deliberation.places.tables import Municipality, Neighbourhood


@dataclass(frozen=True, slots=True)
class City:
    """The comune of this installation; id 0 while there is none."""

    id: int
    slug: str
    name: str
    is_demo: bool
    attribution: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A neighbourhood by name: what lists, choices and look-ups need."""

    id: int
    slug: str
    name: str
    code: str
    district: str


@dataclass(frozen=True, slots=True)
class NeighbourhoodView:
    """A neighbourhood with its outline (GeoJSON MultiPolygon or '') and its people (None: not known)."""

    id: int
    slug: str
    name: str
    code: str
    district: str
    position: int
    geometry: str
    area_m2: int | None
    residents: int | None
    residents_of_voting_age: int | None
    voting_age_is_estimated: bool
    residents_year: int | None
    residents_on: date | None = None
    residents_source: str = ""
    closed_at: datetime | None = None
    missing_since: datetime | None = None
    merged_into: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgeRow:
    """One step of a population pyramid. `age_to` is inclusive; None: and over."""

    age_from: int
    age_to: int | None
    women: int
    men: int


NO_CITY = City(0, "", "Rione", False, "")
_known: dict[str, City] = {}


async def city() -> City:
    """The comune, read once a process; what another process changed is found by `look_again`."""
    key = _database_key()
    if key not in _known and (found := await _read_city()):
        _known[key] = found
    return _known.get(key, NO_CITY)


async def _read_city() -> City | None:
    row = await Municipality.select().order_by(Municipality.slug).first()
    return City(row["id"], row["slug"], row["name"], row["is_demo"], row["attribution"]) if row else None


async def look_again() -> None:
    """Another process may have renamed the comune: what is remembered is replaced where it is another now."""
    key, found = _database_key(), await _read_city()
    if found and _known.get(key) != found:
        _known[key] = found


def known_city() -> City:
    """The comune as far as it was read already: for pages that are made without the database."""
    return _known.get(_database_key(), NO_CITY)


def forget_city() -> None:
    """The comune was created or changed (set-up commands and tests)."""
    _known.clear()


async def neighbourhoods() -> list[NeighbourhoodView]:
    """The neighbourhoods of today, in the order of lists; closed ones are history."""
    found = (
        await Neighbourhood.select()
        .where(Neighbourhood.closed_at.is_null())
        .order_by(Neighbourhood.position, Neighbourhood.name)
    )
    return [_view(row) for row in found]


async def neighbourhood(slug: str) -> NeighbourhoodView:
    """One neighbourhood; NotFound when there is none of that name."""
    row = await Neighbourhood.select().where(Neighbourhood.slug == slug).first()
    if row is None:
        raise NotFound("place.unknown")
    return _view(row)


async def place_names() -> list[PlaceView]:
    """The neighbourhoods of today by name, for choices; without outlines."""
    found = await rows("SELECT id, slug, name, code, district FROM neighbourhood WHERE closed_at IS NULL ORDER BY name")
    return [PlaceView(**row) for row in found]


async def pyramid(neighbourhood_id: int) -> list[AgeRow]:
    """Residents by age and sex, youngest first; empty when nobody loaded them."""
    found = await rows(
        "SELECT age_from, age_to, sum(CASE WHEN sex = 'F' THEN residents ELSE 0 END) AS women, "
        "sum(CASE WHEN sex = 'M' THEN residents ELSE 0 END) AS men "
        "FROM population_count WHERE neighbourhood = {} GROUP BY age_from, age_to ORDER BY age_from",
        neighbourhood_id,
    )
    return [AgeRow(row["age_from"], row["age_to"], int(row["women"]), int(row["men"])) for row in found]


def _view(row: dict[str, Any]) -> NeighbourhoodView:
    return NeighbourhoodView(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        code=row["code"],
        district=row["district"],
        position=row["position"],
        geometry=row["geometry"],
        area_m2=row["area_m2"],
        residents=row["residents"],
        residents_of_voting_age=row["residents_of_voting_age"],
        voting_age_is_estimated=row["voting_age_is_estimated"],
        residents_year=row["residents_year"],
        residents_on=row["residents_on"],
        residents_source=row["residents_source"],
        closed_at=row["closed_at"],
        missing_since=row["missing_since"],
        merged_into=tuple(row["merged_into"].split()),
    )


def _database_key() -> str:
    return str(id(engine()))
