# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far the endowment of Equal Shares can grow before a run could turn out otherwise.

Along one run every budget and every price is a line in the endowment. The run stays the same while all the comparisons
that it made keep their sign, so Add1 may leap over all endowments up to the first that turns. All in fractions: the
leap is exact, and it spares small electorates with large budgets thousands of equal runs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from voting.engines.shares.markets import Market
from voting.engines.shares.runs import Run
from voting.engines.shares.utilities import Rows
from voting.packing import Ints


@dataclass(frozen=True, slots=True)
class Line:
    """A quantity now, and how fast it grows with the endowment."""

    now: Fraction
    slope: Fraction

    def minus(self, other: "Line", times: int = 1) -> "Line":
        """This line less the other, ``times`` over."""
        return Line(self.now - other.now * times, self.slope - other.slope * times)

    def scaled(self, factor: Fraction) -> "Line":
        """This line times a number."""
        return Line(self.now * factor, self.slope * factor)


ZERO = Line(Fraction(0), Fraction(0))


class _Limit:
    """The nearest growth at which one of the noted gaps, all ≥ 0 now, would fall below 0."""

    def __init__(self) -> None:
        self.nearest: Fraction | None = None

    def keep(self, gap: Line) -> None:
        """Notes a gap that must not become negative."""
        if gap.slope < 0:
            reach = gap.now / -gap.slope
            if self.nearest is None or reach < self.nearest:
                self.nearest = reach


def horizon(run: Run) -> Fraction | None:
    """The growth of the endowment below which (strictly) the same options are bought in the same order.

    None: for ever. 0: perhaps not at all. Cost: rounds × options × distinct budgets, in fractions.
    """
    limit, market = _Limit(), run.ledger.market
    gains = [Fraction(gain) for gain in market.utilities.gains]
    budgets = [Line(run.ledger.endowment * factor, Fraction(factor)) for factor in market.endowments.factors]
    held = market.endowments.of_row
    left = set(market.admitted)
    for stage, purchase in enumerate([*run.ledger.purchases, None]):
        left -= {at for at, after in run.capped.items() if after <= stage}
        prices: dict[int, Line] = {}
        for option in sorted(left):
            price = _price(Fraction(market.costs[option]), _held(market, option, budgets, held), limit)
            if price is None:
                left.discard(option)
            else:
                prices[option] = price
        if purchase is None or limit.nearest == 0:
            break
        paid = prices.pop(purchase.option)
        rho = paid.scaled(1 / gains[purchase.option])
        for option, price in prices.items():
            limit.keep(price.scaled(1 / gains[option]).minus(rho))
        left.discard(purchase.option)
        units = market.utilities.units(purchase.option, purchase.full)
        budgets, held = _after(budgets, held, paid, purchase.full, units, purchase.drained)
    return limit.nearest


def _held(market: Market, option: int, budgets: Sequence[Line], held: Rows) -> list[tuple[Line, int]]:
    """The distinct budgets of an option's supporters for a unit of it, with how many units each pays, poorest first."""
    rows = market.profile.supporters[option]
    found: list[tuple[Line, int]] = []
    for unit, some in _by_unit(rows, market.utilities.units(option, rows)):
        counts = np.zeros(len(budgets), np.int64)
        np.add.at(counts, held[some], market.profile.weights[some])
        for at in np.flatnonzero(counts).tolist():
            found.append((budgets[at] if unit == 1 else budgets[at].scaled(Fraction(1, unit)), unit * int(counts[at])))
    return sorted(found, key=lambda pair: pair[0].now)


def _by_unit(rows: Rows, units: Ints) -> Iterator[tuple[int, Rows]]:
    """Rows by how many units of an option they would pay."""
    for unit in np.unique(units).tolist():
        yield unit, rows[units == unit]


def _price(cost: Fraction, held: Sequence[tuple[Line, int]], limit: _Limit) -> Line | None:
    """The price as a line, or None if the supporters hold too little; notes what both depend on."""
    money = ZERO
    for budget, voters in held:
        money = money.minus(budget, -voters)
    if money.now < cost:
        limit.keep(Line(cost - money.now, -money.slope))
        return None
    payers = sum(voters for _, voters in held)
    missing = Line(cost, Fraction(0))
    poor = 0
    for budget, voters in held:
        if budget.now * payers >= missing.now:
            break
        missing = missing.minus(budget, voters)
        payers -= voters
        poor += 1
    price = missing.scaled(Fraction(1, payers))
    for at, (budget, _) in enumerate(held):
        limit.keep(price.minus(budget) if at < poor else budget.minus(price))
    return price


def _after(
    budgets: Sequence[Line], held: Rows, paid: Line, full: Rows, units: Ints, drained: Rows
) -> tuple[list[Line], Rows]:
    """Budgets after a purchase, equal ones together."""
    after: dict[Line, int] = {}
    places = np.array([after.setdefault(budget, len(after)) for budget in budgets], np.intp)
    fresh = places[held]
    for unit, payers in _by_unit(full, units):
        lowered = np.zeros(len(budgets), np.intp)
        for at in np.unique(held[payers]).tolist():
            lowered[at] = after.setdefault(budgets[at].minus(paid, unit), len(after))
        fresh[payers] = lowered[held[payers]]
    fresh[drained] = after.setdefault(ZERO, len(after))
    return list(after), fresh
