# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the voters of Equal Shares hold, in floats, and how far that can be from the truth.

Everything here carries a proved bound. Let u = 2⁻⁵³, let ``error`` bound |float − exact| of what any voter holds and
``spread`` the sum of this over all voters.
An option has n rows of supporters, W voters, cost C; a voter to whom it is worth U units counts U times and holds
h = money / U a unit: so a unit has one price for all. What a price p collects is f(p) = Σ weight · U · min(h, p).

1. *Sums.* All terms are at least 0, weights and units are whole and below 2⁵³ together (``Profile``), so a sum of n
   products differs from the exact one by at most (n + 8) · 2u of itself, in any order of additions (Higham, Accuracy
   and Stability, §3.1); this GRAIN also covers the rounding of C and of the few operations around the sum.
2. *Money.* min(·, p) moves no more than its argument, so f and the money behind an option are known within
   ``doubt`` = off + GRAIN · (sum + C), where off = min(W · error, spread), and W · u · top more if a division by U
   rounded (``top``: the largest endowment): from the endowment's magnitude, the additions and the payers, never from
   the price. Affordable or not is decided here only if money and cost lie further apart.
3. *Price.* Let the option be affordable, so its exact price is the least x with f(x) = C. Newton's steps give p at
   which |C − f(p)| ≤ ``residual`` if the floats were what voters hold (the gap computed, and GRAIN), so ≤ slack =
   residual + off as it is. Let the supporters who surely hold more than p + ε have weight A > 0: every one of them pays
   the whole of any price up to p + ε, in floats as in truth, so only the others are off, and f rises by A · ε at least
   on both sides of p. With ε ≥ (residual + off of the others) / A so f(p − ε) ≤ C ≤ f(p + ε): the exact price lies
   within ε. Without counting them ε = slack + error will do: somebody holds the exact price, and p exceeds what the
   richest hold by at most the error.
4. *Paying.* A voter pays p · U, or all: which of the two is decided here only if h and p lie further apart than
   ε + error. Then the new error is error + U · ε + 4u · top.
5. *All together.* Let those who pay p in full have weight A, and let the others be off by d together. They are left
   with 0, in floats as in truth. The exact price is (C − what the others hold) / A, so A · |p − exact price| ≤
   residual + d: what the first are off by from now on, the others are off by no longer. So a purchase adds to the
   spread only residual, and 4u · top for each supporter whose sum or unit is rounded: errors do not multiply from
   purchase to purchase. Where A · ε is less, or the price was computed in fractions (p is then off by 2u · p), A times
   that takes the place of residual.
6. *Afresh.* When some few pay for an option of very many, error can still grow; beyond COARSE · top all holdings are
   computed again from the exact prices of the k purchases, which leaves (k + 2) · 8u · top.

