# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ranked Pairs with winning votes (Tideman 1987): duels from the clearest on, each locked unless it closes a cycle.

A duel is clearer with more ballots for its winner, then with fewer against. Source: methods.md §1.4.
"""

from collections.abc import Sequence

import numpy as np

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.engines.duels import PARAMETERS, WORDS, Relation, detail, layers
from voting.engines.pairwise import pairwise
from voting.lots.ties import Facts
from voting.packing import Ints
from voting.tallies import Case, Rule, Tally, seated
from voting.words.explanations import IN_ORDER, ONE_DUEL, Explanation, rivals
from voting.words.reasons import by_duels
from voting.words.sentences import N_

Pair = tuple[int, int]


def tally(case: Case) -> Tally:
    """Above stands who is reached by locked duels; ``totals`` count the options below."""
    ids = case.ids
    matrix = pairwise(case.profile)
    locked, reach = _locked(case, matrix)
    beats = np.zeros_like(reach)
    for pair in locked:
        beats[pair] = True
    ranking = layers(ids, beats)
    above = {option: int(reach[at].sum()) - 1 for at, option in enumerate(ids)}
    winners = seated(case, ranking, above)
    named = [[ids[a], ids[b]] for a, b in locked]
    return Tally(winners, ranking, above, lambda: detail(ids, matrix, winners, {"locked": named}))


def _locked(case: Case, matrix: Ints) -> tuple[list[Pair], Relation]:
    """The duels locked, in order, and who then stands above whom, or is the same.

    Equally clear duels are ordered by the tie policy only where their order matters.
    """
    reach = np.eye(len(matrix), dtype=bool)
    locked: list[Pair] = []
    for stage, group in enumerate(_victories(matrix), 1):
        left = _open(group, reach)
        while left:
            chosen = left if _agree(left, reach) else [_first(case, stage, left)]
            for pair in chosen:
                _lock(reach, pair)
            locked += chosen
            left = _open([pair for pair in left if pair not in chosen], reach)
    return locked, reach


def _open(pairs: Sequence[Pair], reach: Relation) -> list[Pair]:
    """Those that close no cycle."""
    return [(a, b) for a, b in pairs if not reach[b, a]]


def _agree(pairs: Sequence[Pair], reach: Relation) -> bool:
    """Whether all of them together close no cycle."""
    together = reach.copy()
    for pair in pairs:
        _lock(together, pair)
    return not (together & together.T & ~np.eye(len(reach), dtype=bool)).any()


def _victories(matrix: Ints) -> list[list[Pair]]:
    """Won duels in groups of equal clearness, the clearest first."""
    groups: dict[Pair, list[Pair]] = {}
    for a, b in np.argwhere(matrix > matrix.T).tolist():
        groups.setdefault((-int(matrix[a, b]), int(matrix[b, a])), []).append((a, b))
    return [groups[key] for key in sorted(groups)]


def _lock(reach: Relation, pair: Pair) -> None:
    """Adds a duel to the closed relation: all above the winner now stand above all below the loser."""
    a, b = pair
    reach |= np.outer(reach[:, a], reach[b])


def _first(case: Case, stage: int, pairs: Sequence[Pair]) -> Pair:
    """The pair whose winner the policy prefers most, then whose loser it prefers least."""
    ids = case.ids
    winner = case.ties.pick(stage, {ids[a] for a, _ in pairs}, Facts())
    losers = {ids[b] for a, b in pairs if ids[a] == winner}
    loser = case.ties.pick(stage, losers, Facts(), exclude=True)
    return ids.index(winner), ids.index(loser)


RULE = Rule(
    key="ranked-pairs",
    kinds=frozenset({BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {"name": "Coppie ordinate", **WORDS["it"], "unit": "opzioni che stanno sotto"},
        "en": {"name": "Ranked pairs", **WORDS["en"], "unit": "options below"},
    },
    parameters=PARAMETERS,
    explanation=Explanation(
        summary=N_(
            "Ogni progetto è confrontato con ogni altro. I confronti più netti si fissano per primi. Vince chi resta "
            "davanti a tutti."
        ),
        lines=(
            IN_ORDER,
            N_(
                "Ogni opzione sfida tutte le altre, due alla volta. Le sfide si guardano dalla più netta alla più "
                "incerta."
            ),
            N_(
                "Ogni sfida fissa chi sta davanti, se non contraddice quelle già fissate. Vince chi resta davanti a "
                "tutti."
            ),
        ),
        example=ONE_DUEL,
        reasons=by_duels,
        unit=N_("Avversari superati"),
        counted=rivals,
    ),
    offered={Asking.ORDER: Offer(2, BallotKind.RANKING)},
    traits={Trait.MAJORITY: True, Trait.DUELS: True, Trait.LOSER: True, Trait.RAISED: True},
)
