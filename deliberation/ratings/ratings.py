# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rating a page, and forgetting what was written there."""

from __future__ import annotations

from datetime import datetime, timedelta

from deliberation.clock import in_rome
from deliberation.database import rows, writing
from deliberation.errors import Invalid
from deliberation.people.access import limits
from deliberation.ratings.rules import LONGEST_TEXT, MOST_STARS, fitting, is_rated
from deliberation.text import tidy

AN_HOUR = 3600
MOST_OF_ONE, MOST_OF_ALL = 20, 2_000  # an hour
KEPT = timedelta(days=365)


async def give(
    page: str, stars: int | None, *, good: str = "", bad: str = "", text: str = "", origin: str = "", at: datetime
) -> None:
    """Writes down a rating, of whoever. `origin` is the network that it comes from, '' where that is not known.

    Raises Invalid rating.unknown_page, rating.no_stars or field.too_long, and TooMany rate.limited.
    """
    text = " ".join(tidy(text).split())
    if not is_rated(page):
        raise Invalid("rating.unknown_page")
    fields = {}
    if stars is None or not 1 <= stars <= MOST_STARS:
        fields["stars"] = "rating.no_stars"
    if len(text) > LONGEST_TEXT:
        fields["text"] = "field.too_long"
    if fields or stars is None:
        raise Invalid(next(iter(fields.values())), fields=fields)
    if origin:
        await limits.take(limits.key_of("rating", origin), MOST_OF_ONE, AN_HOUR, at=at)
    await limits.take("rating:everybody", MOST_OF_ALL, AN_HOUR, at=at)
    async with writing(brief=True):
        await rows(
            "INSERT INTO page_rating (page, stars, reason, text, given_on) VALUES ({}, {}, {}, {}, {})",
            page,
            stars,
            fitting(stars, good, bad),
            text,
            in_rome(at).date(),
        )


async def forget_texts(*, at: datetime) -> None:
    """Texts that are a year old go; how many stars there were stays."""
    async with writing(brief=True):
        await rows("UPDATE page_rating SET text = '' WHERE text <> '' AND given_on < {}", in_rome(at - KEPT).date())
