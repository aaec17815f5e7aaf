# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The engine of Equal Shares: who pays what, in floats where floats suffice and in fractions where they do not.

Every voter starts with the same endowment. The supporters of an option can buy it at price x if the sum of
min(budget, x) reaches its cost; the option with the lowest price per unit of satisfaction is bought. Rows of a merged
profile hold equal budgets. A price can only rise, so an option is looked at again only while its last price leads.

The certificate: floats order two prices, or money and cost, or a budget and a price, only when they differ by more
than GUARD; else exact fractions rebuilt from the purchases so far decide, and ``Engine.exact_checks`` counts that.
Source: Peters, Pierczyński, Skowron 2021; methods.md §3.2.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from voting.ledgers import Ledger
from voting.profile import Profile
from voting.terms import Terms
from voting.ties import Facts, TieBreaker, TieNote

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

GUARD = 1e-9
SLACK = 1e-12
LONG = 10_000


@dataclass(frozen=True, slots=True)
class Drop:
    """An option found too dear after ``stage`` purchases; after ``enough`` it could still be paid (−1: never asked)."""

    option: int
    stage: int
    enough: int


@dataclass
class Run:
    """One run at one endowment: the ledger of purchases, options dropped, ties met, when each was last affordable.

    ``capped``: options that a cap kept out, and after how many purchases.
    """

    ledger: Ledger
    drops: list[Drop] = field(default_factory=list)
    notes: list[TieNote] = field(default_factory=list)
    asked: dict[int, int] = field(default_factory=dict)
    capped: dict[int, int] = field(default_factory=dict)

    @property
    def winners(self) -> list[int]:
        """Columns bought, in order."""
        return [purchase.option for purchase in self.ledger.purchases]


@dataclass(frozen=True, slots=True)
class Offer:
    """An option at a price: ``price / gain`` is what the rule minimises."""

    option: int
    price: float
    ratio: float


