# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one run of Equal Shares leaves behind: what was bought, what fell out and when, which ties were broken."""

from dataclasses import dataclass, field

from voting.engines.shares.ledgers import Ledger
from voting.lots.ties import TieNote


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

    def afforded(self, option: int) -> None:
        """Notes that an option can be paid now."""
        self.asked[option] = len(self.ledger.purchases)

    def drop(self, option: int) -> None:
        """Notes that an option is too dear now."""
        self.drops.append(Drop(option, len(self.ledger.purchases), self.asked.get(option, -1)))

    def shut_out(self) -> dict[int, int]:
        """Options that a cap kept out before they were too dear, and after how many purchases."""
        market = self.ledger.market
        return {
            at: after
            for at, after in self.capped.items()
            if not after or self.ledger.money(market.profile.supporters[at], after - 1) >= market.costs[at]
        }

    def dropped(self) -> dict[int, int]:
        """Options that were too dear, and the first purchase count after which they were."""
        shut = self.shut_out()
        late = [Drop(at, after, self.asked.get(at, -1)) for at, after in self.capped.items() if at not in shut]
        return {
            drop.option: self.ledger.dropped_after(drop.option, drop.enough, drop.stage)
            for drop in (*self.drops, *late)
        }
