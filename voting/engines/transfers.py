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
        self._matrix = profile.orders
        self._heads = np.arange(len(self._matrix)) * self._matrix.shape[1]
        self.lies_on = self._matrix[:, 0].copy()
        self._closed = np.zeros(self.m + 1, bool)
        self._weights = profile.weights.astype(np.float64)
        self._parcel = np.zeros(len(self._matrix), np.intp)
        self._values: list[Number] = [one]
        first = np.bincount(self.lies_on, self._weights, self.m + 1)
        self.tallies: list[Number] = [int(papers) * one for papers in first.tolist()]

    def closes(self, option: int) -> None:
        """No paper moves to the option any more."""
        self._closed[option] = True

    def move(self, option: int, share: Share | None = None) -> Rows:
        """Moves the papers of a closed option to the next open one, at the value that ``share`` makes of theirs.

        Adds to the tallies of the others; the option's own is the caller's to set. Gives the rows that moved.
        """
        rows: Rows = (self.lies_on == option).nonzero()[0]
        if share is not None:
            self._revalue(rows, share)
        papers = self._matrix.take(rows, 0)
        first_open = self._closed.take(papers).argmin(1)
        now = papers.reshape(-1).take(self._heads[: len(rows)] + first_open)
        self.lies_on[rows] = now
        kinds = len(self._values)
        slots = now if kinds == 1 else now.astype(np.intp) * kinds + self._parcel.take(rows)
        counts = np.bincount(slots, self._weights.take(rows), (self.m + 1) * kinds)
        tallies, values = self.tallies, self._values
        found = counts.nonzero()[0]
        for slot, count in zip(found.tolist(), counts.take(found).tolist(), strict=True):
            tallies[slot // kinds] += int(count) * values[slot % kinds]
        return rows

    def _revalue(self, rows: Rows, share: Share) -> None:
        used = np.bincount(self._parcel.take(rows), minlength=len(self._values)).nonzero()[0].tolist()
        fresh = np.zeros(len(self._values), np.intp)
        for parcel in used:
            value = share(self._values[parcel])
            if value not in self._values:
                self._values.append(value)
            fresh[parcel] = self._values.index(value)
        self._parcel[rows] = fresh.take(self._parcel.take(rows))
