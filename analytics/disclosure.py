# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small numbers: hidden, stepped or pooled here, before anything leaves the floor. Source: methods.md §6.

Three devices, one for each kind of number.

* `protect`, `hidden_rows`: counts of a public total (supports of a consultation by week; ballots and abstentions of a
  vote by neighbourhood). Cells under the threshold are hidden, and as many others as it takes that no hidden cell
  follows from the total. Every view adds up cells that were protected once; none counts again.
* `stepped`: live counts (accounts, ballots of an open vote), rounded down. They move in steps, so that two visits
  differ by a step or by nothing, never by one person.
* `pooled`: a crossed table (votes by project and neighbourhood). Only columns whose every cell is safe are shown; the
  others are added up in one column.

Italian statistics take three as the least frequency of a published cell (Regole deontologiche SISTAN, G.U. 14-1-2019,
all. 1 art. 5); the default here is five.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
    hidden = hidden_rows([(count,) for count in counts], lambda row: 0 < row[0] < threshold, threshold)
    return tuple(HIDDEN if at in hidden else count for at, count in enumerate(counts))


def hidden_rows(
    rows: Sequence[tuple[int, ...]], small: Callable[[tuple[int, ...]], bool], threshold: int = THRESHOLD
) -> frozenset[int]:
    """Which rows of a table of counts to hide, all of their cells at once, where the total of each column is public.

    A row is hidden if it is `small`; then others join it, the smallest first, until in each column the hidden cells are
    k ≥ 2 and add up to `threshold` + k − 1 or more: a reader of the totals is left with `threshold` values for each.
    Where no cover exists all rows are hidden.
    """
    hidden = {at for at, row in enumerate(rows) if small(row)}
    if not hidden:
        return frozenset()
    others = (at for at in range(len(rows)) if at not in hidden)
    rest = sorted(others, key=lambda at: (0 in rows[at], sum(rows[at]), at))
    while rest and (
        len(hidden) < 2
        or any(sum(rows[at][column] for at in hidden) < threshold + len(hidden) - 1 for column in range(len(rows[0])))
    ):
        hidden.add(rest.pop(0))
    return frozenset(hidden)


def covers(counts: Sequence[int], threshold: int = THRESHOLD) -> bool:
    """Whether a total may stand beside the shown counts of a table that hides these ones: none follows from it."""
    return not counts or (len(counts) > 1 and sum(counts) >= threshold + len(counts) - 1)


def is_withheld(ballots: int) -> bool:
    """Whether a part of a vote has so few ballots that its votes by project would tell what people chose."""
    return ballots < THRESHOLD


def stepped(count: int, step: int = THRESHOLD) -> int:
    """The count rounded down to a multiple of `step`: «at least so many»."""
    return count - count % step


def added_up(counts: Iterable[Count]) -> Count:
    """The sum of what is shown, which reveals nothing more; hidden if something is hidden and nothing is shown."""
    held = list(counts)
    shown = [count for count in held if isinstance(count, int)]
    return HIDDEN if held and not shown else sum(shown)


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
    unpublished: Collection[str] = (),
) -> Pooled | None:
    """The largest safe part of a table: votes by row (project) and column (neighbourhood); voters by column.

    Rows are tried from the most voted downwards. A column is safe if every shown cell counts at least `threshold`
    voters for it and as many who did not mark it (a unanimous group would tell how each one voted). Unsafe columns are
    added up; the sum must be safe too and hold at least two columns with voters, else the smallest shown column joins
    it. Columns whose number of voters is `unpublished` elsewhere are added up too: a share tells what it is a share of.
    None when fewer than two columns remain with `least_rows` rows.
    """
    ranked = sorted(votes, key=lambda row: (-sum(votes[row].values()), row))
    best: Pooled | None = None
    for size in range(min(most_rows, len(ranked)), least_rows - 1, -1):
        found = _pool(ranked[:size], votes, voters, threshold, unpublished)
        if found is not None and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def _pool(
    rows: Sequence[str],
    votes: Mapping[str, Mapping[str, int]],
    voters: Mapping[str, int],
    threshold: int,
    unpublished: Collection[str],
) -> Pooled | None:
    def cells(columns: Sequence[str]) -> list[int]:
        return [sum(votes[row].get(column, 0) for column in columns) for row in rows]

    def safe(columns: Sequence[str]) -> bool:
        total = sum(voters[column] for column in columns)
        return all(threshold <= cell <= total - threshold for cell in cells(columns))

    present = sorted((column for column in voters if voters[column] > 0), key=lambda column: (-voters[column], column))
    shown = [column for column in present if column not in unpublished and safe([column])]
    rest = [column for column in present if column not in shown]
    while rest and shown and (len(rest) < 2 or not safe(rest)):
        rest.append(shown.pop())
    if len(shown) < 2:
        return None
    groups = [[column] for column in shown] + ([rest] if rest else [])
    table = [cells(group) for group in groups]
    return Pooled(
        rows=tuple(rows),
        columns=tuple(shown),
        pooled=tuple(rest),
        voters=tuple(sum(voters[c] for c in group) for group in groups),
        votes=tuple(tuple(column[at] for column in table) for at in range(len(rows))),
    )
