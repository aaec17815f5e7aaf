# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office reads of the ratings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from deliberation.actor import Actor
from deliberation.database import rows
from deliberation.ratings.rules import may_read

PAGE_SIZE = 30
MOST_PAGES = 300


@dataclass(frozen=True, slots=True)
class PageAverage:
    """How clear a page was found: `low` is how many gave it three stars or fewer."""

    page: str
    ratings: int
    stars: int
    low: int

    @property
    def average(self) -> Fraction:
        return Fraction(self.stars, self.ratings)


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating."""

    page: str
    stars: int
    reason: str
    text: str
    given_on: date


@dataclass(frozen=True, slots=True)
class Written:
    """A page of the ratings with a text, the latest first; pages count from 1, and there is always at least one.

    Who asks for one that is not there gets the last.
    """

    items: tuple[Rating, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


async def averages(actor: Actor) -> tuple[PageAverage, ...]:
    """Up to MOST_PAGES pages that were rated, those with the most low ratings first. Raises NotAllowed."""
    _check(actor)
    found = await rows(
        "SELECT page, COUNT(*) AS ratings, SUM(stars) AS stars, SUM(CASE WHEN stars <= 3 THEN 1 ELSE 0 END) AS low "
        f"FROM page_rating GROUP BY page ORDER BY low DESC, ratings DESC, page LIMIT {MOST_PAGES}"
    )
    return tuple(PageAverage(row["page"], row["ratings"], int(row["stars"]), int(row["low"])) for row in found)


async def reasons(actor: Actor) -> dict[str, int]:
    """How often each reason was given. Raises NotAllowed."""
    _check(actor)
    found = await rows("SELECT reason, COUNT(*) AS times FROM page_rating WHERE reason <> '' GROUP BY reason")
    return {row["reason"]: row["times"] for row in found}


async def written(actor: Actor, *, page: int = 1) -> Written:
    """The texts. Raises NotAllowed."""
    _check(actor)
    [counted] = await rows("SELECT COUNT(*) AS total FROM page_rating WHERE text <> ''")
    asked = Written((), counted["total"], page)
    page = max(1, min(page, asked.pages))
    found = await rows(
        "SELECT page, stars, reason, text, given_on FROM page_rating WHERE text <> '' ORDER BY id DESC "
        "LIMIT {} OFFSET {}",
        PAGE_SIZE,
        (page - 1) * PAGE_SIZE,
    )
    return replace(asked, items=tuple(map(_rating, found)), page=page)


async def everything(actor: Actor) -> tuple[Rating, ...]:
    """All ratings, the oldest first. Raises NotAllowed."""
    _check(actor)
    return tuple(map(_rating, await rows("SELECT page, stars, reason, text, given_on FROM page_rating ORDER BY id")))


def _rating(row: dict[str, Any]) -> Rating:
    on = row["given_on"]
    on = date.fromisoformat(on) if isinstance(on, str) else on
    return Rating(row["page"], row["stars"], row["reason"], row["text"], on)


def _check(actor: Actor) -> None:
    if refusal := may_read(actor):
        raise refusal
