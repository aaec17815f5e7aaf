# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is a fair count? Ballots, profiles, rules and outcomes: pure mathematics, no clock, no chance.

Nothing here opens a file but `files.py`, which nothing else here imports.
"""

from voting import ballots
from voting.asking import Asking, Offer, Trait
from voting.ballots import Ballot, BallotKind, Limits
from voting.counts import count
from voting.errors import BallotError, CountError, FormatError, TieError, VotingError
from voting.evidence import transcript
from voting.evidence.outcome import Outcome, digest_of
from voting.evidence.sensitivity import sensitivity
from voting.evidence.whatifs import under_every_rule, what_if
from voting.evidence.winner_sets import winner_sets
from voting.lots.ties import CRITERIA, TiePolicy, lot_order, seed_of_lot
from voting.options import Option
from voting.profile import Profile
from voting.rules import RULES
from voting.tallies import Parameter, Rule

__all__ = [
    "CRITERIA",
    "RULES",
    "Asking",
    "Ballot",
    "BallotError",
    "BallotKind",
    "CountError",
    "FormatError",
    "Limits",
    "Offer",
    "Option",
    "Outcome",
    "Parameter",
    "Profile",
    "Rule",
    "TieError",
    "TiePolicy",
    "Trait",
    "VotingError",
    "ballots",
    "count",
    "digest_of",
    "lot_order",
    "seed_of_lot",
    "sensitivity",
    "transcript",
    "under_every_rule",
    "what_if",
    "winner_sets",
]
