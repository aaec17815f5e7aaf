# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often similar ballots would have elected the same: the whole count again on ballots drawn with replacement.

It is a sensitivity, not a probability: those who voted are no sample of anybody else. It never binds, and is made when
somebody asks. methods.md §2.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from voting.canonical import exact
from voting.counts import count
from voting.errors import CountError
from voting.evidence.outcome import Outcome
from voting.profile import Profile

RESAMPLES = 500


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """``same`` of ``resamples`` draws elected the very set that won; ``elected``: draws in which each option won."""

    resamples: int
    same: int
    elected: Mapping[str, int]

    @property
    def share(self) -> Fraction:
        """The share of draws with the same winners."""
        return Fraction(self.same, self.resamples)

    def as_json(self) -> dict[str, object]:
        """For publication, under the name that says what it is."""
        return {
            "sensitivity": exact(self.share),
            "resamples": self.resamples,
            "same": self.same,
            "elected": dict(sorted(self.elected.items())),
        }


def sensitivity(outcome: Outcome, seed: int = 0, resamples: int = RESAMPLES) -> Sensitivity:
    """Counts ``resamples`` multinomial draws of as many valid ballots as there were, under the outcome's own rule.

    Ties fall as the outcome's policy says. Equal seeds give equal figures. Raises CountError bad_parameter (no
    resamples, no valid ballots) and TieError when a draw ties and the policy leaves it open.
    """
    profile, money = outcome.inputs.profile, outcome.inputs.budget
    if resamples < 1 or not profile.n_valid:
        raise CountError("bad_parameter", parameter="resamples", found=str(resamples), expected="at least 1")
    draws = np.random.default_rng(seed)
    shares = profile.weights / profile.n_valid
    winners = set(outcome.winners)
    elected = Counter(dict.fromkeys(profile.ids, 0))
    same = 0
    for _ in range(resamples):
        drawn = _weighted(profile, draws.multinomial(profile.n_valid, shares).astype(np.int64))
        found = count(outcome.rule, drawn, outcome.params, outcome.policy, budget=money, unit=outcome.inputs.unit)
        elected.update(found.winners)
        same += winners == set(found.winners)
    return Sensitivity(resamples, same, dict(elected))


def _weighted(profile: Profile, weights: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Profile:
    """The same rows with other weights; rows that nobody cast are left out."""
    full = weights > 0
    lengths = np.diff(profile.starts)
    marks = np.repeat(full, lengths)
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths[full])))
    return Profile(
        profile.kind,
        profile.options,
        starts,
        profile.columns[marks],
        profile.values[marks],
        weights[full],
        profile.row_groups[full],
        profile.groups,
        profile.blanks,
        profile.n_invalid,
    )
