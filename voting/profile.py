# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""All the ballots of a vote, packed: equal ballots merged in rows with a weight, in an order that depends on nothing
but their content. Options are sorted by id, rows by their marks, so that a result cannot depend on how they came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from voting import magnitudes, papers
from voting.ballots import PICKS, VALUED, Ballot, BallotKind
from voting.errors import CountError
from voting.options import Option, by_id
from voting.packing import (
    Ints,
    Smalls,
    closed,
    merged,
    order_words,
    shift,
    unpacked,
    width,
    words,
)
from voting.rows import Rows


@dataclass(frozen=True, repr=False)
class Profile(Rows):
    """Rows made from ballots, lists, tables or arrays: sorted, merged, and small enough for exact sums."""

    @classmethod
    def of(
        cls,
        kind: BallotKind | str,
        options: Iterable[Option],
        ballots: Iterable[tuple[Ballot, int]],
        groups: Sequence[str] | None = None,
        n_invalid: int = 0,
    ) -> "Profile":
        """The profile of ``(ballot, weight)`` pairs; ``groups[i]`` is the group of the i-th pair.

        Raises CountError: wrong_ballot_kind, unknown_option, bad_weight, bad_profile, bad_cost (a float, too large).
        """
        kind = BallotKind(kind)
        listed = list(options)
        position = {option.id: index for index, option in enumerate(listed)}
        lengths: list[int] = []
        columns: list[int] = []
        values: list[int] = []
        weights: list[int] = []
        for ballot, weight in ballots:
            if ballot.kind is not kind:
                raise CountError("wrong_ballot_kind", expected=kind.value, found=ballot.kind.value)
            if isinstance(weight, bool) or not isinstance(weight, int) or not 0 <= weight < magnitudes.MOST:
                raise CountError("bad_weight", found=str(weight))
            for option, value in ballot.marks:
                if option not in position:
                    raise CountError("unknown_option", option=option)
                columns.append(position[option])
                values.append(value)
            lengths.append(len(ballot.marks))
            weights.append(weight)
        if groups is not None and len(groups) != len(lengths):
            raise CountError("bad_profile", reason="one group for each ballot")
        names = sorted(set(groups)) if groups else [""]
        index = {name: at for at, name in enumerate(names)}
        return cls.packed(
            kind,
            listed,
            np.array(lengths, np.int64),
            np.array(columns, np.int64),
            np.array(values, np.int64),
            np.array(weights, np.int64),
            np.array([index[name] for name in groups], np.int64) if groups else None,
            names,
            n_invalid,
        )

    @classmethod
    def from_approvals(
        cls,
        ballots: Iterable[Iterable[papers.Named]],
        options: Iterable[papers.Named] | None = None,
        *,
        kind: BallotKind | str = BallotKind.APPROVAL,
        weights: Iterable[int] | None = None,
        groups: Iterable[str] | None = None,
    ) -> "Profile":
        """The profile of ballots like ``["a", "b"]``; ``kind``: approval, choice or budget.

        ``options``: ids or Options, those on the ballots if None; ``weights[i]`` voters of ``groups[i]`` cast the i-th.
        Raises BallotError with the ballot's index, and CountError as ``of``; so do the next three.
        """
        return cls.of(*papers.listed(kind, PICKS, ballots, options, weights, groups))

    @classmethod
    def from_rankings(
        cls,
        ballots: Iterable[Iterable[papers.Named | Iterable[papers.Named]] | Mapping[papers.Named, int]],
        options: Iterable[papers.Named] | None = None,
        *,
        weights: Iterable[int] | None = None,
        groups: Iterable[str] | None = None,
    ) -> "Profile":
        """The profile of ballots like ``["a", ["b", "c"]]`` (a tie inside) or ``{"a": 1, "b": 2, "c": 2}`` (places)."""
        kind = BallotKind.RANKING
        return cls.of(*papers.listed(kind, frozenset({kind}), ballots, options, weights, groups))

    @classmethod
    def from_scores(
        cls,
        ballots: Iterable[Mapping[papers.Named, int]],
        options: Iterable[papers.Named] | None = None,
        *,
        kind: BallotKind | str = BallotKind.SCORES,
        weights: Iterable[int] | None = None,
        groups: Iterable[str] | None = None,
    ) -> "Profile":
        """The profile of ballots like ``{"a": 5, "b": 0}``; ``kind``: scores, grades (both from 0) or points."""
        return cls.of(*papers.listed(kind, VALUED, ballots, options, weights, groups))

    @classmethod
    def from_pandas(
        cls,
        frame: object,
        kind: BallotKind | str,
        options: Iterable[papers.Named] | None = None,
        *,
        weights: str | None = None,
        groups: str | None = None,
    ) -> "Profile":
        """The profile of a table: one row a ballot, one column an option: 1, a place or a number; missing: no mark.

        ``options``: the columns to read, all if None; ``weights``, ``groups``: columns that say how many and whence.
        """
        return cls.of(*papers.tabled(frame, kind, options, weights, groups))

    @classmethod
    def packed(
        cls,
        kind: BallotKind,
        options: Sequence[Option],
        lengths: Ints,
        columns: Ints | Smalls,
        values: Ints | Smalls | None,
        weights: Ints,
        row_groups: Ints | None = None,
        groups: Sequence[str] = ("",),
        n_invalid: int = 0,
    ) -> "Profile":
        """The profile of arrays: row ``r`` holds the next ``lengths[r]`` of ``columns`` (positions in ``options``).

        ``groups`` must be sorted. Rows in any order, equal or blank, with weight 0 too. Costs one sort of the rows.
        """
        chosen, rank = by_id(options)
        magnitudes.summable(weights)
        if values is not None:
            magnitudes.whole(values, "values")
        full = (lengths > 0) & (weights > 0)
        blanks = np.zeros(len(groups), np.int64)
        blank = lengths == 0
        np.add.at(
            blanks, np.zeros(len(lengths), np.int64)[blank] if row_groups is None else row_groups[blank], weights[blank]
        )
        row_groups = row_groups if len(groups) > 1 else None
        if not full.all():
            kept = np.repeat(full, lengths)
            columns, values = columns[kept], None if values is None else values[kept]
            lengths, weights = lengths[full], weights[full]
            row_groups = None if row_groups is None else row_groups[full]
        m = len(chosen)
        up = 0 if values is None else shift(values)
        bits = 1 if values is None else width(values, up)
        if bits > 62:
            raise CountError("bad_profile", reason="a value beyond 2**61")
        rows = words(m, bits, lengths, columns, values, rank, up)
        rows, of_group, merged_weights = merged(rows, row_groups, None if (weights == 1).all() else weights)
        return _bounded(
            cls(
                BallotKind(kind),
                chosen,
                *unpacked(m, bits, rows, up),
                merged_weights,
                of_group,
                tuple(groups),
                tuple(int(count) for count in blanks),
                n_invalid,
            )
        )

    @classmethod
    def of_orders(
        cls,
        options: Sequence[Option],
        orders: npt.NDArray[np.integer],
        weights: Ints | None = None,
        n_invalid: int = 0,
    ) -> "Profile":
        """The profile of many rankings without ties: ``orders[r, j]`` is the position in ``options`` of the option at
        place ``j + 1`` of row ``r``, −1 after the last. ``weights``: 1 each if None.

        Any integer type, best a small one: a million ballots of twelve options take 12 MB as int8. Raises CountError
        bad_profile when a row repeats an option or has a gap.
        """
        chosen, rank = by_id(options)
        if weights is not None:
            magnitudes.summable(weights)
        bits = max(1, orders.shape[1].bit_length())
        rows, sound = order_words(len(chosen), bits, orders, rank)
        if not sound or (weights is not None and (len(weights) != len(orders) or (weights < 0).any())):
            raise CountError("bad_profile", reason="each row: different positions, then -1; a weight of at least 0")
        blank = orders[:, 0] < 0 if orders.shape[1] else np.ones(len(orders), bool)
        n_blank = int(blank.sum() if weights is None else weights[blank].sum())
        if weights is not None:
            blank |= weights == 0
            weights = None if (weights == 1).all() else weights
        if blank.any():
            rows = [word[~blank] for word in rows]
            weights = None if weights is None else weights[~blank]
        rows, of_group, merged_weights = merged(rows, None, weights)
        return _bounded(
            cls(
                BallotKind.RANKING,
                chosen,
                *unpacked(len(chosen), bits, rows),
                merged_weights,
                of_group,
                ("",),
                (n_blank,),
                n_invalid,
            )
        )

    def restricted(self, ids: Iterable[str]) -> "Profile":
        """The same ballots over fewer options: other marks dropped, places closed up, emptied ballots blank."""
        wanted = set(ids)
        unknown = wanted - set(self.positions)
        if unknown:
            raise CountError("unknown_option", option=min(unknown))
        keep = np.array([option.id in wanted for option in self.options])
        fresh = np.cumsum(keep) - 1
        marks = keep[self.columns]
        lengths = np.bincount(self.row_of_mark[marks], minlength=len(self.weights)).astype(np.int64)
        values = self.values[marks]
        if self.kind is BallotKind.RANKING:
            values = closed(self.row_of_mark[marks], values)
        options = [option for option in self.options if option.id in wanted]
        columns = fresh[self.columns[marks]]
        part = Profile.packed(
            self.kind, options, lengths, columns, values, self.weights, self.row_groups, self.groups, self.n_invalid
        )
        return replace(part, blanks=tuple(a + b for a, b in zip(part.blanks, self.blanks, strict=True)))

    def of_group(self, group: str) -> "Profile":
        """The ballots of one group only."""
        if group not in self.groups:
            raise CountError("bad_profile", reason="unknown group")
        at = self.groups.index(group)
        lengths = np.diff(self.starts)
        inside = self.row_groups == at
        marks = np.repeat(inside, lengths)
        columns, values, weights = self.columns[marks], self.values[marks], self.weights[inside]
        part = Profile.packed(self.kind, self.options, lengths[inside], columns, values, weights, groups=(group,))
        return replace(part, blanks=(self.blanks[at],))


def _bounded(profile: Profile) -> Profile:
    """The profile, if all sums over it stay exact. Raises CountError bad_weight."""
    values, kind = profile.values, profile.kind
    worth = len(profile.options) if kind is BallotKind.RANKING else int(np.abs(values).max(initial=1))
    magnitudes.bounded(profile.weights, np.diff(profile.starts), worth, profile.n_blank + profile.n_invalid)
    return profile
