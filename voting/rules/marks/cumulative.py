# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cumulative voting: each ballot divides its points among the options, most points win. Source: methods.md §1."""

from voting.ballots import BallotKind
from voting.engines.most_votes import PARAMETERS, elect, words
from voting.tallies import Case, Rule, Tally


def tally(case: Case) -> Tally:
    """How many points a ballot may give is checked when it is cast (``Limits.points``)."""
    voters = dict(zip(case.ids, case.profile.votes, strict=True))
    return elect(case, dict(zip(case.ids, case.profile.scores, strict=True)), lambda: {"voters": voters})


RULE = Rule(
    key="cumulative",
    kinds=frozenset({BallotKind.POINTS}),
    tally=tally,
    words=words("Punti da dividere", "Cumulative voting", "punti", "points"),
    parameters=PARAMETERS,
)
