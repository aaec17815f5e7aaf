# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pairwise matrix of ranked ballots."""

import numpy as np
import numpy.typing as npt

from voting.packing import Ints
from voting.profile import Profile

CHUNK = 32_768


def pairwise(profile: Profile) -> Ints:
    """``N[a, b]``: ballots that rank a strictly above b (ranked above unranked; unranked are equal). m × m, exact.

    Cost O(distinct ballots · m²), in chunks of rows; float64 sums stay exact below 2⁵³ ballots.
    """
    m = len(profile.options)
    matrix = np.zeros((m, m), np.int64)
    last = int(profile.values.max()) + 1 if len(profile.values) else 1
    form = np.uint8 if last < 256 else np.int64
    for start in range(0, len(profile.weights), CHUNK):
        end = min(start + CHUNK, len(profile.weights))
        part = slice(int(profile.starts[start]), int(profile.starts[end]))
        rows = np.repeat(np.arange(end - start), np.diff(profile.starts[start : end + 1]))
        places = np.full((m, end - start), last, form)
        places[profile.columns[part], rows] = profile.values[part]
        matrix += _wins(places, profile.weights[start:end])
    return matrix


def _wins(places: npt.NDArray[np.integer], weights: Ints) -> Ints:
    """The matrix of a chunk: plain counts when every row stands for one ballot."""
    if (weights == 1).all():
        return np.array([np.count_nonzero(own < places, axis=1) for own in places], np.int64)
    heavy = weights.astype(np.float64)
    return np.array([((own < places) @ heavy).astype(np.int64) for own in places], np.int64)