class Engine:
    """Runs over one profile. ``gains``: satisfaction from each option (its cost, or 1), exact and positive.

    ``terms``: utilities and endowments where voters differ (a price is then that of one unit of utility);
    ``admitted``: the columns that may be bought (all if None); ``closed``: which of them caps close after some
    purchases; ``reruns``: the first rounds are kept for later runs.
    """

    def __init__(
        self,
        profile: Profile,
        costs: Sequence[int | Fraction],
        gains: Sequence[int | Fraction],
        ties: TieBreaker,
        terms: Terms | None = None,
        admitted: Sequence[int] | None = None,
        closed: Callable[[Sequence[int], Iterable[int]], list[int]] | None = None,
        reruns: bool = False,
    ) -> None:
        self.profile = profile
        self.terms = terms
        self.closed = closed
        self.shares = reruns and terms is None and closed is None
        self.costs = costs
        self.gains = gains
        self.ties = ties
        self.votes = profile.votes
        self.ids = [option.id for option in profile.options]
        self.float_costs = [float(cost) for cost in costs]
        self.float_gains = [float(gain) for gain in gains]
        self.supporters = profile.supporters
        units = None if terms is None else terms.units
        self.units = [None if units is None else part.astype(np.float64) for part in units or self.supporters]
        weights = profile.weights.astype(np.float64)
        self.weights = [
            _or_none(weights[rows] if units is None else weights[rows] * units[at])
            for at, rows in enumerate(self.supporters)
        ]
        self.counts: Sequence[int] = self.votes
        if terms is not None:
            self.counts = [terms.count(at, rows) for at, rows in enumerate(self.supporters)]
        self.factors = _factors(terms)
        self.widest = 1.0 if self.factors is None else float(self.factors.max(initial=1.0))
        self.least = {
            at: self.float_costs[at] / self.counts[at] / self.float_gains[at]
            for at in (range(len(self.ids)) if admitted is None else admitted)
            if self.votes[at]
        }
        self.exact_checks = 0
        self._shared: tuple[Fraction, Run, Floats] | None = None

    def run(self, endowment: Fraction) -> Run:
        """The whole rule at one endowment.

        The first rounds, in which nobody is short of money, are kept for later runs with a larger endowment.
        """
        run = Run(Ledger(self.profile, endowment, self.terms))
        budgets = np.full(len(self.profile.weights), float(endowment))
        if self.factors is not None:
            budgets *= self.factors
        bounds = dict(self.least)
        if self._shared is not None and self._shared[0] <= endowment:
            _, first, spent = self._shared
            run = Run(first.ledger.continued(endowment), notes=list(first.notes))
            budgets -= spent
            for option in first.winners:
                del bounds[option]
        sharing = self.shares
        while True:
            self._close(run, bounds)
            offers, easy = self._leading(run, budgets, bounds, sharing)
            if sharing and not (offers and easy):
                sharing = False
                self._share(run, budgets)
            if not offers:
                return run
            self._buy(run, budgets, self._best(run, budgets, offers))
            del bounds[run.winners[-1]]

    def _close(self, run: Run, bounds: dict[int, float]) -> None:
        """Takes out what caps no longer allow."""
        if self.closed is None:
            return
        for option in self.closed(run.winners, bounds):
            run.capped[option] = len(run.ledger.purchases)
            del bounds[option]

    def _held(self, budgets: Floats, option: int) -> Floats:
        """What the voters of each of an option's rows hold, for one unit of its utility."""
        held, units = budgets.take(self.supporters[option]), self.units[option]
        return held if units is None else held / units

    def _share(self, run: Run, budgets: Floats) -> None:
        done = 0 if self._shared is None else len(self._shared[1].winners)
        if len(run.winners) > done:
            ledger = run.ledger.continued(run.ledger.endowment)
            spent = float(run.ledger.endowment) - budgets
            self._shared = (run.ledger.endowment, Run(ledger, [], list(run.notes)), spent)

    def _leading(self, run: Run, budgets: Floats, bounds: dict[int, float], careful: bool) -> tuple[list[Offer], bool]:
        """The offers within GUARD of the lowest ratio, and whether nobody asked so far was short of money."""
        best = np.inf
        easy = True
        offers: list[Offer] = []
        for option in sorted(bounds, key=bounds.__getitem__):
            if bounds[option] > best * (1 + GUARD):
                break
            held = self._held(budgets, option)
            price = self._price(run, option, held, bounds[option] * self.float_gains[option])
            if price is None:
                del bounds[option]
                run.drops.append(Drop(option, len(run.ledger.purchases), run.asked.get(option, -1)))
                easy = False
                continue
            run.asked[option] = len(run.ledger.purchases)
            easy = easy and careful and float(held.min()) > price * (1 + GUARD)
            ratio = max(price / self.float_gains[option], bounds[option])
            bounds[option] = ratio
            offers.append(Offer(option, price, ratio))
            best = min(best, ratio)
        return [offer for offer in offers if offer.ratio <= best * (1 + GUARD)], easy

    def _price(self, run: Run, option: int, held: Floats, price: float) -> float | None:
        """The price of an option from a lower bound on it, or None if its supporters hold too little."""
        cost, weights = self.float_costs[option], self.weights[option]
        paid = np.minimum(held, price)
        total = float(paid.sum()) if weights is None else _dot(paid, weights)
        if total >= cost * (1 - 1e-13):
            return price
        money = float(held.sum()) if weights is None else _dot(held, weights)
        slack = GUARD * cost + SLACK * self.votes[option] * self.widest * float(run.ledger.endowment)
        if money < cost + slack:
            if money < cost - slack:
                return None
            self.exact_checks += 1
            if run.ledger.money(self.supporters[option]) < self.costs[option]:
                return None
        for _ in range(len(held) + 1):
            rich = held > price
            count = float(np.count_nonzero(rich)) if weights is None else _dot(weights, rich)
            if count == 0.0:
                return float(held.max())
            higher = price + (cost - total) / count
            if higher <= price * (1 + 1e-14):
                break
            price = higher
            np.minimum(held, price, out=paid)
            total = float(paid.sum()) if weights is None else _dot(paid, weights)
        return price

    def _doubtful(self, run: Run, held: Floats, price: float) -> npt.NDArray[np.bool_]:
        """Supporters whose budget floats cannot tell from the price."""
        return np.abs(held - price) <= GUARD * price + SLACK * self.widest * float(run.ledger.endowment)

    def _exact(self, run: Run, budgets: Floats, offer: Offer) -> Fraction:
        """The offer's price as a fraction."""
        rows = self.supporters[offer.option]
        held = self._held(budgets, offer.option)
        doubtful = self._doubtful(run, held, offer.price)
        if held.min() > offer.price and not doubtful.any():
            return Fraction(self.costs[offer.option]) / self.counts[offer.option]
        poor = rows[(held < offer.price) & ~doubtful]
        price, _ = run.ledger.price(offer.option, self.costs[offer.option], rows, poor, rows[doubtful])
        return price

    def _best(self, run: Run, budgets: Floats, offers: list[Offer]) -> Offer:
        if len(offers) == 1:
            return offers[0]
        self.exact_checks += 1
        exact = {o.option: self._exact(run, budgets, o) / self.gains[o.option] for o in offers}
        lowest = min(exact.values())
        tied = [offer for offer in offers if exact[offer.option] == lowest]
        if len(tied) == 1:
            return tied[0]
        named = {self.ids[offer.option]: offer for offer in tied}
        facts = Facts({name: self.votes[offer.option] for name, offer in named.items()},
                      chosen=[self.ids[at] for at in run.winners])  # fmt: skip
        left = self.ties.narrowed(named, facts)
        if len(left) > 1 and self._commute(run, budgets, [named[name] for name in left]):
            return named[left[0]]
        before = len(self.ties.notes)
        chosen = self.ties.pick(len(run.winners) + 1, named, facts)
        run.notes.extend(self.ties.notes[before:])
        del self.ties.notes[before:]
        return named[chosen]

    def _commute(self, run: Run, budgets: Floats, offers: list[Offer]) -> bool:
        """Whether all of them can be bought at these prices one after the other: then their order changes nothing."""
        together = [offer.option for offer in offers]
        if self.closed is not None and any(
            self.closed([*run.winners, *(other for other in together if other != at)], [at]) for at in together
        ):
            return False
        due = np.zeros(len(budgets))
        for offer in offers:
            units = self.units[offer.option]
            due[self.supporters[offer.option]] += offer.price if units is None else offer.price * units
        rows = np.flatnonzero(due)
        return bool((budgets[rows] > due[rows] * (1 + GUARD)).all())

    def _buy(self, run: Run, budgets: Floats, offer: Offer) -> None:
        rows = self.supporters[offer.option]
        held, units = self._held(budgets, offer.option), self.units[offer.option]
        short = held < offer.price
        doubtful = self._doubtful(run, held, offer.price)
        if not doubtful.any():
            held -= offer.price
            held[short] = 0.0
            budgets[rows] = held if units is None else held * units
            run.ledger.buy(offer.option, self.costs[offer.option], rows[~short], rows[short])
            return
        self.exact_checks += 1
        price, poor = run.ledger.price(
            offer.option, self.costs[offer.option], rows, rows[short & ~doubtful], rows[doubtful]
        )  # fmt: skip
        paid_all = np.isin(rows, poor)
        held -= float(price)
        if units is not None:
            held *= units
        held[paid_all] = 0.0
        for at in np.flatnonzero(doubtful & ~paid_all):
            due = price if units is None else price * int(units[at])
            held[at] = float(run.ledger.budget(int(rows[at])) - due)
        budgets[rows] = held
        run.ledger.buy(offer.option, self.costs[offer.option], rows[~paid_all], rows[paid_all])


def _factors(terms: Terms | None) -> Floats | None:
    """For each row its endowment as a multiple of the common one, or None when all are alike."""
    if terms is None or terms.factors is None:
        return None
    return np.array([float(factor) for factor in terms.factors])[terms.profile.row_groups]


def _or_none(weights: Floats) -> Floats | None:
    """The weights, or None when all are 1 and a plain sum is enough."""
    return None if bool((weights == 1).all()) else weights


def _dot(one: Floats, other: Floats | npt.NDArray[np.bool_]) -> float:
    """Σ one · other. Long ones stay away from BLAS, whose threads would spin for a sum of microseconds."""
    if len(one) <= LONG:
        return float(one.dot(other))
    return float(np.einsum("i,i->", one, other))
