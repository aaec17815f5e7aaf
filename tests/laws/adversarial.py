# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m tests.laws.adversarial PROFILES [SEED]``: Equal Shares where floats are most likely to be wrong.

Endowments from 10⁴ to 10¹⁵ units, purchases that leave remnants next to nothing, prices that differ by 10⁻⁴ to 10⁻¹⁶,
projects under two caps, points, weights by neighbourhood. Every outcome and every price is compared with one fraction
for each distinct ballot.
"""

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.laws.profiles import SEED, lot
from voting import Ballot, BallotKind, Option, Profile, count, lot_order

NAMES = "abcdefg"
TOO_DEAR = "z"
POLICY = ("lower_cost", "more_votes")


@dataclass(frozen=True)
class Election:
    """Rows of ``(marks, voters, group)``; costs; what the voters hold together; how they are counted."""

    rows: Sequence[tuple[dict[str, int], int, str]]
    costs: dict[str, int | Fraction]
    budget: int | Fraction
    satisfaction: str
    weighted: bool
    caps: dict[str, int]
    tags: dict[str, tuple[str, str]]


def elections(seed: int) -> Iterator[Election]:
    """An endless row of them."""
    chance = random.Random(seed)
    while True:
        yield _election(chance)


HISTORIES = ({"a": Fraction(1)}, {"b": Fraction(1, 2), "c": Fraction(1, 2)}, {"d": Fraction(1, 3), "e": Fraction(2, 3)})


def _histories(chance: random.Random) -> Election:
    """Most voters spend nearly all, on different projects; then small ones with as good as equal effective votes.

    A small project is wanted by some who have a remnant left and by one who has a little more, mostly the same for all:
    at price p it collects S + p · m, so p / cost = ratio means p = ratio · S / (1 − ratio · m).
    """
    base, rest, each = int(10 ** chance.uniform(4, 15)), 10 ** chance.uniform(-1, 7), chance.choice((1, 1, 2, 24))
    histories = chance.sample(HISTORIES, chance.randint(1, 3))
    marks = [dict.fromkeys(history, 1) for history in histories for _ in range(chance.randint(3, 4))]
    spenders = len(marks)
    marks += [{"r": 1} for _ in range(3)]
    budget = each * len(marks) * base + max(1, int(each * len(marks) * rest))
    left = [Fraction(budget, each * len(marks))] * len(marks)
    costs: dict[str, int | Fraction] = {TOO_DEAR: budget + 1}
    richer = ("r", 1 - Fraction(int(rest * chance.uniform(1, 6) * 1000) + 1, 1000 * base))
    for name, share in (*(pair for history in histories for pair in history.items()), richer):
        fans = [at for at, row in enumerate(marks) if name in row]
        costs[name] = max(1, int(share * base * each * len(fans)) + chance.choice((0, 0, 1, -1, 5)))
        left = [had - Fraction(costs[name], each * len(fans)) if at in fans else had for at, had in enumerate(left)]
    poor, apart = chance.choice((1, 1, 2)), chance.random() < 0.2
    ratio = Fraction(chance.randint(5001, 9000), 10_000 * each)
    for number, name in enumerate("fgh"[: chance.randint(2, 3)]):
        fans = chance.sample(range(spenders), poor)
        near = ratio * (1 + chance.choice((0, 1, -1)) * Fraction(1, 10 ** chance.randint(4, 16)))
        remnants = each * sum((max(left[at], Fraction(0)) for at in fans), Fraction(0))
        dear = remnants + each * near * remnants / (1 - near * each)
        costs[name] = min(max(dear, Fraction(1, 1000)), Fraction(budget + 1))
        for at in (*fans, spenders + number * apart):
            marks[at][name] = 1
    rows = [({**row, TOO_DEAR: 1}, each, "p") for row in marks]
    satisfaction = chance.choice(("cost", "cost", "cardinality"))
    return Election(rows, costs, budget, satisfaction, False, {}, dict.fromkeys(costs, ("z", "z")))


def _election(chance: random.Random) -> Election:
    if chance.random() < 0.5:
        return _histories(chance)
    names = NAMES[: chance.randint(3, 7)]
    points, weighted = chance.random() < 0.2, chance.random() < 0.2
    large = set(chance.sample(names, chance.choice((1, 1, 2))))
    rows = []
    for _ in range(chance.randint(2, 6)):
        marked = {n for n in names if chance.random() < (0.85 if n in large else 0.5)} | {TOO_DEAR}
        marks = {name: chance.randint(1, 4) if points else 1 for name in sorted(marked)}
        rows.append((marks, chance.choice((1, 1, 2, 3, 7, 24)), chance.choice("pq")))
    voters = sum(n for _, n, _ in rows)
    base, rest = int(10 ** chance.uniform(4, 15)), 10 ** chance.uniform(-1, 3)
    budget = voters * base + max(1, int(voters * rest))
    costs: dict[str, int | Fraction] = {TOO_DEAR: budget + 1}
    for name in sorted(names, key=lambda name: name not in large):
        fans = sum(n for marks, n, _ in rows if name in marks)
        costs[name] = _cost(chance, max(1, fans), base, rest, costs, name in large)
    tags = {name: (chance.choice("xz"), chance.choice("yz")) for name in costs}
    named = {tag for pair in tags.values() for tag in pair} & set("xy")
    caps = {name: int(base * chance.uniform(0.5, voters)) for name in sorted(named) if chance.random() < 0.1}
    satisfaction = "additive" if points else chance.choice(("cost", "cost", "cardinality"))
    return Election(rows, costs, budget, satisfaction, weighted, caps, tags)


def _cost(
    chance: random.Random, fans: int, base: int, rest: float, others: dict[str, int | Fraction], large: bool
) -> int | Fraction:
    """Nearly all that the fans hold, so that little is left; a part of what is left; or next to another's price."""
    if large:
        share = chance.choice((Fraction(1), Fraction(1), Fraction(1), Fraction(1, 2), Fraction(2, 3)))
        return max(1, int(fans * base * share) + chance.choice((0, 0, 0, 1, -1, int(fans * rest / 2))))
    if len(others) > 2 and chance.random() < 0.5:
        near = Fraction(others[chance.choice(sorted(set(others) - {TOO_DEAR}))])
        near *= chance.choice((1, 1, 1, Fraction(1, 2), 2))
        return near * (1 + chance.choice((0, 1, -1)) * Fraction(1, 10 ** chance.randint(4, 16)))
    part = Fraction(int(fans * rest * chance.uniform(0.05, 1.2) * 1000) + 1, 1000)
    return part if chance.random() < 0.5 else Fraction(int(part) + 1)


