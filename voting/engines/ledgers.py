# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exact ledger of Equal Shares: purchases so far, from which any price or budget follows as a fraction.

A row's budget is the endowment less the prices of the purchases in which it paid the full price, or 0 once it paid all
that it had. So exact values need only counts of rows, never a fraction per voter.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

import numpy as np
import numpy.typing as npt

from voting.engines.terms import Terms
from voting.profile import Profile

Rows = npt.NDArray[np.intp]
Table = npt.NDArray[np.bool_] | npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Purchase:
    """An option bought by ``rows``: those ``paying`` paid the price, the others all they had, less than it."""

    option: int
    cost: int | Fraction
    rows: Rows
    paying: npt.NDArray[np.bool_]

    @property
    def full(self) -> Rows:
        """Rows that paid the price. Sorted out when asked: of the runs that Add1 tries, only the last ones are."""
        return self.rows[self.paying]

    @property
    def drained(self) -> Rows:
        """Rows that paid all they had."""
        return self.rows[~self.paying]


@dataclass
class Ledger:
    """Purchases in order, over one profile, from one endowment (all exact)."""

    profile: Profile
    endowment: Fraction
    terms: Terms
    purchases: list[Purchase] = field(default_factory=list)
    _prices: list[Fraction] = field(default_factory=list)
    _numerators: list[int] = field(default_factory=list)
    _denominator: int = 1
    _full: Table | None = None
    _drained_at: npt.NDArray[np.int64] | None = None
    _known: int = 0

    def buy(self, option: int, cost: int | Fraction, rows: Rows, paying: npt.NDArray[np.bool_]) -> None:
        """Notes a purchase; its exact price is computed when asked."""
        self.purchases.append(Purchase(option, cost, rows, paying))

    def _catch_up(self) -> None:
        """Computes prices, masks and who is drained, up to the last purchase."""
        if self._drained_at is None:
            self._drained_at = np.full(len(self.profile.weights), np.iinfo(np.int64).max)
        while self._known < len(self.purchases):
            purchase = self.purchases[self._known]
            full, drained = purchase.full, purchase.drained
            self._note((purchase.cost - self._money(drained)) / self.terms.count(purchase.option, full))
            self._write(self._known, purchase.option, full)
            self._drained_at[drained] = np.minimum(self._drained_at[drained], self._known)
            self._known += 1

    def _write(self, at: int, option: int, full: Rows) -> None:
        """Notes who paid in full (and for how many units) in the table, made longer when needed."""
        if self._full is None or at >= len(self._full):
            form = bool if self.terms.units is None else np.int64
            longer: Table = np.zeros((2 * at + 16, len(self.profile.weights)), form)
            if self._full is not None:
                longer[:at] = self._full[:at]
            self._full = longer
        counted = self.terms.units_of(option, full)
        self._full[at, full] = 1 if counted is None else counted

    def _note(self, price: Fraction) -> None:
        """Keeps all prices over one common denominator, so that sums of many are sums of whole numbers."""
        common = lcm(self._denominator, price.denominator)
        if common != self._denominator:
            factor = common // self._denominator
            self._numerators = [numerator * factor for numerator in self._numerators]
            self._denominator = common
        self._prices.append(price)
        self._numerators.append(price.numerator * (common // price.denominator))

    def _money(self, rows: Rows, after: int | None = None) -> Fraction:
        after = self._known if after is None else after
        if not len(rows) or self._drained_at is None:
            return Fraction(0)
        live = rows[self._drained_at[rows] >= after]
        weights = self.profile.weights[live]
        total = self.endowment * self.terms.endowments(live)
        if not after or self._full is None or not len(live):
            return total
        payers = self._full[:after, live] @ weights.astype(np.float64)
        paid = sum(n * int(count) for n, count in zip(self._numerators, payers.tolist(), strict=False) if count)
        return total - Fraction(paid, self._denominator)

    @property
    def prices(self) -> list[Fraction]:
        """The exact price of every purchase."""
        self._catch_up()
        return list(self._prices)

    def money(self, rows: Rows, after: int | None = None) -> Fraction:
        """What the voters of these rows hold together, after the first ``after`` purchases (all if None)."""
        self._catch_up()
        return self._money(rows, after)

    def dropped_after(self, option: int, cost: int | Fraction, enough: int, short: int) -> int:
        """The first purchase count at which the option's supporters hold less than its cost.

        They hold enough after ``enough`` purchases (−1: unknown) and too little after ``short``.
        """
        rows = self.profile.supporters[option]
        while short - enough > 1:
            middle = (enough + short) // 2
            if self.money(rows, middle) < cost:
                short = middle
            else:
                enough = middle
        return short

    def held(self, rows: Rows, after: int | None = None) -> tuple[list[Fraction], list[int]]:
        """What each voter of these rows holds after some purchases (all if None): the sums, one for each history of
        payments, and which of them each has. Different histories may leave equal sums.
        """
        self._catch_up()
        after = self._known if after is None else after
        groups = np.zeros(len(rows), np.int64) if self.terms.factors is None else self.profile.row_groups[rows]
        histories = groups[:, None]
        if self._drained_at is not None and self._full is not None:
            live = self._drained_at[rows] >= after
            paid = self._full[:after, rows] * live
            histories = np.column_stack([groups, live, paid.T])
        index: dict[bytes, int] = {}
        sums: list[Fraction] = []
        place: list[int] = []
        for row, history in zip(rows.tolist(), histories, strict=True):
            at = index.setdefault(history.tobytes(), len(index))
            if at == len(sums):
                sums.append(self._money(np.array([row], np.intp), after) / int(self.profile.weights[row]))
            place.append(at)
        return sums, place

    def price(self, option: int, cost: int | Fraction, rows: Rows, poor: Rows, doubtful: Rows) -> tuple[Fraction, Rows]:
        """The exact price (of a unit) of an option that its supporters can pay, and the rows that would pay all.

        ``poor`` surely hold less than the price, ``doubtful`` may; all others surely hold more.
        """
        sums, place = self.held(doubtful)
        units = self.terms.units_of(option, doubtful)
        each = [1] * len(doubtful) if units is None else units.tolist()
        alike: dict[Fraction, list[int]] = {}
        for row, at, unit in zip(doubtful.tolist(), place, each, strict=True):
            alike.setdefault(sums[at] / unit, []).append(row)
        payers = self.terms.count(option, rows) - self.terms.count(option, poor)
        missing = cost - self._money(poor)
        short = [poor]
        for held in sorted(alike):
            if held * payers >= missing:
                break
            short.append(np.array(alike[held], np.intp))
            counted = self.terms.count(option, short[-1])
            missing, payers = missing - held * counted, payers - counted
        return Fraction(missing) / payers, np.concatenate(short)
