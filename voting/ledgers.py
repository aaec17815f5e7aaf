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

from voting.profile import Profile

Rows = npt.NDArray[np.intp]
Table = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Purchase:
    """An option bought: rows that paid the price, and rows that paid all they had, less than it."""

    option: int
    cost: int | Fraction
    full: Rows
    drained: Rows


@dataclass
class Ledger:
    """Purchases in order, over one profile, from one endowment (all exact)."""

    profile: Profile
    endowment: Fraction
    purchases: list[Purchase] = field(default_factory=list)
    _prices: list[Fraction] = field(default_factory=list)
    _numerators: list[int] = field(default_factory=list)
    _denominator: int = 1
    _full: Table | None = None
    _shared: bool = False
    _drained_at: npt.NDArray[np.int64] | None = None
    _known: int = 0

    def buy(self, option: int, cost: int | Fraction, full: Rows, drained: Rows) -> None:
        """Notes a purchase; its exact price is computed when asked."""
        self.purchases.append(Purchase(option, cost, full, drained))

    def continued(self, endowment: Fraction) -> "Ledger":
        """A ledger with the same purchases from another endowment; allowed while nobody is drained."""
        self._catch_up()
        return Ledger(
            self.profile, endowment, list(self.purchases), list(self._prices), list(self._numerators),
            self._denominator, self._full, True, None, self._known,
        )  # fmt: skip

    def _catch_up(self) -> None:
        """Computes prices, masks and who is drained, up to the last purchase."""
        if self._drained_at is None:
            self._drained_at = np.full(len(self.profile.weights), np.iinfo(np.int64).max)
        while self._known < len(self.purchases):
            purchase = self.purchases[self._known]
            count = int(self.profile.weights[purchase.full].sum())
            self._note((purchase.cost - self._money(purchase.drained)) / count)
            self._write(self._known, purchase.full)
            fresh = self._drained_at[purchase.drained]
            self._drained_at[purchase.drained] = np.minimum(fresh, self._known)
            self._known += 1

    def _write(self, at: int, full: Rows) -> None:
        """Notes who paid in full in the table, made longer or its own when needed."""
        if self._full is None or self._shared or at >= len(self._full):
            own = np.zeros((2 * at + 16, len(self.profile.weights)), bool)
            if self._full is not None:
                own[:at] = self._full[:at]
            self._full, self._shared = own, False
        self._full[at, full] = True

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
        total = self.endowment * int(weights.sum())
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

    def budget(self, row: int) -> Fraction:
        """What each voter of one row holds."""
        return self.money(np.array([row], np.intp)) / int(self.profile.weights[row])

    def price(self, cost: int | Fraction, rows: Rows, poor: Rows, doubtful: Rows) -> tuple[Fraction, Rows]:
        """The exact price of an option that its supporters can pay, and the rows that would pay all they have.

        ``poor`` surely hold less than the price, ``doubtful`` may; all others surely hold more.
        """
        self._catch_up()
        held = sorted((self.budget(int(row)), int(row)) for row in doubtful)
        weights = self.profile.weights
        payers = int(weights[rows].sum()) - int(weights[poor].sum())
        missing = cost - self._money(poor)
        short: list[int] = []
        for budget, row in held:
            if budget * payers >= missing:
                break
            short.append(row)
            missing -= budget * int(weights[row])
            payers -= int(weights[row])
        return Fraction(missing) / payers, np.concatenate([poor, _rows(short)])


def _rows(listed: Iterable[int]) -> Rows:
    return np.array(list(listed), np.intp)
