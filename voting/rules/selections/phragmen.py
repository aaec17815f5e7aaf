# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sequential Phragmén: a seat weighs 1 on its supporters, a project its cost; loads stay low (Phragmén 1894).

Source: methods.md §2.3 and §3.3.
"""

from collections.abc import Sequence
from fractions import Fraction

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.engines import committees, eligibility
from voting.engines.committees import Standings, fill, unserved
from voting.rules.selections import budget_loads
from voting.tallies import Case, Detail, Json, Parameter, Rule, Tally, elected_first
from voting.words import previews
from voting.words.explanations import FIT, MARK_ALL, SKIP_OR_STOP, Document, Example, Explanation
from voting.words.reasons import by_purse, by_seats
from voting.words.sentences import N_, Sentence


def tally(case: Case) -> Tally:
    """``totals`` are approvals. Without ``seats`` a budget is spent (``budget_loads``)."""
    if case.params["seats"] == "0":
        return budget_loads.tally(case)
    winners: list[str] = []
    rounds: list[Json] = []
    fill(case, Standings.equal(case.profile, Fraction(0)), winners, rounds)
    votes = dict(zip(case.ids, case.profile.votes, strict=True))
    ranking = elected_first(winners, case.ids, votes)
    return Tally(winners, ranking, votes, lambda: Detail(rounds, {"voters_with_nobody": unserved(case, winners)}))


def reasons(outcome: Document, option: str) -> Sequence[Sentence]:
    """With a budget what was left in its turn, with seats who marked it."""
    return by_purse(outcome, option) if "budget" in outcome else by_seats(outcome, option)


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
        Parameter("fit", "stop", ("stop", "skip"), label=FIT, labels=SKIP_OR_STOP),
        *eligibility.PARAMETERS,
    ),
    needs_budget=True,
    explanation=Explanation(
        summary=N_(
            "Il costo di ogni scelta pesa su chi l'ha segnata. Passa ogni volta la scelta che lascia il peso più "
            "piccolo: così passano anche i gruppi piccoli."
        ),
        lines=(
            MARK_ALL,
            N_(
                "Quando un'opzione passa, il suo costo si somma al peso che ha già chi l'ha segnata. Il totale si "
                "divide tra loro in parti uguali."
            ),
            N_("Ogni volta passa l'opzione che lascia il peso più piccolo."),
        ),
        example=Example(
            N_(
                "I posti sono 2. In 7 segnano Ada, e 6 di loro anche Bruno. In 4 segnano Carla. Entra Ada: pesa un "
                "settimo su ognuno dei 7. Bruno porterebbe il peso oltre un quarto, Carla a un quarto: entra Carla."
            ),
            "approval",
            ((6, ["Ada", "Bruno"]), (1, ["Ada"]), (4, ["Carla"])),
            ("Ada", "Carla"),
            params={"seats": "2"},
        ),
        reasons=reasons,
    ),
    committee=True,
    steady=True,
    variants=({}, {"fit": "skip"}),
    offered={Asking.GROUP: Offer(6, BallotKind.APPROVAL, asks=()), Asking.BUDGET: Offer(3, BallotKind.BUDGET)},
    preview=lambda params, cents: () if cents else previews.agreeing(params),
    traits={Trait.GROUPS: True, Trait.RAISED: True},
)
