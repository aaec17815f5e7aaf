# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The packed rows of a profile and what is read off them: counts, votes, scores, supporters, orders, digest."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from voting.ballots import BallotKind
from voting.canonical import canonical_json, plural, sha256
from voting.options import Option
from voting.packing import (
    Ints,
    Smalls,
    fingerprint,
    orders,
    sums,
)


@dataclass(frozen=True, repr=False)
class Rows:
    """``R`` distinct ballots over ``m`` options, in compressed rows.

    Row ``r`` marks the options ``columns[starts[r]:starts[r+1]]`` (increasing) with ``values`` (1, a place from 1,
    points, a score or grade from 0)
    and stands for ``weights[r]`` voters of group ``groups[row_groups[r]]``. Blank ballots are only counted.
    """

    kind: BallotKind
    options: tuple[Option, ...]
    starts: Ints
    columns: Smalls
    values: Smalls | Ints
    weights: Ints
    row_groups: Ints
    groups: tuple[str, ...]
    blanks: tuple[int, ...]
    n_invalid: int = 0

    def __repr__(self) -> str:
        voted = plural(self.n_ballots, f"{self.kind.value} ballot")
        over = plural(len(self.options), "option")
        return f"<{type(self).__name__}: {voted} ({len(self.weights)} distinct) over {over}>"

    @property
    def n_blank(self) -> int:
        """Blank ballots."""
        return sum(self.blanks)

    @cached_property
    def n_valid(self) -> int:
        """Ballots that mark something."""
        return int(self.weights.sum())

    @property
    def n_ballots(self) -> int:
        """Valid, blank and invalid ballots together."""
        return self.n_valid + self.n_blank + self.n_invalid

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Option ids in column order."""
        return tuple(option.id for option in self.options)

    @cached_property
    def positions(self) -> dict[str, int]:
        """Option id → column."""
        return {option: at for at, option in enumerate(self.ids)}

    @cached_property
    def row_of_mark(self) -> Ints:
        """The row of each entry of ``columns``."""
        return np.repeat(np.arange(len(self.weights), dtype=np.int64), np.diff(self.starts))

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """How many voters mark each option."""
        marked = np.repeat(self.weights, np.diff(self.starts))
        return sums(self.columns, marked, len(self.options))

    @cached_property
    def scores(self) -> tuple[int, ...]:
        """What each option gets: its points, scores or grades; in a ranking ``m − place``, m the longest ballot plus
        one; else votes.
        """
        marked = np.repeat(self.weights, np.diff(self.starts))
        if self.kind in (BallotKind.POINTS, BallotKind.SCORES, BallotKind.GRADES):
            return sums(self.columns, marked * self.values, len(self.options))
        if self.kind is BallotKind.RANKING and len(self.values):
            top = int(self.values.max()) + 1
            return sums(self.columns, marked * (top - self.values), len(self.options))
        return self.votes

    @cached_property
    def supporters(self) -> tuple[npt.NDArray[np.intp], ...]:
        """For each option the rows that mark it, increasing."""
        short = self.columns.astype(np.uint16) if len(self.options) < 65536 else self.columns  # sorted by radix
        by_option = np.argsort(short, kind="stable")
        rows = self.row_of_mark[by_option].astype(np.intp)
        ends = np.searchsorted(self.columns[by_option], np.arange(len(self.options) + 1))
        return tuple(rows[ends[at] : ends[at + 1]] for at in range(len(self.options)))

    @cached_property
    def _orders(self) -> tuple[npt.NDArray[np.integer], bool]:
        return orders(len(self.options), self.starts, self.columns, self.values)

    @property
    def has_ties(self) -> bool:
        """Whether a ranking puts two options at one place."""
        return self.kind is BallotKind.RANKING and self._orders[1]

    @property
    def orders(self) -> npt.NDArray[np.integer]:
        """Strict rankings as a matrix: the column at each place in order, then m (at least once)."""
        return self._orders[0]

    def totals(self) -> dict[str, int]:
        """Option id → score."""
        return {option.id: score for option, score in zip(self.options, self.scores, strict=True)}

    def dense(self) -> Ints:
        """The R × m matrix of values, 0 where not marked."""
        matrix = np.zeros((len(self.weights), len(self.options)), np.int64)
        matrix[self.row_of_mark, self.columns] = self.values
        return matrix

    @cached_property
    def digest(self) -> str:
        """SHA-256 over kind, options and ballots: equal for the same ballots in any order (docs/rules/README.md)."""
        rows = (self.row_groups, self.weights, np.diff(self.starts), self.columns, self.values)
        return sha256(
            canonical_json(
                {
                    "kind": self.kind.value,
                    "options": [option.as_json() for option in self.options],
                    "ballots": fingerprint(rows),
                    "blank": dict(zip(self.groups, self.blanks, strict=True)),
                    "invalid": self.n_invalid,
                }
            )
        )