Every bound is multiplied by SURE, far more than the rounding in computing it. Amounts between 10⁻⁶⁰ and 10²⁴
(``count``) keep all of it clear of overflow and underflow.
"""

from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voting.engines.shares.ledgers import Ledger
from voting.engines.shares.markets import Market
from voting.engines.shares.utilities import UNIT, Floats, Rows

Flags = npt.NDArray[np.bool_]

SURE = 1 + 2.0**-30
COARSE = 2.0**-20
FEW = 2.0**-38  # more than the rounding in adding the costs of 10,000 purchases
LONG = 10_000


class Supporters(NamedTuple):
    """Who asks for an option of this ``cost``: their rows, the W ``voters``, all their ``units`` together.

    ``weights``: voters × units of each row, None where all are 1; ``most``: the most units that a voter has; ``grain``:
    GRAIN of sums over the rows.
    """

    rows: Rows
    cost: float
    weights: Floats | None
    voters: float
    units: int
    most: float
    grain: float


class Demand:
    """The supporters of each option: the same for every run in one market."""

    def __init__(self, market: Market) -> None:
        profile, worth = market.profile, market.utilities
        weights = profile.weights.astype(np.float64)
        self.everybody = float(weights.sum())
        each = zip(profile.supporters, market.costs, profile.votes, worth.totals, worth.most, strict=True)
        self.of = [
            Supporters(
                rows,
                float(cost),
                _weights(worth.times(option, weights[rows])),
                float(voters),
                units,
                most,
                (len(rows) + 8) * 2 * UNIT,
            )
            for option, (rows, cost, voters, units, most) in enumerate(each)
        ]


def _weights(counted: float | Floats) -> Floats | None:
    """None when all are 1 and a plain sum is enough."""
    weights = np.asarray(counted)
    return weights if np.count_nonzero(weights != 1) else None


class Parting(NamedTuple):
    """Who of an option's supporters surely pays in full; who may (``near`` holds them too); whether these are the same;
    and how far the price can be.
    """

    full: Flags
    near: Flags
    sure: bool
    error: float


class Quote(NamedTuple):
    """A unit's ``price`` of an option, at which what is collected differs from the cost by at most ``slack``.

    ``error``: how far the exact price can be. ``money``: what the supporters of each row hold, ``held``: for a unit.
    """

    option: int
    price: float
    residual: float
    slack: float
    error: float
    money: Floats
    held: Floats


class Holdings:
    """What each row's voters hold during one run."""

    def __init__(self, demand: Demand, ledger: Ledger) -> None:
        self.demand, self.ledger = demand, ledger
        self.utilities, self.endowments = ledger.market.utilities, ledger.market.endowments
        self.held = self.endowments.floats(ledger.endowment)
        self.top = float(self.held.max(initial=0.0)) * SURE
        self.error = 4 * UNIT * self.top
        self.spread = demand.everybody * self.error
        self.money: dict[int, float] = {}
        self.spent = 0.0

    def _error(self) -> float:
        """How far from the truth a voter's money for a unit can be: a division rounds once more."""
        return self.error + self.utilities.rounding * self.top

    def _off(self, voters: float) -> float:
        """How far from the truth what some supporters hold together can be: by what each of them or all can be off."""
        return min(self.error * voters, self.spread) + self.utilities.rounding * self.top * voters

    def _floor(self, option: int) -> float:
        """What an option's supporters hold at least: what they held when last asked, less all that was spent since."""
        then = self.money.get(option, 0.0)
        return then - self.spent - FEW * (then + self.spent)

    def quote(self, option: int, guess: float) -> Quote | None:
        """The price of an option, from a guess; None if its supporters hold less than its cost."""
        who = self.demand.of[option]
        purses = self.held.take(who.rows)
        held = self.utilities.per_unit(option, purses)
        off = self._off(who.voters)
        if self._floor(option) < 2 * who.cost:
            money = _sum(held, who.weights)
            doubt = (off + who.grain * (money + who.cost)) * SURE
            if abs(money - who.cost) <= doubt:
                return self._exactly(option, purses, held)
            if money < who.cost:
                return None
            self.money[option] = money - doubt + self.spent
        found = _newton(held, who, guess)
        if found is None:
            return self._exactly(option, purses, held)
        price, residual = found
        slack = (residual + off) * SURE
        return Quote(option, price, residual, slack, (slack + self._error()) * SURE, purses, held)

    def _exactly(self, option: int, purses: Floats, held: Floats) -> Quote | None:
        """The same in fractions."""
        rows = self.demand.of[option].rows
        if self.ledger.money(rows) < self.ledger.market.costs[option]:
            return None
        exact, _ = self.ledger.price(option, rows, rows[:0], rows)
        price = float(exact)
        return Quote(option, price, np.inf, np.inf, 2 * UNIT * price, purses, held)

    def narrowed(self, quote: Quote) -> Parting:
        """Who pays in full, and a closer bound on the price: from those who surely hold more than it."""
        who, bound, error = self.demand.of[quote.option], quote.error, self._error()
        while True:
            reach = (bound + error + 4 * UNIT * self.top) * SURE
            full = quote.held > quote.price + reach
            rich = _sum(full, who.weights)
            if rich == who.units:
                return Parting(full, full, True, min(bound, quote.residual / rich * SURE))
            near = quote.held >= quote.price - reach
            sure = np.count_nonzero(full) == np.count_nonzero(near)
            closer = (quote.residual + self._off(who.units - rich)) / rich * SURE if rich else bound
            if sure or closer > bound / 2:
                return Parting(full, near, sure, min(bound, closer))
            bound = closer

    def settled(self, quote: Quote, parting: Parting) -> tuple[Fraction, Flags]:
        """The exact price of a quote, and who pays it in full."""
        rows, doubtful = self.demand.of[quote.option].rows, parting.near & ~parting.full
        price, drained = self.ledger.price(quote.option, rows, rows[~parting.near], rows[doubtful])
        return price, ~np.isin(rows, drained, assume_unique=True)

    def pay(self, quote: Quote, paying: Flags, error: float, exact: Fraction | None) -> None:
        """Takes a quote's price, known within ``error``, or the exact one, from the supporters ``paying`` it; all that
        they have from the others.
        """
        who, price, residual = self.demand.of[quote.option], quote.price, quote.residual
        if exact is not None:
            price = float(exact)
            error, residual = 2 * UNIT * price, np.inf
        held = quote.money
        held -= self.utilities.times(quote.option, price)
        held *= paying  # much faster than held[~paying] = 0
        np.maximum(held, 0.0, out=held)
        self.held[who.rows] = held
        self.spent += who.cost
        rounding = 4 * UNIT * self.top
        self.error = (self.error + who.most * error + rounding) * SURE
        self.spread = (self.spread + min(residual, who.units * error) + who.units * rounding) * SURE
        if self.error > COARSE * self.top:
            self._refresh()

    def _refresh(self) -> None:
        """All holdings again, from the exact prices."""
        self.held = self.endowments.floats(self.ledger.endowment)
        for purchase, price in zip(self.ledger.purchases, self.ledger.prices, strict=True):
            self.held[purchase.rows] -= self.utilities.times(purchase.option, float(price)) * purchase.paying
        np.maximum(self.held, 0.0, out=self.held)
        for purchase in self.ledger.purchases:
            self.held[purchase.drained] = 0.0
        self.error = (len(self.ledger.purchases) + 2) * 8 * UNIT * self.top
        self.spread = self.demand.everybody * self.error


def _newton(held: Floats, who: Supporters, guess: float) -> tuple[float, float] | None:
    """A price at which what is collected differs from the cost by at most the residual; None if floats find none."""
    price, paid, grain = guess, np.minimum(held, guess), who.grain
    for _ in range(2 * len(held) + 64):
        total = _sum(paid, who.weights)
        gap = who.cost - total
        if abs(gap) <= grain * who.cost:
            return price, abs(gap) + grain * (total + who.cost)
        payers = _sum(held >= price, who.weights)
        price = price + gap / payers if payers else float(held.max())
        np.minimum(held, price, out=paid)
    return None


def _sum(values: Floats | Flags, weights: Floats | None) -> float:
    """Σ values · weights. Long ones stay away from BLAS, whose threads would spin for a sum of microseconds."""
    if weights is None:
        return float(np.count_nonzero(values) if values.dtype == np.bool_ else values.sum())
    if len(weights) <= LONG:
        return float(weights.dot(values))
    return float(np.einsum("i,i->", weights, values))
