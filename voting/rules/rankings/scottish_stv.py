# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""STV as Scottish councils count it: five decimals, cut off paper by paper. Source: SSI 2007/42; methods.md §2.1."""

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.engines.single_transferable import WORDS, elect
from voting.engines.stages import Number
from voting.tallies import Case, Parameter, Rule, Tally
from voting.words import previews
from voting.words.explanations import STRICT_ORDER, TO_THE_QUOTA, UNTIL_FULL, Example, Explanation
from voting.words.reasons import by_quota
from voting.words.sentences import N_

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
    explanation=Explanation(
        summary=N_(
            "Più posti, divisi in proporzione ai voti. I voti in più passano alla scelta che segue, fino alla quinta "
            "cifra."
        ),
        lines=(
            STRICT_ORDER,
            TO_THE_QUOTA,
            UNTIL_FULL,
        ),
        example=Example(
            N_(
                "I posti sono 2 e le schede 9: la quota è 4. Ada ha 6 voti ed entra. I 2 in più passano a Bruno, che "
                "da 1 arriva quasi a 3. Carla, che ne ha 2, esce ed entra Bruno."
            ),
            "ranking",
            ((6, ["Ada", "Bruno"]), (2, ["Carla"]), (1, ["Bruno"])),
            ("Ada", "Bruno"),
            params={"seats": "2"},
        ),
        reasons=by_quota,
        unit=N_("Prime preferenze"),
        counted=None,
    ),
    committee=True,
    offered={Asking.GROUP: Offer(2, BallotKind.RANKING)},
    preview=previews.quota,
    traits={Trait.GROUPS: True, Trait.RAISED: False},
)
