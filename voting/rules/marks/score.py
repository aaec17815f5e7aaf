# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Score voting: the highest sum of scores, or the highest mean. Source: methods.md §1."""

from collections.abc import Sequence
from fractions import Fraction

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind, Limits
from voting.engines.most_votes import PARAMETERS, elect, words
from voting.tallies import Case, Parameter, Rule, Tally, grouped
from voting.words.explanations import MOST_POINTS, Document, Example, Explanation
from voting.words.reasons import by_points
from voting.words.sentences import N_, Sentence, tell

Number = int | Fraction

WORDS = words("Punteggi", "Score voting", "punti", "points")
MEANS = {
    "it": "In graduatoria per punteggio medio; chi ha ricevuto troppo pochi voti sta in fondo.",
    "en": "Ranked by mean score; options with too few ratings stand last.",
}


def tally(case: Case) -> Tally:
    """Sums; or means over those who rated, where options with too few ratings stand behind all others.

    Too few: less than ``floor`` times the median number of ratings.
    """
    rated = dict(zip(case.ids, case.profile.votes, strict=True))
    sums = dict(zip(case.ids, case.profile.scores, strict=True))
    if case.params["mode"] == "total":
        return elect(case, sums, lambda: {"ratings": rated})
    means: dict[str, Number] = {option: Fraction(sums[option], rated[option] or 1) for option in case.ids}
    least = Fraction(case.params["floor"]) * _median(list(rated.values()))
    able = [option for option in case.ids if rated[option] >= least]
    behind = [option for option in case.ids if rated[option] < least]
    ranking = [*grouped(able, means.__getitem__), *grouped(behind, means.__getitem__)]
    return elect(case, means, lambda: {"ratings": rated, "too_few_ratings": behind}, ranking, "means")


def _median(counts: list[int]) -> Fraction:
    ordered = sorted(counts)
    half = len(ordered) // 2
    return Fraction(ordered[half] + ordered[-half - 1], 2)


def reasons(outcome: Document, option: str) -> Sequence[Sentence]:
    """As any rule with points, except for options that too few have rated."""
    if option not in outcome["winners"] and option in outcome["evidence"].get("too_few_ratings", ()):
        return [tell("L'hanno valutata in troppo pochi.")]
    return by_points(outcome, option)


RULE = Rule(
    key="score",
    kinds=frozenset({BallotKind.SCORES}),
    tally=tally,
    words={language: {**sentences, "means": MEANS[language]} for language, sentences in WORDS.items()},
    parameters=(
        *PARAMETERS,
        Parameter(
            "mode",
            "total",
            ("total", "mean"),
            label=N_("Come si fa la graduatoria"),
            labels={"total": N_("per somma dei punteggi"), "mean": N_("per media dei punteggi")},
        ),
        Parameter("floor", "0.5", form="share", label=N_("Con la media: quanti devono valutarla, rispetto alle altre")),
    ),
    explanation=Explanation(
        summary=N_("Ognuno dà un punteggio ai progetti. Vince chi ha più punti."),
        lines=(
            N_("Dai un punteggio alle opzioni che vuoi."),
            N_("I punteggi di ogni opzione si sommano, o se ne fa la media."),
            MOST_POINTS,
        ),
        example=Example(
            N_("Gli alberi ricevono 5, 4 e 3: in tutto 12. Le panchine 5, 5 e 0: in tutto 10. Vincono gli alberi."),
            "scores",
            ((1, {"alberi": 5, "panchine": 5}), (1, {"alberi": 4, "panchine": 5}), (1, {"alberi": 3, "panchine": 0})),
            ("alberi",),
        ),
        reasons=reasons,
        unit=N_("Punti"),
        counted=None,
    ),
    offered={Asking.JUDGEMENT: Offer(2, BallotKind.SCORES)},
    paper=(
        Parameter(
            "top",
            "5",
            form="integer",
            label=N_("Il punteggio più alto"),
            labels={"3": "3", "5": "5", "10": "10"},
        ),
    ),
    limits=lambda params: Limits(top=int(params["top"]) or None),
    scale=lambda params: [str(score) for score in range(int(params["top"]) + 1)],
    traits={Trait.RAISED: True, Trait.MAJORITY: False},
)
