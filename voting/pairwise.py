# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pairwise matrix of ranked ballots."""

import numpy as np

from voting.packing import Ints
from voting.profile import Profile

CHUNK = 32_768


def pairwise(profile: Profile) -> Ints:
    """``N[a, b]``: ballots that rank a strictly above b (ranked above unranked; unranked are equal). m × m, exact.

    Cost O(distinct ballots · m²), in chunks of rows; float64 sums stay exact below 2⁵³ ballots.
    """
    m = len(profile.options)
    matrix = np.zeros((m, m), np.int64)
    rows = profile.row_of_mark
    last = int(profile.values.max()) + 1 if len(profile.values) else 1
    form = np.uint8 if last < 256 else np.int64
    for start in range(0, len(profile.weights), CHUNK):
        end = min(start + CHUNK, len(profile.weights))
        part = slice(int(profile.starts[start]), int(profile.starts[end]))
        places = np.full((m, end - start), last, form)
        places[profile.columns[part], rows[part] - start] = profile.values[part]
        weights = profile.weights[start:end].astype(np.float64)
        for a in range(m):
            matrix[a] += ((places[a] < places) @ weights).astype(np.int64)
    return matrix
