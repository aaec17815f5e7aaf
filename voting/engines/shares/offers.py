# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which option of Equal Shares can be bought at the lowest ρ, found without pricing all of them exactly.

A price can only rise, so an option is looked at again only while its last ρ could lead. Floats only ever say which
options cannot be next, and who can pay in full: within the bounds that ``holdings`` proves. Whatever lies within the
sum of two bounds is compared in fractions.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from voting.engines.shares.holdings import SURE, Demand, Holdings, Quote
from voting.engines.shares.runs import Run
from voting.engines.shares.utilities import UNIT


class Offer(NamedTuple):
    """An option at a price, exact where that was needed. ρ lies from ``low`` to ``high``."""

    quote: Quote
    low: float
    high: float
    price: Fraction | None = None

    @property
    def option(self) -> int:
        """The column."""
        return self.quote.option

    @property
    def money(self) -> float:
        """The price as a float."""
        return self.quote.price if self.price is None else float(self.price)


class Offers:
    """What is still for sale in a run: ``prices`` are the last ones of each option, ``lows`` what no ρ falls below."""

    def __init__(self, demand: Demand, run: Run) -> None:
        self.market, self.demand, self.run = run.ledger.market, demand, run
        self.holdings = Holdings(demand, run.ledger)
        self.gains = [float(gain) for gain in self.market.utilities.gains]
        self.prices = {at: demand.of[at].cost / demand.of[at].units for at in self.market.admitted}
        self.lows = {at: price / self.gains[at] / SURE for at, price in self.prices.items()}

    def cheapest(self) -> list[Offer]:
        """All offers of the lowest ρ, to the last fraction; none when nothing can be paid for any more."""
        self._shut_out()
        leading = self._leading()
        if len(leading) < 2:
            return leading
        exact = [self._exact(offer) for offer in leading]
        lowest = min(rho for rho, _ in exact)
        return [offer for rho, offer in exact if rho == lowest]

    def _exact(self, offer: Offer) -> tuple[Fraction, Offer]:
        """The exact ρ of an offer, and the offer with its exact price."""
        price, _ = self.holdings.settled(offer.quote, self.holdings.narrowed(offer.quote))
        return price / self.market.utilities.gains[offer.option], offer._replace(price=price)

    def _shut_out(self) -> None:
        """Strikes off what no longer fits under a cap."""
        for option in self.market.caps.closed(self.run.winners, self.lows):
            self.run.capped[option] = len(self.run.ledger.purchases)
            del self.lows[option]

    def _leading(self) -> list[Offer]:
        """Every offer that may be the lowest; strikes off what has become too dear."""
        most = np.inf
        offers: list[Offer] = []
        for option in sorted(self.lows, key=self.lows.__getitem__):
            if self.lows[option] > most:
                break
            quote = self.holdings.quote(option, self.prices[option])
            if quote is None:
                del self.lows[option]
                self.run.drop(option)
                continue
            self.run.afforded(option)
            gain = self.gains[option]
            low, high = max(quote.price - quote.error, 0.0) / gain / SURE, (quote.price + quote.error) / gain * SURE
            self.prices[option], self.lows[option] = quote.price, max(low, self.lows[option])
            offers.append(Offer(quote, low, high))
            most = min(most, high)
        return [offer for offer in offers if offer.low <= most]

    def commute(self, offers: Sequence[Offer]) -> bool:
        """Whether all of them can be bought at these prices one after the other: then their order changes nothing."""
        named = [offer.option for offer in offers]
        for at in named:
            if self.market.caps.closed([*self.run.winners, *(other for other in named if other != at)], [at]):
                return False
        held, due = self.holdings.held, np.zeros(len(self.holdings.held))
        for offer in offers:
            due[self.demand.of[offer.option].rows] += self.market.utilities.times(offer.option, offer.money)
        rows = np.flatnonzero(due)
        doubt = (len(offers) + 2) * 4 * UNIT * self.holdings.top + self.holdings.error
        return bool((held[rows] - due[rows] > doubt * SURE).all())

    def accept(self, offer: Offer) -> None:
        """Buys an option: its supporters pay the price, or all that they have."""
        quote, price = offer.quote, offer.price
        parting = self.holdings.narrowed(quote)
        paying = parting.full
        if not parting.sure:
            price, paying = self.holdings.settled(quote, parting)
        self.run.ledger.buy(quote.option, self.demand.of[quote.option].rows, paying)
        self.holdings.pay(quote, paying, parting.error, price)
        del self.lows[quote.option]
