# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Slow, obvious versions of the rules that fill seats by approvals, one fraction a voter.

Ties go to more votes, then to the lot.
"""

from collections.abc import Sequence
from fractions import Fraction

from tests.laws.naive import Ballots, LotOrder, price, votes


def phragmen(
    ballots: Ballots,
    names: Sequence[str],
    seats: int,
    lots: LotOrder,
    loads: Sequence[Fraction] | None = None,
    elected: Sequence[str] = (),
) -> list[str]:
    """Each voter's load, one seat after the other, on top of loads and winners that there are already."""
    carried, winners = list(loads or [Fraction(0)] * len(ballots)), list(elected)
    while len(winners) < seats:
        after = {
            option: (1 + sum((load for load, b in zip(carried, ballots, strict=True) if option in b), Fraction(0)))
            / votes(ballots, option)
            for option in names
            if option not in winners and votes(ballots, option)
        }
        if not after:
            break
        chosen = min(after, key=lambda option: (after[option], -votes(ballots, option), lots.index(option)))
        carried = [after[chosen] if chosen in b else load for load, b in zip(carried, ballots, strict=True)]
        winners.append(chosen)
    return winners


def equal_shares(ballots: Ballots, names: Sequence[str], seats: int, lots: LotOrder, fills: bool) -> list[str]:
    """Rule X with an endowment of seats / voters; then Phragmén with loads of minus the money left."""
    seats = min(seats, len(names))
    budgets, winners = [Fraction(seats, len(ballots))] * len(ballots), list[str]()
    while True:
        offers = []
        for option in names:
            held = [b for b, ballot in zip(budgets, ballots, strict=True) if option in ballot]
            asked = price(held, 1) if held and option not in winners else None
            if asked is not None:
                offers.append((asked, -len(held), lots.index(option), option))
        if not offers:
            break
        asked, *_, chosen = min(offers)
        budgets = [b - min(b, asked) if chosen in ballot else b for b, ballot in zip(budgets, ballots, strict=True)]
        winners.append(chosen)
    return phragmen(ballots, names, seats, lots, [-b for b in budgets], winners) if fills else winners


def pav(ballots: Ballots, names: Sequence[str], seats: int, lots: LotOrder) -> list[str]:
    """The k-th winner of a voter counts 1/k, one seat after the other."""
    winners: list[str] = []
    while len(winners) < seats:
        gains = {
            option: sum((Fraction(1, 1 + sum(o in b for o in winners)) for b in ballots if option in b), Fraction(0))
            for option in names
            if option not in winners and votes(ballots, option)
        }
        if not gains:
            break
        winners.append(min(gains, key=lambda o: (-gains[o], -votes(ballots, o), lots.index(o))))
    return winners
