# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Method of Equal Shares (Peters, Pierczyński, Skowron 2021) with its completions. Source: methods.md §3.2."""

from fractions import Fraction

import numpy as np

from voting.ballots import BallotKind
from voting.canonical import exact
from voting.completions import Funding, fund
from voting.packing import Ints
from voting.payments import Run
from voting.rules.greedy import Purse
from voting.tallies import Case, Parameter, Rule, Tally, grouped


def tally(case: Case) -> Tally:
    """Equal Shares at the completion's last endowment; then the remainder by votes and the comparison, if asked."""
    votes = dict(zip(case.ids, case.profile.votes, strict=True))
    costs = dict(zip(case.ids, case.costs, strict=True))
    funding = fund(case)
    purse = Purse(case.budget, costs, votes, case.ties)
    bought = _bought(case, purse, funding)
    if case.params["completion"] in ("add1u", "utilitarian"):
        left = [option for option in case.ids if option not in bought and votes[option]]
        for option in left:
            purse.missing.pop(option, None)
        purse.spend(grouped(left, votes.__getitem__), stops=False)
    winners = list(purse.funded)
    evidence: dict[str, object] = {
        "endowment": exact(funding.endowment),
        "first_endowment": exact(funding.first),
        "runs": funding.runs,
        "exact_checks": funding.exact_checks,
        "bought": bought,
        "everything_fits": funding.everything,
    }
    if case.params["comparison"] == "true":
        winners, evidence["comparison"] = _compare(case, winners)
    evidence["spent"] = exact(sum((costs[option] for option in winners), Fraction(0)))
    evidence["voters_with_nothing"] = _unserved(case, winners)
    losers = grouped([option for option in case.ids if option not in winners], votes.__getitem__)
    return Tally(winners, [*([w] for w in winners), *losers], votes, purse.rounds, purse.missing, evidence)


def _bought(case: Case, purse: Purse, funding: Funding) -> list[str]:
    """Writes the rounds of the last run; returns what was bought, in order."""
    if funding.run is None:
        for group in grouped([o for o in case.ids if purse.votes[o]], purse.votes.__getitem__):
            for option in group:
                purse.fund(option)
        return list(purse.funded)
    run, ids = funding.run, case.ids
    case.ties.notes.extend(run.notes)
    prices = run.ledger.prices
    drops = list(run.drops)
    for stage, purchase in enumerate(run.ledger.purchases):
        _dropped(case, purse, run, [drop.option for drop in drops if drop.stage == stage])
        option = ids[purchase.option]
        purse.left -= purse.costs[option]
        purse.funded.append(option)
        weights = case.profile.weights
        purse.note(
            "bought", option, price=exact(prices[stage]), effective_votes=exact(purchase.cost / prices[stage]),
            payers=int(weights[purchase.full].sum()), drained=int(weights[purchase.drained].sum()),
        )  # fmt: skip
    _dropped(case, purse, run, [drop.option for drop in drops if drop.stage >= len(run.ledger.purchases)])
    return list(purse.funded)


def _dropped(case: Case, purse: Purse, run: Run, options: list[int]) -> None:
    for at in sorted(options):
        option = case.ids[at]
        held = run.ledger.money(case.profile.supporters[at], len(purse.funded))
        purse.note("dropped", option, money=exact(held))
        purse.missing[option] = {
            "money": exact(held), "missing": exact(purse.costs[option] - held), "because": "dropped"
        }  # fmt: skip


def _compare(case: Case, winners: list[str]) -> tuple[list[str], dict[str, object]]:
    """Keeps the outcome unless more voters approve more winners of the greedy one. Source: equalshares.net."""
    costs = dict(zip(case.ids, case.costs, strict=True))
    votes = dict(zip(case.ids, case.profile.votes, strict=True))
    greedy = Purse(case.budget, costs, votes, case.ties)
    greedy.spend(grouped(case.ids, votes.__getitem__), stops=False)
    here, there = _approved(case, winners), _approved(case, greedy.funded)
    weights = case.profile.weights
    keep, change = int(weights[here > there].sum()), int(weights[there > here].sum())
    chosen = greedy.funded if change > keep else winners
    record = {
        "greedy": list(greedy.funded), "prefer_equal_shares": keep, "prefer_greedy": change,
        "kept": "greedy" if change > keep else "equal-shares",
        "greedy_voters_with_nothing": _unserved(case, greedy.funded),
    }  # fmt: skip
    return list(chosen), record


def _approved(case: Case, winners: list[str]) -> Ints:
    """For each row how many winners it marks."""
    won = np.zeros(len(case.ids), np.int64)
    won[[case.profile.positions[option] for option in winners]] = 1
    return np.add.reduceat(won[case.profile.columns], case.profile.starts[:-1]) if case.profile.n_valid else won[:0]


def _unserved(case: Case, winners: list[str]) -> int:
    """Voters with no approved winner (blank ballots aside)."""
    return int(case.profile.weights[_approved(case, winners) == 0].sum())


RULE = Rule(
    key="equal-shares",
    kinds=frozenset({BallotKind.APPROVAL, BallotKind.BUDGET, BallotKind.CHOICE}),
    tally=tally,
    words={
        "it": {
            "name": "Parti uguali",
            "unit": "voti",
            "bought": "{name}: costo {cost}, pagato da {payers} persone con {price} a testa e da {drained} con tutto"
            " ciò che avevano. Voti effettivi {effective_votes}.",
            "dropped": "{name}: costo {cost}, ma chi lo sostiene ha solo {money}. Esce.",
            "funded": "{name}: {votes} voti, costo {cost}. Finanziato; restano {left}.",
            "too_expensive": "{name}: {votes} voti, costo {cost}. Non basta: restano {left}.",
        },
        "en": {
            "name": "Method of Equal Shares",
            "unit": "votes",
            "bought": "{name}: cost {cost}, paid by {payers} people with {price} each and by {drained} with all they"
            " had. Effective votes {effective_votes}.",
            "dropped": "{name}: cost {cost}, but its supporters hold only {money}. Out.",
            "funded": "{name}: {votes} votes, cost {cost}. Funded; {left} left.",
            "too_expensive": "{name}: {votes} votes, cost {cost}. Too expensive: {left} left.",
        },
    },
    parameters=(
        Parameter("satisfaction", "cost", ("cost", "cardinality")),
        Parameter("completion", "add1u", ("none", "add1", "add1u", "utilitarian")),
        Parameter("stop", "overspend", ("overspend", "exhaustive")),
        Parameter("start", "exact", ("exact", "floor")),
        Parameter("increment", "1", form="amount"),
        Parameter("comparison", "false", ("true", "false")),
    ),
    ties=("lower_cost", "more_votes", "lot"),
    needs_budget=True,
)
