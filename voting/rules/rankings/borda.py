# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Borda: a point for each rival ranked below, half for each at the same place. Source: methods.md §1.2."""

from fractions import Fraction

from voting.ballots import BallotKind
from voting.engines.duels import PARAMETERS, WORDS, detail
from voting.engines.pairwise import pairwise
from voting.tallies import Case, Rule, Tally, grouped, seated


def tally(case: Case) -> Tally:
    """From the pairwise matrix, counted in half points; unranked options are equal at the last place."""
    ids = case.ids
    matrix = pairwise(case.profile)
    drawn = case.profile.n_valid - matrix - matrix.T
    halves = (2 * matrix + drawn).sum(axis=1) - case.profile.n_valid
    points = {option: Fraction(int(count), 2) for option, count in zip(ids, halves, strict=True)}
    ranking = grouped(ids, points.__getitem__)
    winners = seated(case, ranking, points)
    return Tally(winners, ranking, points, lambda: detail(ids, matrix, winners, {}))


RULE = Rule(
    key="borda",
    kinds=frozenset({BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {"name": "Borda (punti per posto)", **WORDS["it"], "unit": "punti"},
        "en": {"name": "Borda (points by place)", **WORDS["en"], "unit": "points"},
    },
    parameters=PARAMETERS,
)
