# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Method of Equal Shares, as Peters, Pierczyński and Skowron (2021) define it; methods.md §3.2 and §9.

Every voter i starts with an endowment bᵢ. An option c not yet bought is ρ-affordable if

    Σ min(bᵢ, ρ · uᵢ(c)) = cost(c),    summed over the voters i who support c.

As long as some option is ρ-affordable for some ρ, one with the least ρ is bought, and each supporter pays
min(bᵢ, ρ · uᵢ(c)). What uᵢ, bᵢ and the caps are is said by ``utilities``, ``endowments`` and ``eligibility``.
"""

from collections.abc import Sequence
from fractions import Fraction

from voting.engines.shares.holdings import Demand
from voting.engines.shares.ledgers import Ledger
from voting.engines.shares.markets import Market
from voting.engines.shares.offers import Offer, Offers
from voting.engines.shares.runs import Run
from voting.lots.ties import Facts, TieBreaker


class EqualShares:
    """The rule in one market, at any endowment."""

    def __init__(self, market: Market, ties: TieBreaker) -> None:
        self.market, self.ties = market, ties
        self._demand = Demand(market)

    def run(self, endowment: Fraction) -> Run:
        """The whole rule at one endowment."""
        run = Run(Ledger(self.market, endowment))
        offers = Offers(self._demand, run)
        while cheapest := offers.cheapest():
            offers.accept(self._first(cheapest, offers, run))
        return run

    def _first(self, equal: Sequence[Offer], offers: Offers, run: Run) -> Offer:
        """The one of several equal offers that comes first. A tie is noted only where their order matters."""
        if len(equal) == 1:
            return equal[0]
        profile = self.market.profile
        named = {profile.ids[offer.option]: offer for offer in equal}
        votes = {name: profile.votes[offer.option] for name, offer in named.items()}
        facts = Facts(votes, chosen=[profile.ids[at] for at in run.winners])
        left = self.ties.narrowed(named, facts)
        if len(left) > 1 and offers.commute([named[name] for name in left]):
            return named[left[0]]
        before = len(self.ties.notes)
        chosen = self.ties.pick(len(run.winners) + 1, named, facts)
        run.notes.extend(self.ties.notes[before:])
        del self.ties.notes[before:]
        return named[chosen]
