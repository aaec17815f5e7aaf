# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Greedy budget: options by score, each funded if it still fits. Source: methods.md §3.1."""

from collections.abc import Callable
from fractions import Fraction

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.canonical import exact
from voting.engines import eligibility
from voting.engines.purse import WORDS, Number, Purse, purse
from voting.tallies import Case, Detail, Parameter, Rule, Tally, grouped
from voting.words.explanations import FIT, MARK_PROJECTS, SKIP_OR_STOP, Example, Explanation
from voting.words.reasons import by_purse
from voting.words.sentences import N_


def tally(case: Case) -> Tally:
    """Options below the threshold leave first; the others in order of votes or of votes per cost."""
    money = purse(case, case.profile.scores)
    votes, score = money.votes, _score(case.params["order"], money)
    money.spend(grouped(money.leave_out(), score), stops=case.params["fit"] == "stop")
    detail = Detail(money.rounds, money.missing, {"spent": exact(money.spent), "left": exact(money.left)})
    return Tally(money.funded, grouped(case.ids, score), votes, lambda: detail)


def _score(order: str, purse: Purse) -> Callable[[str], Number]:
    if order == "votes":
        return purse.votes.__getitem__
    return lambda option: Fraction(purse.votes[option]) / purse.costs[option]


RULE = Rule(
    key="greedy",
    version="2",
    kinds=frozenset({BallotKind.APPROVAL, BallotKind.BUDGET, BallotKind.CHOICE, BallotKind.POINTS, BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {
            "name": "I più votati finché ci sono fondi",
            "unit": "voti",
            **WORDS["it"],
        },
        "en": {
            "name": "Most votes while money lasts",
            "unit": "votes",
            **WORDS["en"],
        },
    },
    parameters=(
        Parameter("fit", "skip", ("skip", "stop"), label=FIT, labels=SKIP_OR_STOP),
        Parameter(
            "order",
            "votes",
            ("votes", "votes-per-cost"),
            label=N_("In che ordine si guardano i progetti"),
            labels={"votes": N_("per numero di voti"), "votes-per-cost": N_("per voti in rapporto al costo")},
        ),
        *eligibility.PARAMETERS,
    ),
    ties=("more_votes", "lower_cost", "lot"),
    needs_budget=True,
    explanation=Explanation(
        summary=N_("I progetti si mettono in fila per voti. Si finanziano dal primo in giù, finché i soldi bastano."),
        lines=(
            MARK_PROJECTS,
            N_("I progetti si mettono in fila, dal più votato."),
            N_("Si finanzia chi ci sta con i soldi rimasti; chi non ci sta viene saltato."),
        ),
        example=Example(
            N_(
                "Ci sono 100 euro. Il parco ha 5 voti e costa 50: finanziato. L'orto ha 4 voti e costa 70: non ci sta. "
                "Il campo ha 2 voti e costa 30: finanziato."
            ),
            "budget",
            ((4, ["parco", "orto"]), (1, ["parco", "campo"]), (1, ["campo"])),
            ("parco", "campo"),
            {"parco": 50, "orto": 70, "campo": 30},
            100,
        ),
        reasons=by_purse,
        as_comparison=N_("Come sarebbe andata contando solo i voti"),
    ),
    offered={Asking.BUDGET: Offer(2, BallotKind.BUDGET)},
    traits={Trait.RAISED: True, Trait.GROUPS: False},
    beside="equal-shares",
    steady=True,
    variants=({}, {"fit": "stop"}, {"order": "votes-per-cost"}),
)
