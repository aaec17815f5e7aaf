# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Minimax with margins: the option whose worst duel is the least bad (Simpson 1969, Kramer 1977). methods.md §1.4."""

import numpy as np

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.engines.duels import PARAMETERS, WORDS, detail
from voting.engines.pairwise import pairwise
from voting.tallies import Case, Rule, Tally, grouped, seated
from voting.words.explanations import EVERY_DUEL, IN_ORDER, Example, Explanation
from voting.words.reasons import by_duels
from voting.words.sentences import N_


def tally(case: Case) -> Tally:
    """The total of an option is its margin in its worst duel: negative if it loses one, positive if it wins all."""
    ids = case.ids
    matrix = pairwise(case.profile)
    gaps = matrix - matrix.T
    np.fill_diagonal(gaps, np.iinfo(np.int64).max)
    worst = dict(zip(ids, map(int, gaps.min(axis=1)), strict=True)) if len(ids) > 1 else {ids[0]: 0}
    ranking = grouped(ids, worst.__getitem__)
    winners = seated(case, ranking, worst)
    return Tally(winners, ranking, worst, lambda: detail(ids, matrix, winners, {}))


RULE = Rule(
    key="minimax",
    kinds=frozenset({BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {"name": "Minimax (sconfitta più piccola)", **WORDS["it"], "unit": "distacco nel confronto peggiore"},
        "en": {"name": "Minimax (smallest defeat)", **WORDS["en"], "unit": "margin in the worst duel"},
    },
    parameters=PARAMETERS,
    explanation=Explanation(
        summary=N_("Ogni progetto è confrontato con ogni altro. Vince chi perde meno nel suo confronto peggiore."),
        lines=(
            IN_ORDER,
            EVERY_DUEL,
            N_("Di ogni opzione si guarda la sfida peggiore. Vince chi lì perde con meno distacco, o non perde mai."),
        ),
        example=Example(
            N_(
                "Le sfide girano in tondo. Gli alberi perdono di 1 contro la fontana, le panchine di 3 contro gli "
                "alberi, la fontana di 5 contro le panchine. Vincono gli alberi."
            ),
            "ranking",
            (
                (4, ["alberi", "panchine", "fontana"]),
                (3, ["panchine", "fontana", "alberi"]),
                (2, ["fontana", "alberi", "panchine"]),
            ),
            ("alberi",),
        ),
        reasons=by_duels,
        unit=N_("Distacco nella sfida peggiore"),
        counted=None,
    ),
    offered={Asking.ORDER: Offer(5, BallotKind.RANKING)},
    traits={Trait.MAJORITY: True, Trait.DUELS: True, Trait.RAISED: True, Trait.LOSER: False},
)
