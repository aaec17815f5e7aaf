# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sequential Phragmén: a seat weighs 1 on its supporters, a project its cost; loads stay low (Phragmén 1894).

Source: methods.md §2.3 and §3.3.
"""

from fractions import Fraction

from voting.ballots import BallotKind
from voting.engines import committees, eligibility
from voting.engines.committees import Standings, fill, unserved
from voting.rules.selections import budget_loads
from voting.tallies import Case, Detail, Json, Parameter, Rule, Tally, grouped


def tally(case: Case) -> Tally:
    """``totals`` are approvals. Without ``seats`` a budget is spent (``budget_loads``)."""
    if case.params["seats"] == "0":
        return budget_loads.tally(case)
    winners: list[str] = []
    rounds: list[Json] = []
    fill(case, Standings.equal(case.profile, Fraction(0)), winners, rounds)
    votes = dict(zip(case.ids, case.profile.votes, strict=True))
    rest = grouped([option for option in case.ids if option not in winners], votes.__getitem__)
    ranking = [*([option] for option in winners), *rest]
    return Tally(winners, ranking, votes, lambda: Detail(rounds, {"voters_with_nobody": unserved(case, winners)}))


RULE = Rule(
    key="phragmen",
    version="2",
    kinds=frozenset({BallotKind.APPROVAL, BallotKind.BUDGET, BallotKind.CHOICE}),
    tally=tally,
    words={
        "it": {"name": "Phragmén in sequenza", "unit": "voti", **committees.WORDS["it"], **budget_loads.WORDS["it"]},
        "en": {"name": "Sequential Phragmén", "unit": "votes", **committees.WORDS["en"], **budget_loads.WORDS["en"]},
    },
    parameters=(
        Parameter("seats", "0", form="integer"),
        Parameter("fit", "stop", ("stop", "skip")),
        *eligibility.PARAMETERS,
    ),
    needs_budget=True,
)
