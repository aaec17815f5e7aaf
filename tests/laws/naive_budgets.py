# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Slow, obvious versions of the budget rules in which voters differ, caps bind, or every set is tried."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

Utilities = Sequence[Mapping[str, int]]
Costs = Mapping[str, int]
Lots = Sequence[str]
Tags = Mapping[str, Sequence[str]]
Caps = Mapping[str, int]


def over(option: str, bought: Sequence[str], costs: Costs, tags: Tags, caps: Caps) -> bool:
    """Whether some cap leaves too little for the option."""
    return any(
        sum(costs[other] for other in {*bought, option} if tag in tags[other]) > caps[tag]
        for tag in tags[option]
        if tag in caps
    )


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
    utilities: Utilities, costs: Costs, endowments: Sequence[Fraction], lots: Lots, gains: Costs, tags: Tags, caps: Caps
) -> list[str]:
    """Equal Shares with utilities, endowments by voter and caps by tag."""
    budgets, bought = list(endowments), list[str]()
    left = [option for option in costs if any(option in ballot for ballot in utilities)]
    while True:
        offers = []
        for option in left:
            fans = [at for at, ballot in enumerate(utilities) if option in ballot]
            units = [utilities[at][option] for at in fans]
            rho = rate([budgets[at] for at in fans], units, costs[option])
            if rho is not None and not over(option, bought, costs, tags, caps):
                offers.append((rho / gains[option], costs[option], -len(fans), lots.index(option), option, rho))
        if not offers:
            return bought
        *_, chosen, rho = min(offers)
        for at, ballot in enumerate(utilities):
            if chosen in ballot:
                budgets[at] -= min(budgets[at], rho * ballot[chosen])
        left.remove(chosen)
        bought.append(chosen)


def completed(
    utilities: Utilities,
    costs: Costs,
    budget: int,
    parts: Sequence[Fraction],
    lots: Lots,
    gains: Costs,
    tags: Tags,
    caps: Caps,
    *,
    completion: str,
    exhaustive: bool,
) -> list[str]:
    """Equal Shares with Add1 under caps, then the remainder by votes. ``parts``: each voter's part of the endowment."""
    endowment = Fraction(budget, len(utilities))
    supported = [option for option in costs if any(option in ballot for ballot in utilities)]

    def run() -> list[str]:
        return shares(utilities, costs, [endowment * part for part in parts], lots, gains, tags, caps)

    bought = run()
    while completion.startswith("add1"):
        left = budget - sum(costs[o] for o in bought)
        rest = [o for o in supported if o not in bought and not over(o, bought, costs, tags, caps)]
        if not rest or (exhaustive and all(costs[o] > left for o in rest)):
            break
        endowment += 1
        following = run()
        if sum(costs[o] for o in following) > budget:
            break
        bought = following
    if completion in ("add1u", "utilitarian"):
        votes = {o: sum(ballot.get(o, 0) for ballot in utilities) for o in supported}
        for option in sorted(supported, key=lambda o: (-votes[o], costs[o], lots.index(o))):
            fits = sum(costs[o] for o in {*bought, option}) <= budget
            if option not in bought and fits and not over(option, bought, costs, tags, caps):
                bought.append(option)
    return bought


def greedy(
    ballots: Sequence[Sequence[str]], costs: Costs, budget: int, lots: Lots, tags: Tags, caps: Caps
) -> list[str]:
    """Most votes, then least cost, then the lot; what does not fit is left out."""
    votes = {option: sum(option in ballot for ballot in ballots) for option in costs}
    funded: list[str] = []
    for option in sorted(costs, key=lambda o: (-votes[o], costs[o], lots.index(o))):
        fits = sum(costs[o] for o in [*funded, option]) <= budget
        if fits and not over(option, funded, costs, tags, caps):
            funded.append(option)
    return funded


def phragmen(
    ballots: Sequence[Sequence[str]], costs: Costs, budget: int, lots: Lots, skips: bool, tags: Tags, caps: Caps
) -> list[str]:
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
        dear = sum(costs[option] for option in [*funded, chosen]) > budget
        if dear or over(chosen, funded, costs, tags, caps):
            if skips:
                continue
            break
        funded.append(chosen)
        loads = [after[chosen] if chosen in ballot else load for load, ballot in zip(loads, ballots, strict=True)]
    return funded


def knapsack(
    ballots: Sequence[Sequence[str]], costs: Costs, budget: int, lots: Lots, tags: Tags, caps: Caps
) -> set[str]:
    """The set of most votes within the budget and the caps, the cheapest of such, by trying all.

    Of several, those with the project that comes first (votes, cost, lot) of all that only some of them hold.
    """
    votes = {option: sum(option in ballot for ballot in ballots) for option in costs}
    wanted = [option for option in sorted(costs) if votes[option]]
    found: dict[tuple[int, int], list[set[str]]] = {}
    for size in range(len(wanted) + 1):
        for chosen in combinations(wanted, size):
            cost = sum(costs[option] for option in chosen)
            if cost <= budget and not any(over(option, chosen, costs, tags, caps) for option in chosen):
                found.setdefault((sum(votes[option] for option in chosen), -cost), []).append(set(chosen))
    best = found[max(found)]
    while len(best) > 1:
        some = set.union(*best) - set.intersection(*best)
        first = min(some, key=lambda option: (-votes[option], costs[option], lots.index(option)))
        best = [chosen for chosen in best if first in chosen]
    return best[0]
