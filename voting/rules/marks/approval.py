# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Approval: as many marks as the limits allow, most marks win (Brams and Fishburn 1978). Source: methods.md §1."""

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.engines.most_votes import PARAMETERS, words
from voting.engines.most_votes import tally as most_votes
from voting.tallies import Rule
from voting.words.explanations import EACH_A_VOTE, MARK_ALL, MOST_VOTES, Example, Explanation
from voting.words.reasons import by_votes
from voting.words.sentences import N_

RULE = Rule(
    key="approval",
    kinds=frozenset({BallotKind.APPROVAL}),
    tally=most_votes,
    words=words("Approvazione", "Approval"),
    parameters=PARAMETERS,
    explanation=Explanation(
        summary=N_("Si contano le scelte di ogni progetto. Vince chi ne ha di più."),
        lines=(MARK_ALL, EACH_A_VOTE, MOST_VOTES),
        example=Example(
            N_(
                "Anna segna alberi e panchine, Bruno segna alberi, Carla segna fontana. Gli alberi hanno 2 voti, "
                "gli altri 1: vincono gli alberi."
            ),
            "approval",
            ((1, ["alberi", "panchine"]), (1, ["alberi"]), (1, ["fontana"])),
            ("alberi",),
        ),
        reasons=by_votes,
    ),
    offered={Asking.SOME: Offer(1, BallotKind.APPROVAL)},
    traits={Trait.RAISED: True, Trait.MAJORITY: False},
)
