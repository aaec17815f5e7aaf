# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How large a demonstration is made: the town that is shown, a small one for tests, a large one to measure with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """What `large` adds, in bulk: people (one in `verified_every` verified), a counted vote, an open collection."""

    people: int
    verified_every: int
    ballots: int
    proposals: int
    comments: int
    supports: int


@dataclass(frozen=True, slots=True)
class Size:
    """`residents`: simulated accounts that take part; `stories`: proposals of data/story, from the first."""

    residents: int
    stories: int
    has_numbers: bool = True
    load: Load | None = None


FULL = Size(12_000, 72)
SMALL = Size(1_500, 0, has_numbers=False)
# With the 12,000: 400,000 people, 100,000 of them on the roll of the large vote.
LARGE = Size(12_000, 72, load=Load(388_000, 4, 60_000, 5_000, 200_000, 150_000))
SIZES = {"full": FULL, "small": SMALL, "large": LARGE}
