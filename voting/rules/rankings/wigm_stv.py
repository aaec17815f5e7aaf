# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""STV by the weighted inclusive Gregory method with exact fractions: nothing is cut off. Source: methods.md §2.2."""

from fractions import Fraction

from voting.ballots import BallotKind
from voting.canonical import exact
from voting.engines.single_transferable import WORDS, elect
from voting.engines.stages import Number
from voting.tallies import Case, Parameter, Rule, Tally


def _value(value: Number, surplus: Number, tally: Number) -> Number:
    return Fraction(value) * surplus / tally


def tally(case: Case) -> Tally:
    """A transferred paper is worth value × surplus / tally, as a fraction."""
    return elect(case, 1, _value, exact)


RULE = Rule(
    key="wigm-stv",
    kinds=frozenset({BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {"name": "Voto singolo trasferibile (con frazioni)", **WORDS["it"]},
        "en": {"name": "Single transferable vote (with fractions)", **WORDS["en"]},
    },
    parameters=(Parameter("seats", "1", form="integer"),),
    ties=("prior_stage", "lot"),
    strict=True,
)
