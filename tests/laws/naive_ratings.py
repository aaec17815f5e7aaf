# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Slow, obvious versions of the rules on grades, preferences and approvals for committees."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

Ballots = Sequence[Sequence[str]]
Lots = Sequence[str]


def majority_sequence(grades: Sequence[int]) -> list[int]:
    """The lower median, removed again and again."""
    left, sequence = sorted(grades), list[int]()
    while left:
        sequence.append(left.pop((len(left) - 1) // 2))
    return sequence


def block(ballots: Ballots, genders: Mapping[str, str], limit: int, gender: str) -> dict[str, int]:
    totals = dict.fromkeys(genders, 0)
    for ballot in ballots:
        names = sorted(ballot)
        if limit and len(names) > limit:
            continue
        if gender != "none" and len(names) > 1 and len({genders[name] for name in names}) == 1:
            names = names[:1] if gender == "second_void" else []
        for name in names:
            totals[name] += 1
    return totals


def phragmen(
    ballots: Ballots, options: Sequence[str], seats: int, lots: Lots, loads: list[Fraction], won: list[str]
) -> list[str]:
    won = list(won)
    while len(won) < min(seats, len(options)):
        offers = {}
        for option in options:
            carriers = [load for load, ballot in zip(loads, ballots, strict=True) if option in ballot]
            if option not in won and carriers:
                offers[option] = (1 + sum(carriers, Fraction(0))) / len(carriers)
        if not offers:
            break
        chosen = min(offers, key=lambda o: (offers[o], lots.index(o)))
        loads = [offers[chosen] if chosen in b else load for load, b in zip(loads, ballots, strict=True)]
        won.append(chosen)
    return won


def pav(ballots: Ballots, options: Sequence[str], seats: int, lots: Lots) -> list[str]:
    won: list[str] = []
    while len(won) < min(seats, len(options)):
        gains = {
            o: sum((Fraction(1, 1 + sum(w in b for w in won)) for b in ballots if o in b), Fraction(0))
            for o in options
            if o not in won and any(o in b for b in ballots)
        }
        if not gains:
            break
        won.append(min(gains, key=lambda o: (-gains[o], lots.index(o))))
    return won


def rule_x(ballots: Ballots, options: Sequence[str], seats: int, lots: Lots) -> list[str]:
    seats = min(seats, len(options))
    budgets, won = [Fraction(seats, len(ballots))] * len(ballots), list[str]()
    while True:
        offers = {}
        for option in options:
            held = sorted(b for b, ballot in zip(budgets, ballots, strict=True) if option in ballot)
            if option in won or sum(held) < 1:
                continue
            for poor in range(len(held)):
                share = (1 - sum(held[:poor], Fraction(0))) / (len(held) - poor)
                if held[poor] >= share:
                    offers[option] = share
                    break
        if not offers:
            return phragmen(ballots, options, seats, lots, [-b for b in budgets], won)
        chosen = min(offers, key=lambda o: (offers[o], lots.index(o)))
        share = offers[chosen]
        budgets = [b - min(b, share) if chosen in m else b for b, m in zip(budgets, ballots, strict=True)]
        won.append(chosen)
