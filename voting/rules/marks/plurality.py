# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plurality: one mark a ballot, most votes win. Source: methods.md §1."""

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.engines.most_votes import PARAMETERS, words
from voting.engines.most_votes import tally as most_votes
from voting.tallies import Rule
from voting.words.explanations import MOST_VOTES, Example, Explanation
from voting.words.reasons import by_votes
from voting.words.sentences import N_

RULE = Rule(
    key="plurality",
    kinds=frozenset({BallotKind.CHOICE}),
    tally=most_votes,
    words=words("Maggioranza semplice", "Plurality"),
    parameters=PARAMETERS,
    explanation=Explanation(
        summary=N_("Ognuno sceglie un progetto solo. Vince il più scelto."),
        lines=(N_("Scegli un'opzione sola."), N_("Ogni scheda vale un voto."), MOST_VOTES),
        example=Example(
            N_("Le panchine hanno 5 voti, gli alberi 4, la fontana 1. Vincono le panchine."),
            "choice",
            ((5, ["panchine"]), (4, ["alberi"]), (1, ["fontana"])),
            ("panchine",),
        ),
        reasons=by_votes,
    ),
    offered={Asking.ONE: Offer(1, BallotKind.CHOICE)},
    traits={Trait.MAJORITY: True, Trait.RAISED: True, Trait.DUELS: False, Trait.LOSER: False},
)
