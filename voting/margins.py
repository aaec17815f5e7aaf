# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why was a project not funded, and what would it have taken? Found by running the whole rule again.

Adding votes can also hurt under proportional rules, so nothing is bisected: 1, 2, 3 … more voters are tried in turn.
Measures: Boehmer et al. 2024 (cost reduction, added approvals); effective support: pabutools. methods.md §3.2.
"""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from voting.canonical import exact
from voting.completions import fund
from voting.eligibility import refusals
from voting.payments import Engine, Run
from voting.rules import RULES
from voting.tallies import Case
from voting.ties import TieBreaker
from voting.whatifs import PICKS, Asked, MoreVoters, at_cost

Clock = Callable[[], float]
STEPS = 200


def more_votes(asked: Asked, option: str, clock: Clock, seconds: float = 60.0, most: int = 10**6) -> dict[str, object]:
    """The fewest new voters, marking only the option, with whom it wins: ``{"votes": k}``, or ``{"more_than": k}`` when
    the time is over. ``clock`` tells seconds of CPU. Only for ballots of picks.
    """
    started, voters = clock(), MoreVoters(asked.profile, option)
    for more in range(1, most + 1):
        if option in replace(asked, profile=voters.by(more)).winners():
            return {"votes": more}
        if clock() - started > seconds:
            return {"more_than": more}
    return {"more_than": most}


def lower_cost(asked: Asked, option: str, clock: Clock, seconds: float = 60.0) -> dict[str, object]:
    """The highest cost found at which the option wins, as the cut from its own.

    Costs are tried downwards in ``STEPS`` steps of at least one currency unit; inside the step before the first success
    every twentieth of it. ``step`` says how finely the last scan looked.
    """
    started = clock()
    whole = Fraction(asked.profile.options[asked.profile.positions[option]].cost or 0)
    step = max(1, -int(-whole // (STEPS * asked.unit))) * asked.unit
    start, cut = Fraction(0), None
    while clock() - started <= seconds:
        found = _scan(asked, option, whole, start, step, lambda: clock() - started > seconds)
        if found is None:
            break
        cut = found if cut is None else min(cut, found)
        if step <= asked.unit:
            break
        start, step = found - step, max(1, step // (20 * asked.unit)) * asked.unit
    return {"cut": None if cut is None else exact(cut), "step": exact(step)}


def _scan(
    asked: Asked, option: str, cost: Fraction, start: Fraction, step: int, late: Callable[[], bool]
) -> Fraction | None:
    """The first cut after ``start``, by steps, with which the option wins."""
    cut = start + step
    while cut < cost and not late():
        if option in replace(asked, profile=at_cost(asked.profile, option, cost - cut)).winners():
            return cut
        cut += step
    return None


def support(asked: Asked, option: str) -> dict[str, object]:
    """Equal Shares: what the option's supporters could pay when it did not take part, at the count's last endowment.

    ``effective_support``: the largest share of its cost that they would have given in some round if each paid at most
    at the round winner's price for the same satisfaction (at least 1 means it would be bought), or all their money at
    the end. ``paid_for``: what its supporters paid for each project bought. Decimals, rounded to four places.
    """
    rule = RULES[asked.rule]
    lots = None if asked.policy.seed else [o.id for o in asked.profile.options]
    breaker = TieBreaker(asked.policy, asked.profile.options, lots)
    case = Case(asked.profile, rule.complete(asked.params), breaker, asked.budget or Fraction(0), asked.unit)
    refused = refusals(case, case.profile.votes)
    able = [at for at, votes in enumerate(case.profile.votes) if votes and at not in refused]
    funding = fund(case, able)
    column, costs = case.profile.positions[option], case.costs
    if funding.run is None or not case.profile.votes[column] or not funding.run.ledger.terms.alike:
        return {}
    gains = costs if case.params["satisfaction"] == "cost" else [1] * len(costs)
    engine = Engine(case.profile, costs, gains, breaker, funding.run.ledger.terms, [at for at in able if at != column])
    without = engine.run(funding.endowment)
    paid, effective = _paid(funding.run, column), _effective(without, column, costs[column], gains)
    return {
        "endowment": exact(funding.endowment),
        "effective_support": _text(effective),
        "paid_for": {case.ids[at]: _text(sum_paid) for at, sum_paid in paid.items() if sum_paid > 1e-9},
        "money_at_start": exact(funding.endowment * case.profile.votes[column]),
        "money_at_end": _text(float(funding.run.ledger.money(case.profile.supporters[column]))),
    }


def _paid(run: Run, column: int) -> dict[int, float]:
    """What the supporters of a column paid in each purchase."""
    profile = run.ledger.profile
    rows, budgets = profile.supporters[column], np.full(len(profile.weights), float(run.ledger.endowment))
    found: dict[int, float] = {}
    for purchase, price in zip(run.ledger.purchases, run.ledger.prices, strict=True):
        before = budgets[rows]
        budgets[purchase.full] -= float(price)
        budgets[purchase.drained] = 0.0
        found[purchase.option] = float((before - budgets[rows]) @ profile.weights[rows])
    return found


def _effective(run: Run, column: int, cost: int | Fraction, gains: list[int] | list[int | Fraction]) -> float:
    profile = run.ledger.profile
    rows, budgets = profile.supporters[column], np.full(len(profile.weights), float(run.ledger.endowment))
    best = 0.0
    for purchase, price in zip(run.ledger.purchases, run.ledger.prices, strict=True):
        most = float(price / gains[purchase.option] * gains[column])
        best = max(best, float(np.minimum(budgets[rows], most) @ profile.weights[rows]))
        budgets[purchase.full] -= float(price)
        budgets[purchase.drained] = 0.0
    return max(best, float(budgets[rows] @ profile.weights[rows])) / float(cost)


def _text(number: float) -> str:
    return exact(Fraction(round(number * 10**4), 10**4))


def explained(asked: Asked, option: str, clock: Clock, seconds: float = 60.0) -> dict[str, object]:
    """Everything above that applies to one option of a count; the searches share the seconds."""
    found: dict[str, object] = {}
    if asked.budget is None or not RULES[asked.rule].needs_budget:
        return found
    if asked.rule == "equal-shares":
        found["support"] = support(asked, option)
    if option not in asked.winners():
        if asked.profile.kind in PICKS:
            found["more_votes"] = more_votes(asked, option, clock, seconds / 2)
        found["lower_cost"] = lower_cost(asked, option, clock, seconds / 2)
    return found
