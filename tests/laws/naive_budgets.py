# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Slow, obvious versions of the budget rules in which voters differ, caps bind, or every set is tried."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

Utilities = Sequence[Mapping[str, int]]
Costs = Mapping[str, int]
Lots = Sequence[str]


def rate(budgets: Sequence[Fraction], units: Sequence[int], cost: int) -> Fraction | None:
    """The ρ with Σ min(budget, ρ · units) = cost, by trying who is poor."""
    if sum(budgets) < cost:
        return None
    held = sorted(zip(budgets, units, strict=True), key=lambda pair: pair[0] / pair[1])
    for poor in range(len(held)):
        rho = (cost - sum((b for b, _ in held[:poor]), Fraction(0))) / sum(u for _, u in held[poor:])
        if held[poor][0] >= rho * held[poor][1]:
            return rho
    raise AssertionError("money enough but no price")


def shares(
    utilities: Utilities, costs: Costs, endowments: Sequence[Fraction], lots: Lots, gains: Costs,
    zones: Mapping[str, str], caps: Mapping[str, int],
) -> list[str]:  # fmt: skip
    """Equal Shares with utilities, endowments by voter and caps by zone."""
    budgets, bought = list(endowments), list[str]()
    left = [option for option in costs if any(option in ballot for ballot in utilities)]
    while True:
        offers = []
        for option in left:
            spent = sum(costs[o] for o in bought if zones[o] == zones[option])
            fans = [at for at, ballot in enumerate(utilities) if option in ballot]
            units = [utilities[at][option] for at in fans]
            rho = rate([budgets[at] for at in fans], units, costs[option])
            if rho is not None and spent + costs[option] <= caps.get(zones[option], 10**9):
                offers.append((rho / gains[option], costs[option], -len(fans), lots.index(option), option, rho))
        if not offers:
            return bought
        *_, chosen, rho = min(offers)
        for at, ballot in enumerate(utilities):
            if chosen in ballot:
                budgets[at] -= min(budgets[at], rho * ballot[chosen])
        left.remove(chosen)
        bought.append(chosen)


def phragmen(ballots: Sequence[Sequence[str]], costs: Costs, budget: int, lots: Lots, skips: bool) -> list[str]:
    """Each voter's load, one project after the other."""
    loads, funded = [Fraction(0)] * len(ballots), list[str]()
    left = [option for option in costs if any(option in ballot for ballot in ballots)]
    while left:
        after = {}
        for option in left:
            fans = [at for at, ballot in enumerate(ballots) if option in ballot]
            after[option] = (costs[option] + sum(loads[at] for at in fans)) / Fraction(len(fans))
        chosen = min(left, key=lambda option: (after[option], lots.index(option)))
        left.remove(chosen)
        if sum(costs[option] for option in [*funded, chosen]) > budget:
            if skips:
                continue
            break
        funded.append(chosen)
        loads = [after[chosen] if chosen in ballot else load for load, ballot in zip(loads, ballots, strict=True)]
    return funded


def knapsack(ballots: Sequence[Sequence[str]], costs: Costs, budget: int) -> tuple[int, int]:
    """The most votes of any set within the budget, and the least cost of it."""
    votes = {option: sum(option in ballot for ballot in ballots) for option in costs}
    best = (0, 0)
    for size in range(len(costs) + 1):
        for chosen in combinations(sorted(costs), size):
            cost = sum(costs[option] for option in chosen)
            if cost <= budget:
                best = max(best, (sum(votes[option] for option in chosen), -cost))
    return best[0], -best[1]
