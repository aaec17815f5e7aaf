# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Score voting: the highest sum of scores, or the highest mean. Source: methods.md §1."""

from fractions import Fraction

from voting.ballots import BallotKind
from voting.engines.most_votes import PARAMETERS, elect, words
from voting.tallies import Case, Parameter, Rule, Tally, grouped

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


RULE = Rule(
    key="score",
    kinds=frozenset({BallotKind.SCORES}),
    tally=tally,
    words={language: {**sentences, "means": MEANS[language]} for language, sentences in WORDS.items()},
    parameters=(
        *PARAMETERS,
        Parameter("mode", "total", ("total", "mean")),
        Parameter("floor", "0.5", form="share"),
    ),
)
