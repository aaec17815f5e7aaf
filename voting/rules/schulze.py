# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Schulze's beatpath rule with winning votes (Schulze 2011). Source: methods.md §1.4."""

from itertools import combinations

import numpy as np

from voting.ballots import BallotKind
from voting.packing import Ints
from voting.pairwise import pairwise
from voting.tallies import Case, Detail, Parameter, Rule, Tally
from voting.ties import Facts


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
    left = list(range(len(ids)))
    ranking: list[list[str]] = []
    while left:
        top = [a for a in left if not any(beats[b, a] for b in left)]
        ranking.append([ids[a] for a in top])
        left = [a for a in left if a not in top]
    wins = {ids[a]: int(beats[a].sum()) for a in range(len(ids))}
    winners: list[str] = []
    for stage, group in enumerate(ranking, 1):
        tied = list(group)
        while tied and len(winners) < case.seats:
            if len(winners) + len(tied) <= case.seats:
                winners += tied
                break
            chosen = case.ties.pick(stage, tied, Facts(wins, chosen=winners))
            winners.append(chosen)
            tied.remove(chosen)
    return Tally(winners, ranking, wins, lambda: _detail(ids, matrix, paths, winners))


def _detail(ids: tuple[str, ...], matrix: Ints, paths: Ints, winners: list[str]) -> Detail:
    duels = [
        {"option": ids[a], "rival": ids[b], "for": int(matrix[a, b]), "against": int(matrix[b, a])}
        for a, b in combinations(range(len(ids)), 2)
    ]
    rounds = [{"stage": 1, "act": "duels", "duels": duels, "elected": winners}]
    evidence = {"pairwise": matrix.tolist(), "strengths": paths.tolist()}
    return Detail(rounds, _margins(ids, matrix, winners), evidence)


def _margins(ids: tuple[str, ...], matrix: Ints, winners: list[str]) -> dict[str, object]:
    """For a first winner who beats everybody: the closest duel and how many switched ballots would turn it."""
    first = ids.index(winners[0])
    gaps = matrix[first] - matrix[:, first]
    rivals = [b for b in range(len(ids)) if b != first]
    if not rivals or min(gaps[b] for b in rivals) <= 0:
        return {"condorcet_winner": None if rivals else ids[first]}
    closest = min(rivals, key=lambda b: (int(gaps[b]), ids[b]))
    gap = int(gaps[closest])
    return {"condorcet_winner": ids[first], "closest_rival": ids[closest], "gap": gap, "switches": gap // 2 + 1}


RULE = Rule(
    key="schulze",
    kinds=frozenset({BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {"name": "Schulze (confronti a coppie)", "duels": "Confronti a coppie:", "unit": "avversari superati"},
        "en": {"name": "Schulze (pairwise duels)", "duels": "Pairwise duels:", "unit": "rivals beaten"},
    },
    parameters=(Parameter("seats", "1", form="integer"),),
)
