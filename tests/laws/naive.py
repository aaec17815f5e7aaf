# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Slow, obvious versions of the rules, one fraction a voter: what the fast ones must equal."""

from collections.abc import Sequence
from fractions import Fraction

Ballots = Sequence[Sequence[str]]
Costs = dict[str, int]
LotOrder = Sequence[str]


def votes(ballots: Ballots, option: str) -> int:
    return sum(option in ballot for ballot in ballots)


def greedy(ballots: Ballots, costs: Costs, budget: int, lots: LotOrder, stops: bool, per_cost: bool) -> list[str]:
    def key(option: str) -> tuple[object, ...]:
        n, cost = votes(ballots, option), costs[option]
        return (-Fraction(n, cost) if per_cost else -n, -n, cost, lots.index(option))

    funded: list[str] = []
    for option in sorted(costs, key=key):
        if costs[option] <= budget:
            budget -= costs[option]
            funded.append(option)
        elif stops:
            break
    return funded


def price(budgets: Sequence[Fraction], cost: int) -> Fraction | None:
    """The x with Σ min(budget, x) = cost, by trying each number of poor voters."""
    if sum(budgets) < cost:
        return None
    held = sorted(budgets)
    for poor in range(len(held)):
        x = (cost - sum(held[:poor], Fraction(0))) / (len(held) - poor)
        if held[poor] >= x:
            return x
    raise AssertionError("money enough but no price")


def shares(ballots: Ballots, costs: Costs, endowment: Fraction, lots: LotOrder, cardinality: bool) -> list[str]:
    budgets = [endowment] * len(ballots)
    left = [option for option in costs if votes(ballots, option)]
    bought: list[str] = []
    while True:
        offers = []
        for option in left:
            x = price([b for b, ballot in zip(budgets, ballots, strict=True) if option in ballot], costs[option])
            if x is not None:
                gain = 1 if cardinality else costs[option]
                offers.append((x / gain, costs[option], -votes(ballots, option), lots.index(option), option, x))
        if not offers:
            return bought
        *_, chosen, x = min(offers)
        budgets = [b - min(b, x) if chosen in ballot else b for b, ballot in zip(budgets, ballots, strict=True)]
        left.remove(chosen)
        bought.append(chosen)


def equal_shares(
    ballots: Ballots,
    costs: Costs,
    budget: int,
    lots: LotOrder,
    *,
    cardinality: bool = False,
    completion: str = "add1",
    exhaustive: bool = False,
    floor: bool = False,
    increment: int = 1,
) -> list[str]:
    supported = [option for option in costs if votes(ballots, option)]
    by_votes = sorted(supported, key=lambda o: (-votes(ballots, o), costs[o], lots.index(o)))
    if sum(costs[option] for option in supported) <= budget:
        return by_votes
    endowment = Fraction(budget, len(ballots))
    if floor:
        endowment = Fraction(int(endowment))
    bought = shares(ballots, costs, endowment, lots, cardinality)
    while completion.startswith("add1") and set(bought) != set(supported):
        spent = sum(costs[option] for option in bought)
        if exhaustive and all(costs[o] > budget - spent for o in supported if o not in bought):
            break
        endowment += increment
        following = shares(ballots, costs, endowment, lots, cardinality)
        if sum(costs[option] for option in following) > budget:
            break
        bought = following
    if completion in ("add1u", "utilitarian"):
        for option in by_votes:
            if option not in bought and sum(costs[o] for o in [*bought, option]) <= budget:
                bought.append(option)
    return bought


def schulze(rankings: Sequence[Sequence[Sequence[str]]], options: Sequence[str]) -> dict[tuple[str, str], int]:
    """Strongest paths, by growing every path from every option until nothing changes."""
    places = [{option: at for at, rank in enumerate(ballot) for option in rank} for ballot in rankings]
    last = len(options)

    def over(a: str, b: str) -> int:
        return sum(place.get(a, last) < place.get(b, last) for place in places)

    direct = {(a, b): over(a, b) if over(a, b) > over(b, a) else 0 for a in options for b in options if a != b}
    paths = dict(direct)
    changed = True
    while changed:
        changed = False
        for (a, b), strength in list(paths.items()):
            for c in options:
                if c not in (a, b) and min(strength, direct[b, c]) > paths[a, c]:
                    paths[a, c] = min(strength, direct[b, c])
                    changed = True
    return paths
