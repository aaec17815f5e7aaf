# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The engine of Equal Shares: who pays what, in floats where floats suffice and in fractions where they do not.

Every voter starts with an endowment. The supporters of an option can buy it at price x if the sum of min(budget, x)
reaches its cost; the option with the lowest price per unit of satisfaction is bought. Rows of a merged profile hold
equal budgets. A price can only rise, so an option is looked at again only while its last price could lead.

Floats only ever say which options cannot be next, and who can pay in full: within the bounds that ``holdings`` proves.
Whatever lies within the sum of two bounds is compared in fractions.
Source: Peters, Pierczyński, Skowron 2021; methods.md §3.2 and §9.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from voting.engines.holdings import SURE, UNIT, Demand, Holdings, Quote
from voting.engines.ledgers import Ledger
from voting.engines.terms import Terms
from voting.lots.ties import Facts, TieBreaker, TieNote
from voting.profile import Profile

Closed = Callable[[Sequence[int], Iterable[int]], list[int]]


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

    def shut_out(self, costs: Sequence[int | Fraction]) -> dict[int, int]:
        """Options that a cap kept out before they were too dear, and after how many purchases."""
        rows = self.ledger.profile.supporters
        return {
            at: after
            for at, after in self.capped.items()
            if not after or self.ledger.money(rows[at], after - 1) >= costs[at]
        }

    def dropped(self, costs: Sequence[int | Fraction]) -> dict[int, int]:
        """Options that were too dear, and the first purchase count after which they were."""
        shut = self.shut_out(costs)
        late = [Drop(at, after, self.asked.get(at, -1)) for at, after in self.capped.items() if at not in shut]
        return {
            drop.option: self.ledger.dropped_after(drop.option, costs[drop.option], drop.enough, drop.stage)
            for drop in (*self.drops, *late)
        }

    @property
    def winners(self) -> list[int]:
        """Columns bought, in order."""
        return [purchase.option for purchase in self.ledger.purchases]


@dataclass(frozen=True, slots=True)
class Offer:
    """An option at a price. Price per unit of satisfaction, which the rule minimises, lies from ``low`` to ``high``."""

    quote: Quote
    low: float
    high: float

    @property
    def option(self) -> int:
        """The column."""
        return self.quote.option


def _nothing_closed(_bought: Sequence[int], _columns: Iterable[int]) -> list[int]:
    return []


class Engine:
    """Runs over one profile. ``gains``: satisfaction from each option (its cost, or 1), exact and positive.

    ``terms``: utilities and endowments where voters differ (a price is then that of one unit of utility);
    ``admitted``: the columns that may be bought; ``closed``: which of some columns caps close after some purchases.
    """

    def __init__(
        self,
        profile: Profile,
        costs: Sequence[int | Fraction],
        gains: Sequence[int | Fraction],
        ties: TieBreaker,
        terms: Terms,
        admitted: Sequence[int],
        closed: Closed = _nothing_closed,
    ) -> None:
        self.profile, self.terms, self.closed = profile, terms, closed
        self.costs, self.gains, self.ties = costs, gains, ties
        self.demand = Demand(profile, costs, terms)
        self.float_gains = [float(gain) for gain in gains]
        self.admitted = [at for at in admitted if profile.votes[at]]

    def run(self, endowment: Fraction) -> Run:
        """The whole rule at one endowment."""
        run = Run(Ledger(self.profile, endowment, self.terms))
        holdings = Holdings(self.demand, run.ledger)
        prices = {at: self.demand.floats[at] / self.demand.counts[at] for at in self.admitted}
        lows = {at: prices[at] / self.float_gains[at] / SURE for at in self.admitted}
        while True:
            for option in self.closed(run.winners, lows):
                run.capped[option] = len(run.ledger.purchases)
                del lows[option]
            offers = self._leading(run, holdings, prices, lows)
            if not offers:
                return run
            best, exact = self._best(run, holdings, offers)
            self._buy(run, holdings, best.quote, exact)
            del lows[best.option]

    def _leading(self, run: Run, holdings: Holdings, prices: dict[int, float], lows: dict[int, float]) -> list[Offer]:
        """Every offer that may be the lowest; ``prices`` are the last ones, ``lows`` what no ratio can fall below."""
        most = np.inf
        offers: list[Offer] = []
        for option in sorted(lows, key=lows.__getitem__):
            if lows[option] > most:
                break
            quote = holdings.quote(option, prices[option])
            if quote is None:
                del lows[option]
                run.drops.append(Drop(option, len(run.ledger.purchases), run.asked.get(option, -1)))
                continue
            run.asked[option] = len(run.ledger.purchases)
            gain = self.float_gains[option]
            low, high = max(quote.price - quote.error, 0.0) / gain / SURE, (quote.price + quote.error) / gain * SURE
            prices[option], lows[option] = quote.price, max(low, lows[option])
            offers.append(Offer(quote, low, high))
            most = min(most, high)
        return [offer for offer in offers if offer.low <= most]

    def _best(self, run: Run, holdings: Holdings, offers: list[Offer]) -> tuple[Offer, Fraction | None]:
        """The lowest offer, and its exact price where that was needed to find it."""
        if len(offers) == 1:
            return offers[0], None
        prices = {o.option: holdings.settled(o.quote, holdings.narrowed(o.quote))[0] for o in offers}
        ratios = {option: price / self.gains[option] for option, price in prices.items()}
        lowest = min(ratios.values())
        named = {self.profile.ids[offer.option]: offer for offer in offers if ratios[offer.option] == lowest}
        chosen = self._preferred(run, holdings, named, prices)
        return named[chosen], prices[named[chosen].option]

    def _preferred(self, run: Run, holdings: Holdings, named: dict[str, Offer], prices: dict[int, Fraction]) -> str:
        """The one of several equal offers that comes first."""
        if len(named) == 1:
            return next(iter(named))
        votes = {name: self.profile.votes[offer.option] for name, offer in named.items()}
        facts = Facts(votes, chosen=[self.profile.ids[at] for at in run.winners])
        left = self.ties.narrowed(named, facts)
        if len(left) > 1 and self._commute(
            run, holdings, {named[name].option: prices[named[name].option] for name in left}
        ):
            return left[0]
        before = len(self.ties.notes)
        chosen = self.ties.pick(len(run.winners) + 1, named, facts)
        run.notes.extend(self.ties.notes[before:])
        del self.ties.notes[before:]
        return chosen

    def _commute(self, run: Run, holdings: Holdings, prices: dict[int, Fraction]) -> bool:
        """Whether all of them can be bought at these prices one after the other: then their order changes nothing."""
        for at in prices:
            if self.closed([*run.winners, *(other for other in prices if other != at)], [at]):
                return False
        due = np.zeros(len(holdings.held))
        for option, price in prices.items():
            units = self.demand.units[option]
            due[self.demand.rows[option]] += float(price) if units is None else float(price) * units
        rows = np.flatnonzero(due)
        doubt = (len(prices) + 2) * 4 * UNIT * holdings.top + holdings.error
        return bool((holdings.held[rows] - due[rows] > doubt * SURE).all())

    def _buy(self, run: Run, holdings: Holdings, quote: Quote, exact: Fraction | None) -> None:
        parting = holdings.narrowed(quote)
        paying = parting.full
        if not parting.sure:
            exact, paying = holdings.settled(quote, parting)
        run.ledger.buy(quote.option, self.costs[quote.option], self.demand.rows[quote.option], paying)
        holdings.pay(quote, paying, parting.error, exact)
