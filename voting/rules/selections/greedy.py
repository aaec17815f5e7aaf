# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Greedy budget: options by score, each funded if it still fits. Source: methods.md §3.1."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from voting.ballots import BallotKind
from voting.canonical import exact
from voting.engines import eligibility
from voting.engines.purse import WORDS, Number, Purse, leave_out
from voting.tallies import Case, Detail, Parameter, Rule, Tally, grouped
from voting.words.explanations import FIT, MARK_PROJECTS, SKIP_OR_STOP, Example, Explanation
from voting.words.reasons import by_purse
from voting.words.sentences import N_


def tally(case: Case) -> Tally:
    """Options below the threshold leave first; the others in order of votes or of votes per cost."""
    costs: dict[str, Number] = dict(zip(case.ids, case.costs, strict=True))
    votes = dict(zip(case.ids, case.profile.scores, strict=True))
    score = _score(case.params["order"], votes, costs)
    purse = Purse(case.budget, costs, votes, case.ties, eligibility.caps(case))
    able = leave_out(case, purse, case.profile.scores)
    purse.spend(grouped(able, score), case.params["fit"] == "stop")
    spent = sum((costs[option] for option in purse.funded), Fraction(0))
    evidence = {"spent": exact(spent), "left": exact(purse.left)}
    detail = Detail(purse.rounds, purse.missing, evidence)
    return Tally(purse.funded, grouped(case.ids, score), votes, lambda: detail)


def _score(order: str, votes: Mapping[str, int], costs: Mapping[str, Number]) -> Callable[[str], Number]:
    if order == "votes":
        return votes.__getitem__
    return lambda option: Fraction(votes[option]) / costs[option]


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
    offered={BallotKind.BUDGET: 2},
    beside="equal-shares",
    steady=True,
    variants=({}, {"fit": "stop"}, {"order": "votes-per-cost"}),
)
