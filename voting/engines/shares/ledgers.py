# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exact ledger of Equal Shares: purchases so far, from which any price or budget follows as a fraction.

A row's budget is the endowment less the prices of the purchases in which it paid the full price, or 0 once it paid all
that it had. So exact values need only counts of rows, never a fraction per voter.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

import numpy as np
import numpy.typing as npt

from voting.engines.shares.markets import Market
from voting.engines.shares.utilities import Rows

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
class Prices:
    """Exact prices, over one common denominator too, so that sums of many are sums of whole numbers."""

    exact: list[Fraction] = field(default_factory=list)
    _numerators: list[int] = field(default_factory=list)
    _denominator: int = 1

    def append(self, price: Fraction) -> None:
        """The next price."""
        common = lcm(self._denominator, price.denominator)
        if common != self._denominator:
            factor = common // self._denominator
            self._numerators = [numerator * factor for numerator in self._numerators]
            self._denominator = common
        self.exact.append(price)
        self._numerators.append(price.numerator * (common // price.denominator))

    def total(self, times: Iterable[float]) -> Fraction:
        """Σ (whole) times × price, of the first prices."""
        paid = sum(n * int(count) for n, count in zip(self._numerators, times, strict=False) if count)
        return Fraction(paid, self._denominator)


class Ledger:
    """Purchases in order, in one market, from one endowment (all exact); what they cost whom is computed when asked.

    ``_full[k, r]``: how many units each voter of row r paid in full in purchase k; ``_drained_at[r]``: the purchase in
    which they paid all that they had.
    """

    def __init__(self, market: Market, endowment: Fraction) -> None:
        n = len(market.profile.weights)
        self.market, self.endowment = market, endowment
        self.purchases: list[Purchase] = []
        self._prices = Prices()
        self._full: Table = np.zeros((0, n), market.utilities.table)
        self._drained_at = np.full(n, np.iinfo(np.int64).max)

    def buy(self, option: int, rows: Rows, paying: npt.NDArray[np.bool_]) -> None:
        """Notes a purchase."""
        self.purchases.append(Purchase(option, self.market.costs[option], rows, paying))

    def _catch_up(self) -> None:
        """Computes prices, who paid in full and who is drained, up to the last purchase."""
        for at in range(len(self._prices.exact), len(self.purchases)):
            purchase = self.purchases[at]
            option, full, drained = purchase.option, purchase.full, purchase.drained
            self._prices.append((purchase.cost - self._money(drained, at)) / self.market.count(option, full))
            if at == len(self._full):
                longer: Table = np.zeros((2 * at + 16, self._full.shape[1]), self.market.utilities.table)
                longer[:at] = self._full
                self._full = longer
            self._full[at, full] = self.market.utilities.units(option, full)
            self._drained_at[drained] = np.minimum(self._drained_at[drained], at)

    def _money(self, rows: Rows, after: int) -> Fraction:
        live = rows[self._drained_at[rows] >= after]
        if not len(live):
            return Fraction(0)
        money = self.endowment * self.market.endowments.total(live)
        if not after:
            return money
        payers = self._full[:after, live] @ self.market.profile.weights[live].astype(np.float64)
        return money - self._prices.total(payers.tolist())

    @property
    def prices(self) -> list[Fraction]:
        """The exact price of every purchase."""
        self._catch_up()
        return list(self._prices.exact)

    def money(self, rows: Rows, after: int | None = None) -> Fraction:
        """What the voters of these rows hold together, after the first ``after`` purchases (all if None)."""
        self._catch_up()
        return self._money(rows, len(self.purchases) if after is None else after)

    def dropped_after(self, option: int, enough: int, short: int) -> int:
        """The first purchase count at which the option's supporters hold less than its cost.

        They hold enough after ``enough`` purchases (−1: unknown) and too little after ``short``.
        """
        rows = self.market.profile.supporters[option]
        while short - enough > 1:
            middle = (enough + short) // 2
            if self.money(rows, middle) < self.market.costs[option]:
                short = middle
            else:
                enough = middle
        return short

    def held(self, rows: Rows, after: int | None = None) -> tuple[list[Fraction], list[int]]:
        """What each voter of these rows holds after some purchases (all if None): the sums, one for each history of
        payments, and which of them each has. Different histories may leave equal sums.
        """
        self._catch_up()
        after = len(self.purchases) if after is None else after
        live = self._drained_at[rows] >= after
        histories = np.column_stack([self.market.endowments.of_row[rows], live, (self._full[:after, rows] * live).T])
        index: dict[bytes, int] = {}
        sums: list[Fraction] = []
        place: list[int] = []
        for row, history in zip(rows.tolist(), histories, strict=True):
            at = index.setdefault(history.tobytes(), len(index))
            if at == len(sums):
                sums.append(self._money(np.array([row], np.intp), after) / int(self.market.profile.weights[row]))
            place.append(at)
        return sums, place

    def price(self, option: int, rows: Rows, poor: Rows, doubtful: Rows) -> tuple[Fraction, Rows]:
        """The exact price of a unit of an option that its supporters can pay, and the rows that cannot pay it in full.

        ``poor`` surely hold less than the price, ``doubtful`` may; all others surely hold more.
        """
        sums, place = self.held(doubtful)
        units = self.market.utilities.units(option, doubtful).tolist()
        alike: dict[Fraction, list[int]] = {}
        for row, at, unit in zip(doubtful.tolist(), place, units, strict=True):
            alike.setdefault(sums[at] / unit, []).append(row)
        payers = self.market.count(option, rows) - self.market.count(option, poor)
        missing = self.market.costs[option] - self._money(poor, len(self.purchases))
        short = [poor]
        for held in sorted(alike):
            if held * payers >= missing:
                break
            short.append(np.array(alike[held], np.intp))
            counted = self.market.count(option, short[-1])
            missing, payers = missing - held * counted, payers - counted
        return Fraction(missing) / payers, np.concatenate(short)
