# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Approval: as many marks as the limits allow, most marks win (Brams and Fishburn 1978). Source: methods.md §1."""

from voting.ballots import BallotKind
from voting.engines.most_votes import PARAMETERS, words
from voting.engines.most_votes import tally as most_votes
from voting.tallies import Rule

RULE = Rule(
    key="approval",
    kinds=frozenset({BallotKind.APPROVAL}),
    tally=most_votes,
    words=words("Approvazione", "Approval"),
    parameters=PARAMETERS,
)
