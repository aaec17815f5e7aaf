# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small numbers: hidden, stepped or pooled here, before anything leaves the floor. Source: methods.md §6.

Three devices, one for each kind of number.

* `protect`: counts of one public total (a vote's ballots by neighbourhood). Cells under the threshold are hidden, and
  as many others as it takes that no hidden cell follows from the total.
* `stepped`: live counts (accounts, ballots of an open vote). They move in steps, so that two visits differ by a step or
  by nothing, never by one person.
* `pooled`: a crossed table (votes by project and neighbourhood). Only columns whose every cell is safe are shown; the
  others are added up in one column.

Italian statistics take three as the least frequency of a published cell (Regole deontologiche SISTAN, G.U. 14-1-2019,
all. 1 art. 5); the default here is five.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

THRESHOLD: Final = 5
LIVE_STEP: Final = 10


class Hidden(Enum):
    """A number that exists and is not published."""

    HIDDEN = "hidden"


HIDDEN: Final = Hidden.HIDDEN
Count = int | Hidden


def protect(counts: Sequence[int], threshold: int = THRESHOLD) -> tuple[Count, ...]:
    """The counts of a public total, with small ones hidden and no hidden one derivable from the total.

    Who knows the total and the shown cells knows only the sum S of the k hidden ones. Each hidden cell could then be
    anything from 0 to S; the guard asks for k ≥ 2 and S ≥ threshold + k − 1, so that even a reader who knows that
    none of them is zero is left with `threshold` possible values. Where no cover exists all cells are hidden.
    """
    hidden = {at for at, count in enumerate(counts) if 0 < count < threshold}
    if not hidden:
        return tuple(counts)
    others = (at for at in range(len(counts)) if at not in hidden)
    rest = sorted(others, key=lambda at: (counts[at] == 0, counts[at], at))
    while rest and (len(hidden) < 2 or sum(counts[at] for at in hidden) < threshold + len(hidden) - 1):
        hidden.add(rest.pop(0))
    return tuple(HIDDEN if at in hidden else count for at, count in enumerate(counts))


def stepped(count: int, step: int = THRESHOLD) -> int:
    """The count rounded down to a multiple of `step`: «at least so many»."""
    return count - count % step


def published_sum(counts: Sequence[Count]) -> int:
    """The sum of what is shown: a sum that reveals nothing more."""
    return sum(count for count in counts if isinstance(count, int))


@dataclass(frozen=True, slots=True)
class Pooled:
    """A crossed table safe to publish: votes[row][column]; a last column adds up the `pooled` ones, if any."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    pooled: tuple[str, ...]
    voters: tuple[int, ...]
    votes: tuple[tuple[int, ...], ...]


def pooled(
    votes: Mapping[str, Mapping[str, int]],
    voters: Mapping[str, int],
    *,
    threshold: int = THRESHOLD,
    most_rows: int = 8,
    least_rows: int = 3,
) -> Pooled | None:
    """The largest safe part of a table: votes by row (project) and column (neighbourhood); voters by column.

    Rows are tried from the most voted downwards. A column is safe if every shown cell counts at least `threshold`
    voters for it and as many who did not mark it (a unanimous group would tell how each one voted). Unsafe columns are
    added up; the sum must be safe too and hold at least two columns with voters, else the smallest shown column joins
    it. None when fewer than two columns remain with `least_rows` rows.
    """
    ranked = sorted(votes, key=lambda row: (-sum(votes[row].values()), row))
    best: Pooled | None = None
    for size in range(min(most_rows, len(ranked)), least_rows - 1, -1):
        found = _pool(ranked[:size], votes, voters, threshold)
        if found is not None and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def _pool(
    rows: Sequence[str], votes: Mapping[str, Mapping[str, int]], voters: Mapping[str, int], threshold: int
) -> Pooled | None:
    def cells(columns: Sequence[str]) -> list[int]:
        return [sum(votes[row].get(column, 0) for column in columns) for row in rows]

    def safe(columns: Sequence[str]) -> bool:
        total = sum(voters[column] for column in columns)
        return all(threshold <= cell <= total - threshold for cell in cells(columns))

    present = sorted((column for column in voters if voters[column] > 0), key=lambda column: (-voters[column], column))
    shown = [column for column in present if safe([column])]
    rest = [column for column in present if column not in shown]
    while rest and shown and (len(rest) < 2 or not safe(rest)):
        rest.append(shown.pop())
    if len(shown) < 2:
        return None
    groups = [[column] for column in shown] + ([rest] if rest else [])
    table = [cells(group) for group in groups]
    return Pooled(
        rows=tuple(rows), columns=tuple(shown), pooled=tuple(rest),
        voters=tuple(sum(voters[c] for c in group) for group in groups),
        votes=tuple(tuple(column[at] for column in table) for at in range(len(rows))),
    )  # fmt: skip
