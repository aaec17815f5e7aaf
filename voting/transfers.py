# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ballots that lie on one option at a time, with a value, and move on when it leaves: what IRV and STV share."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from voting.profile import Profile

Number = int  # of units; rules with fractions pass Fraction, which behaves alike
Share = Callable[[Number], Number]
Rows = npt.NDArray[np.intp]


class Transfers:
    """All papers of a profile of strict rankings, and the tally of every option in units of value.

    ``tallies[c]`` is exact; ``tallies[m]`` is what is no longer transferable. Papers of equal value form a parcel, so
    a tally is a sum over parcels of papers × value, and rounding per paper is rounding per parcel.
    """

    def __init__(self, profile: Profile, one: Number = 1) -> None:
        self.m = len(profile.options)
        matrix = profile.orders
        self._across = matrix.shape[1]
        self._flat = matrix.reshape(-1)
        self._at = np.arange(len(matrix)) * self._across
        self.lies_on = self._flat[self._at]
        self._passes = np.zeros(self.m + 1, bool)
        self._weights = profile.weights.astype(np.float64)
        self._parcel = np.zeros(len(matrix), np.intp)
        self._values: list[Number] = [one]
        self._parcel_of: dict[Number, int] = {one: 0}
        first = np.bincount(self.lies_on, self._weights, self.m + 1)
        self.tallies: list[Number] = [int(papers) * one for papers in first.tolist()]

    def closes(self, option: int) -> None:
        """No paper moves to the option any more."""
        self._passes[option] = True

    def move(self, option: int, share: Share | None = None) -> Rows:
        """Moves the papers of a closed option to the next open one, at the value that ``share`` makes of theirs.

        Adds to the tallies of the others; the option's own is the caller's to set. Gives the rows that moved.
        """
        rows: Rows = (self.lies_on == option).nonzero()[0]
        if share is not None:
            self._revalue(rows, share)
        at = self._at[rows] + 1
        now = self._flat[at]
        behind = self._passes[now].nonzero()[0]
        while len(behind):
            further = at[behind] + 1
            at[behind] = further
            on = self._flat[further]
            now[behind] = on
            behind = behind[self._passes[on]]
        self._at[rows], self.lies_on[rows] = at, now
        kinds = len(self._values)
        slots = now if kinds == 1 else now.astype(np.intp) * kinds + self._parcel[rows]
        papers = np.bincount(slots, self._weights[rows], (self.m + 1) * kinds)
        for slot in papers.nonzero()[0].tolist():
            to, parcel = divmod(slot, kinds)
            self.tallies[to] += int(papers[slot]) * self._values[parcel]
        return rows

    def _revalue(self, rows: Rows, share: Share) -> None:
        used = np.bincount(self._parcel[rows], minlength=len(self._values))
        fresh = np.zeros(len(self._values), np.intp)
        for parcel in used.nonzero()[0].tolist():
            value = share(self._values[parcel])
            if value not in self._parcel_of:
                self._parcel_of[value] = len(self._values)
                self._values.append(value)
            fresh[parcel] = self._parcel_of[value]
        self._parcel[rows] = fresh[self._parcel[rows]]
