# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Minimax with margins: the option whose worst duel is the least bad (Simpson 1969, Kramer 1977). methods.md §1.4."""

import numpy as np

from voting.ballots import BallotKind
from voting.engines.duels import PARAMETERS, WORDS, detail
from voting.engines.pairwise import pairwise
from voting.tallies import Case, Rule, Tally, grouped, seated


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
)
