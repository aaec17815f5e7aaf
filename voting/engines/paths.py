# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ballots that every elected option passes on in part: Meek's STV only asks how many go which way.

Ballots that passed the same elected options in the same order share a number, so a distribution costs as much as there
are such ways and options, however many ballots there are.
"""

import numpy as np
import numpy.typing as npt

from voting.packing import Ints
from voting.tallies import Case

HOPEFUL, ELECTED, EXCLUDED = 0, 1, 2


class Paths:
    """Where each ballot has got to: the elected options it passed, and the first hopeful one after them, or m.

    What was passed has a number, ``passed[number]``, with m before the first (m keeps nothing).
    """

    def __init__(self, case: Case, states: Ints, one: int) -> None:
        matrix = case.profile.orders
        self._weights = case.profile.weights
        # floats count fewer than 2**53 ballots exactly, and faster; products of counts and units may need Python's ints
        self._in_floats = case.profile.n_valid < 2**53
        self._type = np.int64 if case.profile.n_valid * one < 2**62 else object
        self._states = states
        self._base = len(states)
        self._flat = matrix.reshape(-1)
        self._place = np.arange(len(matrix)) * matrix.shape[1]
        self._lies_on = self._flat.take(self._place)
        self._number = np.zeros(len(matrix), np.int64)
        self._passed = np.full((1, case.seats), self._base - 1)

    def leave(self, option: int) -> None:
        """Ballots that lie on an option no longer hopeful go on to the next hopeful one."""
        rows = (self._lies_on == option).nonzero()[0]
        while len(rows):
            elected = self._states.take(self._lies_on.take(rows)) == ELECTED
            if elected.any():
                self._append(rows[elected])
            place = self._place.take(rows) + 1
            on = self._flat.take(place)
            self._place[rows], self._lies_on[rows] = place, on
            rows = rows[self._states.take(on) != HOPEFUL]

    def _append(self, rows: npt.NDArray[np.intp]) -> None:
        """The elected option on which the rows lie becomes the last of those they pass."""
        codes = self._number.take(rows) * self._base + self._lies_on.take(rows)
        distinct, which = _numbered(codes, len(self._passed) * self._base)
        self._number[rows] = which + len(self._passed)
        longer = np.roll(self._passed.take(distinct // self._base, 0), -1, axis=1)
        longer[:, -1] = distinct % self._base
        self._passed = np.concatenate((self._passed, longer))

    def merged(self) -> tuple[Ints, Ints, Ints]:
        """What was passed (a column for each way), how many ballots of each way lie on each option or m, and in all."""
        used, self._number = _numbered(self._number, len(self._passed))
        self._passed = self._passed.take(used, 0)
        codes = self._number * self._base + self._lies_on
        if self._in_floats:
            counted = np.bincount(codes, self._weights, len(used) * self._base).astype(np.int64)
        else:
            counted = np.zeros(len(used) * self._base, np.int64)
            np.add.at(counted, codes, self._weights)
        ballots = counted.reshape(-1, self._base).astype(self._type)
        most = max(1, int(np.count_nonzero(self._states == ELECTED)))
        return self._passed[:, -most:].T.copy(), ballots, ballots.sum(axis=1)


def _numbered(codes: Ints, span: int) -> tuple[Ints, Ints]:
    """The different codes below ``span``, increasing, and for each given code its place among them."""
    place = np.zeros(span, np.int64)
    place[codes] = 1
    distinct = place.nonzero()[0]
    place[distinct] = np.arange(len(distinct))
    return distinct, place.take(codes)
