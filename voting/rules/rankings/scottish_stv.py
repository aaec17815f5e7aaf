# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""STV as Scottish councils count it: five decimals, cut off paper by paper. Source: SSI 2007/42; methods.md §2.1."""

from voting.ballots import BallotKind
from voting.engines.single_transferable import WORDS, elect
from voting.engines.stages import Number
from voting.tallies import Case, Parameter, Rule, Tally

ONE = 100_000


def _value(value: Number, surplus: Number, tally: Number) -> Number:
    return value * surplus // tally


def _text(units: Number) -> str:
    """Five decimals, always."""
    return f"{units // ONE}.{int(units % ONE):05d}"


def tally(case: Case) -> Tally:
    """One vote is 100,000 units; a transferred paper is worth ⌊value × surplus / tally⌋."""
    return elect(case, ONE, _value, _text)


RULE = Rule(
    key="scottish-stv",
    kinds=frozenset({BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {"name": "Voto singolo trasferibile (Scozia)", **WORDS["it"]},
        "en": {"name": "Single transferable vote (Scotland)", **WORDS["en"]},
    },
    parameters=(Parameter("seats", "1", form="integer"),),
    ties=("prior_stage", "lot"),
    strict=True,
)
