# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Quadratic voting: v votes for or against an option cost v² credits (Lalley and Weyl 2018). Source: methods.md §1."""

from collections.abc import Mapping, Sequence
from math import isqrt

import numpy as np

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind, Limits
from voting.engines.most_votes import PARAMETERS, elect, words
from voting.packing import Ints, sums
from voting.profile import Profile
from voting.tallies import Case, Json, Parameter, Rule, Tally
from voting.words.explanations import Example, Explanation
from voting.words.reasons import by_votes
from voting.words.sentences import N_, Sentence, tell


def spent(profile: Profile) -> Ints:
    """Credits that each row spends."""
    squares = profile.values.astype(np.int64) ** 2
    return np.add.reduceat(squares, profile.starts[:-1]) if len(profile.weights) else np.zeros(0, np.int64)


def tally(case: Case) -> Tally:
    """Votes against are negative. With ``credits`` above 0 a ballot that spends more is void."""
    profile, credits = case.profile, int(case.params["credits"])
    paid = spent(profile)
    kept = paid <= credits if credits else np.ones(len(paid), bool)
    weights = np.where(kept, profile.weights, 0)
    amounts = profile.values * np.repeat(weights, np.diff(profile.starts))
    totals = dict(zip(case.ids, sums(profile.columns, amounts, len(case.ids)), strict=True))
    return elect(case, totals, lambda: _evidence(profile, paid, weights))


def _evidence(profile: Profile, paid: Ints, weights: Ints) -> Json:
    return {"void": int(profile.weights.sum() - weights.sum()), "credits_spent": str(int(paid @ weights))}


CREDITS = Parameter("credits", "0", form="integer", label=N_("Quanti crediti ha ognuno"), least=1, most=10_000)


def preview(params: Mapping[str, str], _cents: int | None) -> Sequence[Sentence]:
    """The most votes that the credits buy for one option, and for as many as possible."""
    credits = int(params["credits"])
    return [
        tell(
            "Con %(credits)s crediti si danno al massimo %(most)s voti a un'opzione sola, o un voto a %(credits)s "
            "opzioni.",
            credits=credits,
            most=isqrt(credits),
        )
    ]


RULE = Rule(
    key="quadratic",
    kinds=frozenset({BallotKind.POINTS}),
    tally=tally,
    words=words("Voto quadratico", "Quadratic voting"),
    parameters=(*PARAMETERS, CREDITS),
    explanation=Explanation(
        summary=N_("Ognuno spende crediti per dare voti. Insistere su un progetto costa sempre di più."),
        lines=(
            N_("Hai dei crediti da spendere in voti a favore o contro."),
            N_("Un voto costa 1 credito, due ne costano 4, tre ne costano 9."),
            N_("Vince l'opzione con più voti, tolti quelli contro."),
        ),
        example=Example(
            N_(
                "I crediti sono 9. Anna dà 3 voti agli alberi e spende 9. Bruno dà 2 voti alla fontana e 1 agli "
                "alberi: spende 5. Gli alberi hanno 4 voti e vincono."
            ),
            "points",
            ((1, {"alberi": 3}), (1, {"fontana": 2, "alberi": 1})),
            ("alberi",),
            params={"credits": "9"},
        ),
        reasons=by_votes,
    ),
    offered={Asking.POINTS: Offer(2, BallotKind.POINTS, {"credits": "25"})},
    limits=lambda params: Limits(credits=int(params["credits"]) or None),
    preview=preview,
    traits={Trait.RAISED: True},
)
