# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the rules on the pairwise matrix share: their round, their margins, the order from a relation of defeats."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from voting.packing import Ints
from voting.tallies import Detail, Parameter

Relation = npt.NDArray[np.bool_]

PARAMETERS = (Parameter("seats", "1", form="integer"),)
WORDS = {"it": {"duels": "Confronti a coppie:"}, "en": {"duels": "Pairwise duels:"}}


def layers(ids: Sequence[str], beats: Relation) -> list[list[str]]:
    """Tie groups: the options that none of those left beats, then the same among the rest. ``beats`` has no cycle."""
    left = list(range(len(ids)))
    groups: list[list[str]] = []
    while left:
        top = [a for a in left if not beats[left, a].any()]
        groups.append([ids[a] for a in top])
        left = [a for a in left if a not in top]
    return groups


def detail(ids: Sequence[str], matrix: Ints, winners: Sequence[str], more: Mapping[str, object]) -> Detail:
    """One round with every duel, the margins, and the matrix as evidence (``matrix[a][b]``: ballots for a over b)."""
    duels = [
        {"option": ids[a], "rival": ids[b], "for": int(matrix[a, b]), "against": int(matrix[b, a])}
        for a, b in combinations(range(len(ids)), 2)
    ]
    rounds = [{"stage": 1, "act": "duels", "duels": duels, "elected": list(winners)}]
    return Detail(rounds, margins(ids, matrix, winners), {"pairwise": matrix.tolist(), **more})


def margins(ids: Sequence[str], matrix: Ints, winners: Sequence[str]) -> dict[str, object]:
    """The duel of the first winner that is closest to turning, and how many switched ballots turn it.

    If the first winner beats everybody it is a Condorcet winner, and with fewer switched ballots it loses no duel; if
    not, ``closest_duel`` is the closest of all duels.
    """
    first = ids.index(winners[0])
    gaps = matrix - matrix.T
    rivals = [b for b in range(len(ids)) if b != first]
    if not rivals:
        return {"condorcet_winner": ids[first]}
    if min(gaps[first, b] for b in rivals) > 0:
        closest = min(rivals, key=lambda b: (int(gaps[first, b]), ids[b]))
        gap = int(gaps[first, closest])
        return {"condorcet_winner": ids[first], "closest_rival": ids[closest], "gap": gap, "switches": gap // 2 + 1}
    a, b = min(combinations(range(len(ids)), 2), key=lambda pair: (abs(int(gaps[pair])), pair))
    a, b = (a, b) if gaps[a, b] >= 0 else (b, a)
    gap = int(gaps[a, b])
    duel = {"option": ids[a], "rival": ids[b], "gap": gap, "switches": gap // 2 + 1}
    return {"condorcet_winner": None, "closest_duel": duel}