def expected(election: Election) -> dict[str, Fraction]:
    """What is bought, at which price for a unit, in the obvious way. Empty when everything fits."""
    rows, costs = election.rows, election.costs
    voters = sum(n for _, n, _ in rows)
    common = Fraction(election.budget) / voters
    budgets = [common] * len(rows)
    if election.weighted:
        of = {group: sum(n for _, n, g in rows if g == group) for group in {g for _, _, g in rows}}
        weight = {"p": 1, "q": 3}
        total = sum(weight[group] for group in of)
        budgets = [common * weight[g] * voters / (total * of[g]) for _, _, g in rows]
    units = election.satisfaction == "additive"
    lots = lot_order(SEED, costs)
    fans = {name: [at for at, (marks, _, _) in enumerate(rows) if name in marks] for name in costs}
    bought: dict[str, Fraction] = {}
    left = [name for name in costs if fans[name]]
    while left:
        offers = []
        for name in list(left):
            held = sorted(
                (budgets[at] / (rows[at][0][name] if units else 1), rows[at][1] * (rows[at][0][name] if units else 1))
                for at in fans[name]
            )
            price = _price(held, Fraction(costs[name]))
            if price is None or _over(election, name, bought):
                left.remove(name)
                continue
            gain = costs[name] if election.satisfaction == "cost" else 1
            votes = sum(rows[at][1] for at in fans[name])
            offers.append((price / gain, costs[name], -votes, lots.index(name), name, price))
        if not offers:
            break
        *_, name, price = min(offers)
        for at in fans[name]:
            budgets[at] -= min(budgets[at], price * (rows[at][0][name] if units else 1))
        bought[name] = price
        left.remove(name)
    return bought


def _price(held: list[tuple[Fraction, int]], cost: Fraction) -> Fraction | None:
    payers = sum(n for _, n in held)
    for amount, n in held:
        if amount * payers >= cost:
            return cost / payers
        cost, payers = cost - amount * n, payers - n
    return None


def _over(election: Election, name: str, bought: dict[str, Fraction]) -> bool:
    return any(
        tag in election.caps
        and sum(election.costs[o] for o in [*bought, name] if tag in election.tags[o]) > election.caps[tag]
        for tag in election.tags[name]
    )


def counted(election: Election) -> dict[str, Fraction] | None:
    """What the engine buys, at which price; None when everything fits."""
    options = [
        Option(name, cost=cost, category=election.tags[name][0], zone=election.tags[name][1])
        for name, cost in election.costs.items()
    ]
    kind = BallotKind.POINTS if election.satisfaction == "additive" else BallotKind.APPROVAL
    ballots = [(Ballot(kind, tuple(sorted(marks.items()))), n) for marks, n, _ in election.rows]
    profile = Profile.of(kind, options, ballots, [group for _, _, group in election.rows])
    params = {
        "completion": "none",
        "satisfaction": election.satisfaction,
        "group_weights": "p=1;q=3" if election.weighted else "",
        "category_caps": f"x={election.caps['x']}" if "x" in election.caps else "",
        "zone_caps": f"y={election.caps['y']}" if "y" in election.caps else "",
    }
    outcome = count("equal-shares", profile, params, lot(*POLICY), budget=election.budget)
    if outcome.evidence["everything_fits"]:
        return None
    return {str(r["option"]): Fraction(str(r["price"])) for r in outcome.rounds if r["act"] == "bought"}


def difference(election: Election) -> str:
    """What the engine got wrong, empty if nothing."""
    found = counted(election)
    if found is None:
        return ""
    right = expected(election)
    return "" if found == right else f"{election}\n  expected {right}\n  found    {found}"


def main(profiles: int, seed: int = 1) -> int:
    """Counts differences, prints the first three."""
    started, wrong = time.process_time(), 0
    for number, election in enumerate(elections(seed), 1):
        told = difference(election)
        if told:
            wrong += 1
            print(told if wrong <= 3 else "", end="\n" if wrong <= 3 else "")
        if number % 100_000 == 0 or number == profiles:
            print(f"{number} profiles, {wrong} differ, {time.process_time() - started:.0f} s of CPU", flush=True)
        if number == profiles:
            return wrong
    return wrong


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])) > 0)
