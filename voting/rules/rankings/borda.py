# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Borda: a point for each rival ranked below, half for each at the same place (Borda 1781). Source: methods.md §1.2."""

from fractions import Fraction

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.engines.duels import PARAMETERS, WORDS, detail
from voting.engines.pairwise import pairwise
from voting.tallies import Case, Rule, Tally, grouped, seated
from voting.words.explanations import IN_ORDER, MOST_POINTS, Example, Explanation
from voting.words.reasons import by_points
from voting.words.sentences import N_


def tally(case: Case) -> Tally:
    """From the pairwise matrix, counted in half points; unranked options are equal at the last place."""
    ids = case.ids
    matrix = pairwise(case.profile)
    drawn = case.profile.n_valid - matrix - matrix.T
    halves = (2 * matrix + drawn).sum(axis=1) - case.profile.n_valid
    points = {option: Fraction(int(count), 2) for option, count in zip(ids, halves, strict=True)}
    ranking = grouped(ids, points.__getitem__)
    winners = seated(case, ranking, points)
    return Tally(winners, ranking, points, lambda: detail(ids, matrix, winners, {}))


RULE = Rule(
    key="borda",
    kinds=frozenset({BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {"name": "Borda (punti per posto)", **WORDS["it"], "unit": "punti"},
        "en": {"name": "Borda (points by place)", **WORDS["en"], "unit": "points"},
    },
    parameters=PARAMETERS,
    explanation=Explanation(
        summary=N_("Ogni progetto riceve un punto per ogni progetto che gli sta dietro. Vince chi ha più punti."),
        lines=(
            IN_ORDER,
            N_("Ogni opzione riceve un punto per ogni opzione che le metti dietro, mezzo per ogni opzione alla pari."),
            MOST_POINTS,
        ),
        example=Example(
            N_(
                "Anna scrive alberi, panchine, fontana: 2 punti agli alberi, 1 alle panchine. Bruno scrive panchine, "
                "alberi, fontana. Carla scrive alberi, fontana, panchine. Gli alberi hanno 5 punti e vincono."
            ),
            "ranking",
            (
                (1, ["alberi", "panchine", "fontana"]),
                (1, ["panchine", "alberi", "fontana"]),
                (1, ["alberi", "fontana", "panchine"]),
            ),
            ("alberi",),
        ),
        drawn="totals",
        reasons=by_points,
        unit=N_("Punti"),
        counted=None,
    ),
    offered={Asking.ORDER: Offer(4, BallotKind.RANKING)},
    traits={Trait.LOSER: True, Trait.RAISED: True, Trait.MAJORITY: False, Trait.DUELS: False},
)
