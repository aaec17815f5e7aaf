# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cumulative voting: each ballot divides its points among the options, most points win. Source: methods.md §1."""

from collections.abc import Mapping, Sequence

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind, Limits
from voting.engines.most_votes import PARAMETERS, elect, words
from voting.tallies import Case, Parameter, Rule, Tally
from voting.words.explanations import MOST_POINTS, Example, Explanation
from voting.words.reasons import by_points
from voting.words.sentences import N_, Sentence, tell


def tally(case: Case) -> Tally:
    """How many points a ballot may give is checked when it is cast (``Limits.points``)."""
    voters = dict(zip(case.ids, case.profile.votes, strict=True))
    return elect(case, dict(zip(case.ids, case.profile.scores, strict=True)), lambda: {"voters": voters})


def preview(params: Mapping[str, str], _cents: int | None) -> Sequence[Sentence]:
    """How many points a voter divides."""
    return [tell("Ognuno ha %(points)s punti: può darli tutti a un'opzione o dividerli.", points=int(params["points"]))]


RULE = Rule(
    key="cumulative",
    kinds=frozenset({BallotKind.POINTS}),
    tally=tally,
    words=words("Punti da dividere", "Cumulative voting", "punti", "points"),
    parameters=PARAMETERS,
    explanation=Explanation(
        summary=N_("Ognuno divide i suoi punti tra i progetti. Vince chi ha più punti."),
        lines=(
            N_("Hai dei punti da dividere tra le opzioni."),
            N_("Puoi darli tutti a una o un po' a ciascuna."),
            MOST_POINTS,
        ),
        example=Example(
            N_(
                "I punti sono 10. Anna ne dà 6 agli alberi e 4 alla fontana, Bruno ne dà 10 alla fontana. La fontana "
                "ha 14 punti e vince."
            ),
            "points",
            ((1, {"alberi": 6, "fontana": 4}), (1, {"fontana": 10})),
            ("fontana",),
        ),
        reasons=by_points,
        unit=N_("Punti"),
        counted=None,
    ),
    offered={Asking.POINTS: Offer(1, BallotKind.POINTS)},
    paper=(Parameter("points", "10", form="integer", label=N_("Quanti punti ha ognuno"), least=1, most=1000),),
    limits=lambda params: Limits(points=int(params["points"]) or None),
    preview=preview,
    traits={Trait.RAISED: True},
)
