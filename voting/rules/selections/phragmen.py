# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sequential Phragmén: a seat weighs 1 on its supporters, a project its cost; loads stay low (Phragmén 1894).

Source: methods.md §2.3 and §3.3.
"""

from fractions import Fraction

from voting.ballots import BallotKind
from voting.canonical import exact
from voting.engines import eligibility
from voting.engines.committees import Standings, loads
from voting.lots.ties import Facts
from voting.rules.selections import budget_loads
from voting.tallies import Case, Detail, Json, Parameter, Rule, Tally, grouped

WORDS = {
    "it": {"loaded": "{name}: eletta. Il carico di chi la sostiene diventa {load}."},
    "en": {"loaded": "{name}: elected. The load of its supporters becomes {load}."},
}


def fill(case: Case, standings: Standings, winners: list[str], rounds: list[Json]) -> None:
    """Elects the option with the lowest load until the seats are filled; nobody without supporters is elected."""
    ids = case.ids
    votes = dict(zip(ids, case.profile.votes, strict=True))
    while len(winners) < case.seats:
        offers = {option: load for option, load in loads(standings).items() if ids[option] not in winners}
        if not offers:
            return
        lowest = min(offers.values())
        tied = [ids[option] for option, load in offers.items() if load == lowest]
        stage = len(rounds) + 1
        chosen = tied[0] if len(tied) == 1 else case.ties.pick(stage, tied, Facts(votes, chosen=winners))
        standings.change(ids.index(chosen), lambda _, load=lowest: load)  # type: ignore[misc]
        winners.append(chosen)
        rounds.append({"stage": stage, "act": "loaded", "option": chosen, "load": exact(lowest), "elected": [chosen]})


def tally(case: Case) -> Tally:
    """``totals`` are approvals. Without ``seats`` a budget is spent (``budget_loads``)."""
    if case.params["seats"] == "0":
        return budget_loads.tally(case)
    winners: list[str] = []
    rounds: list[Json] = []
    fill(case, Standings.equal(case.profile, Fraction(0)), winners, rounds)
    votes = dict(zip(case.ids, case.profile.votes, strict=True))
    rest = grouped([option for option in case.ids if option not in winners], votes.__getitem__)
    return Tally(winners, [*([o] for o in winners), *rest], votes, lambda: Detail(rounds, unserved(case, winners)))


def unserved(case: Case, winners: list[str]) -> Json:
    """How many voters approve no winner."""
    won = [case.profile.supporters[case.profile.positions[option]] for option in winners]
    left = case.profile.weights.copy()
    for rows in won:
        left[rows] = 0
    return {"voters_with_nobody": int(left.sum())}


RULE = Rule(
    key="phragmen",
    version="2",
    kinds=frozenset({BallotKind.APPROVAL, BallotKind.BUDGET, BallotKind.CHOICE}),
    tally=tally,
    words={
        "it": {"name": "Phragmén in sequenza", "unit": "voti", **WORDS["it"], **budget_loads.WORDS["it"]},
        "en": {"name": "Sequential Phragmén", "unit": "votes", **WORDS["en"], **budget_loads.WORDS["en"]},
    },
    parameters=(
        Parameter("seats", "0", form="integer"),
        Parameter("fit", "stop", ("stop", "skip")),
        *eligibility.PARAMETERS,
    ),
    needs_budget=True,
)
