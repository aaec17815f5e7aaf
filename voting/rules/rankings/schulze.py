# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Schulze's beatpath rule with winning votes (Schulze 2011). Source: methods.md §1.4."""

import numpy as np

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.engines.duels import PARAMETERS, WORDS, detail, layers
from voting.engines.pairwise import pairwise
from voting.packing import Ints
from voting.tallies import Case, Rule, Tally, seated
from voting.words.explanations import EVERY_DUEL, IN_ORDER, ONE_DUEL, Explanation, rivals
from voting.words.reasons import by_duels
from voting.words.sentences import N_


def strengths(matrix: Ints) -> Ints:
    """``p[a, b]``: the strength of the strongest path from a to b. Floyd–Warshall, O(m³)."""
    paths = np.where(matrix > matrix.T, matrix, 0)
    for via in range(len(paths)):
        np.maximum(paths, np.minimum(paths[:, via : via + 1], paths[via : via + 1, :]), out=paths)
    np.fill_diagonal(paths, 0)
    return paths


def tally(case: Case) -> Tally:
    """Tie groups are the unbeaten options, then the unbeaten among the rest, and so on."""
    ids = case.ids
    matrix = pairwise(case.profile)
    paths = strengths(matrix)
    beats = paths > paths.T
    ranking = layers(ids, beats)
    wins = {ids[a]: int(beats[a].sum()) for a in range(len(ids))}
    winners = seated(case, ranking, wins)
    return Tally(winners, ranking, wins, lambda: detail(ids, matrix, winners, {"strengths": paths.tolist()}))


RULE = Rule(
    key="schulze",
    kinds=frozenset({BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {"name": "Schulze (confronti a coppie)", **WORDS["it"], "unit": "avversari superati"},
        "en": {"name": "Schulze (pairwise duels)", **WORDS["en"], "unit": "rivals beaten"},
    },
    parameters=PARAMETERS,
    explanation=Explanation(
        summary=N_(
            "Ogni progetto è confrontato con ogni altro: quanti lo preferiscono? Vince chi batte gli altri, anche per "
            "via indiretta."
        ),
        lines=(
            IN_ORDER,
            EVERY_DUEL,
            N_("Vince chi batte tutte le altre. Se le sfide girano in tondo, contano le catene di sfide più forti."),
        ),
        example=ONE_DUEL,
        reasons=by_duels,
        unit=N_("Avversari superati"),
        counted=rivals,
    ),
    offered={Asking.ORDER: Offer(1, BallotKind.RANKING)},
    traits={Trait.MAJORITY: True, Trait.DUELS: True, Trait.LOSER: True, Trait.RAISED: True},
)
