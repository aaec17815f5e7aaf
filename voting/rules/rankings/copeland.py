# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Copeland: one point for each duel won, half for each drawn (Copeland 1951). Source: methods.md §1.4."""

from fractions import Fraction

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.engines.duels import PARAMETERS, WORDS, detail
from voting.engines.pairwise import pairwise
from voting.tallies import Case, Rule, Tally, grouped, seated
from voting.words.explanations import EVERY_DUEL, IN_ORDER, Example, Explanation
from voting.words.reasons import by_duels
from voting.words.sentences import N_


def tally(case: Case) -> Tally:
    """Counted in half points."""
    ids = case.ids
    matrix = pairwise(case.profile)
    halves = 2 * (matrix > matrix.T).sum(axis=1) + (matrix == matrix.T).sum(axis=1) - 1
    points = {option: Fraction(int(count), 2) for option, count in zip(ids, halves, strict=True)}
    ranking = grouped(ids, points.__getitem__)
    winners = seated(case, ranking, points)
    return Tally(winners, ranking, points, lambda: detail(ids, matrix, winners, {}))


RULE = Rule(
    key="copeland",
    kinds=frozenset({BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {"name": "Copeland (confronti vinti)", **WORDS["it"], "unit": "confronti vinti, mezzo punto se pari"},
        "en": {"name": "Copeland (duels won)", **WORDS["en"], "unit": "duels won, half a point if drawn"},
    },
    parameters=PARAMETERS,
    explanation=Explanation(
        summary=N_("Ogni progetto è confrontato con ogni altro. Vince chi vince più confronti."),
        lines=(
            IN_ORDER,
            EVERY_DUEL,
            N_("Una sfida vinta vale un punto, una pari mezzo. Vince l'opzione con più punti."),
        ),
        example=Example(
            N_(
                "In 2 scrivono alberi, panchine, fontana. In uno scrive panchine, alberi, fontana. Gli alberi vincono "
                "due sfide, le panchine una, la fontana nessuna: vincono gli alberi."
            ),
            "ranking",
            ((2, ["alberi", "panchine", "fontana"]), (1, ["panchine", "alberi", "fontana"])),
            ("alberi",),
        ),
        reasons=by_duels,
        unit=N_("Sfide vinte"),
        counted=None,
    ),
    offered={Asking.ORDER: Offer(6, BallotKind.RANKING)},
    traits={Trait.MAJORITY: True, Trait.DUELS: True, Trait.LOSER: True, Trait.RAISED: True},
)
