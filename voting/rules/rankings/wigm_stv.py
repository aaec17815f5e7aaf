# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""STV by the weighted inclusive Gregory method with exact fractions: nothing is cut off. Source: methods.md §2.2."""

from fractions import Fraction

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.canonical import exact
from voting.engines.single_transferable import WORDS, elect
from voting.engines.stages import Number
from voting.tallies import Case, Parameter, Rule, Tally
from voting.words import previews
from voting.words.explanations import STRICT_ORDER, TO_THE_QUOTA, UNTIL_FULL, Example, Explanation
from voting.words.reasons import by_quota
from voting.words.sentences import N_


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
    explanation=Explanation(
        summary=N_(
            "Più posti, divisi in proporzione ai voti. I voti in più passano alla scelta che segue, in frazioni esatte."
        ),
        lines=(
            STRICT_ORDER,
            TO_THE_QUOTA,
            UNTIL_FULL,
        ),
        example=Example(
            N_(
                "I posti sono 2 e le schede 9: la quota è 4. Ada ha 6 voti ed entra. I 2 in più passano a Bruno, che "
                "da 1 arriva a 3. Carla, che ne ha 2, esce ed entra Bruno."
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
    offered={Asking.GROUP: Offer(4, BallotKind.RANKING)},
    preview=previews.quota,
    traits={Trait.GROUPS: True, Trait.RAISED: False},
)
