# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plurality: one mark a ballot, most votes win. Source: methods.md §1."""

from voting.ballots import BallotKind
from voting.engines.most_votes import PARAMETERS, words
from voting.engines.most_votes import tally as most_votes
from voting.tallies import Rule

RULE = Rule(
    key="plurality",
    kinds=frozenset({BallotKind.CHOICE}),
    tally=most_votes,
    words=words("Maggioranza semplice", "Plurality"),
    parameters=PARAMETERS,
)
