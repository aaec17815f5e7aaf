# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Majority Judgment: the best median grade, ties by removing medians (Balinski and Laraki 2010). methods.md §1.1."""

from collections.abc import Mapping, Sequence

import numpy as np

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind, Limits
from voting.engines.most_votes import PARAMETERS
from voting.errors import CountError
from voting.tallies import Case, Detail, Parameter, Rule, Tally, seated
from voting.words.explanations import Document, Example, Explanation
from voting.words.sentences import N_, Number, Sentence, Value, Worded, tell

Grades = Sequence[int]
MOST = 1_000  # grades; each takes a column of the table, and a file may claim any number


def key(tally: Grades) -> tuple[int, ...]:
    """A key that orders tallies as repeated removal of one median judgment does, without the repeats.

    ``tally[g]``: judgments of grade g, 0 the worst. For each grade: the lower median, then n plus the larger group
    outside it if that is above, n minus it if it is below (or equal); then the median's judgments join the next
    non-empty grade on that side. Source: MieuxVoter majority-judgment-library-go, docs/SCORE.md.
    """
    left, n = list(tally), sum(tally)
    parts: list[int] = []
    for _ in left:
        median = _median(left, n)
        below, above = sum(left[:median]), sum(left[median + 1 :])
        parts += [median, n + above if above > below else n - below]
        side = range(median + 1, len(left)) if above > below else range(median - 1, -1, -1)
        to = next((grade for grade in side if left[grade]), median)
        held, left[median] = left[median], 0
        left[to] += held
    return tuple(parts)


def _median(tally: Grades, n: int) -> int:
    """The lower median: the grade at place ⌈n/2⌉ from the worst."""
    passed = 0
    for grade, count in enumerate(tally):
        passed += count
        if 2 * passed >= n:
            return grade
    return 0


def gauge(tally: Grades) -> dict[str, object]:
    """The majority gauge: median grade, judgments above and below it, and the sign of the larger group."""
    median = _median(tally, sum(tally))
    below, above = sum(tally[:median]), sum(tally[median + 1 :])
    return {"grade": median, "above": above, "below": below, "sign": "+" if above > below else "-"}


def tallies(case: Case) -> dict[str, list[int]]:
    """Judgments of each grade for each option; who did not rate an option gives it the lowest grade."""
    profile, m = case.profile, len(case.ids)
    given = int(profile.values.max(initial=0)) + 1
    grades = int(case.params["grades"]) or max(given, 2)
    if given > grades or int(profile.values.min(initial=0)) < 0:
        raise CountError("bad_profile", reason="a grade outside 0 … grades − 1")
    if grades > MOST:
        raise CountError("bad_profile", reason=f"more than {MOST} grades")
    marked = np.repeat(profile.weights, np.diff(profile.starts))
    table = np.zeros((m, grades), np.int64)
    np.add.at(table, (profile.columns, profile.values), marked)
    table[:, 0] += profile.n_valid - table.sum(axis=1)
    return dict(zip(case.ids, table.tolist(), strict=True))


def tally(case: Case) -> Tally:
    """``totals`` are median grades; the ranking follows the whole key."""
    counts = tallies(case)
    keys = {option: key(counts[option]) for option in case.ids}
    ranking = [sorted(o for o in case.ids if keys[o] == k) for k in sorted(set(keys.values()), reverse=True)]
    medians = {option: keys[option][0] for option in case.ids}
    winners = seated(case, ranking, medians)
    return Tally(winners, ranking, medians, lambda: _detail(case, counts, winners, ranking))


def _detail(
    case: Case, counts: Mapping[str, Grades], winners: Sequence[str], ranking: Sequence[Sequence[str]]
) -> Detail:
    gauges = {option: gauge(counts[option]) for option in case.ids}
    order = [option for group in ranking for option in group]
    rounds = [
        {
            "stage": 1,
            "act": "judged",
            "option": option,
            **gauges[option],
            "grades": list(counts[option]),
            "elected": [option] if option in winners else [],
        }
        for option in order
    ]
    rated = dict(zip(case.ids, case.profile.votes, strict=True))
    losers = [option for option in order if option not in winners]
    margins: dict[str, object] = {}
    if losers:
        last = winners[-1]
        margins = {
            "last_elected": last,
            "first_excluded": losers[0],
            "lowered_by_one": _lowered(counts[last], key(counts[losers[0]])),
        }
    return Detail(rounds, margins, {"grades": dict(counts), "rated": rated})


def _lowered(tally: Grades, rival: tuple[int, ...]) -> int | None:
    """The fewest judgments, from the median up, that lowered by one grade put the option behind; None if none do."""
    most = sum(tally) - tally[0]

    def behind(moved: int) -> bool:
        left, grade = list(tally), max(1, _median(tally, sum(tally)))
        for at in [*range(grade, len(left)), *range(grade - 1, 0, -1)]:
            step = min(moved, tally[at])
            left[at], left[at - 1], moved = left[at] - step, left[at - 1] + step, moved - step
        return key(left) < rival

    if not behind(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if behind(middle) else (middle, high)
    return high


def reasons(outcome: Document, option: str) -> Sequence[Sentence]:
    """The median grade, and how many judged higher or lower, which decides among equal ones."""
    judged = {step["option"]: step for step in outcome["rounds"]}
    grade, last = judged[option]["grade"], min(judged[winner]["grade"] for winner in outcome["winners"])
    words = SCALES.get(outcome["params"]["grades"], ())
    if option not in outcome["winners"] and grade < last:
        values = {"grade": _said(grade, words), "needed": _said(last, words)}
        return [tell("Il giudizio di mezzo è «%(grade)s»: serviva «%(needed)s».", **values)]
    above, below = Number(judged[option]["above"]), Number(judged[option]["below"])
    return [
        tell(
            "Il giudizio di mezzo è «%(grade)s». Giudizi più alti: %(above)s, più bassi: %(below)s.",
            grade=_said(grade, words),
            above=above,
            below=below,
        )
    ]


def _said(grade: int, words: Sequence[str]) -> Value:
    """A grade by its word, where the scale has words."""
    return Worded(words[grade]) if words else grade


SCALES: Mapping[str, Sequence[str]] = {
    "3": (N_("Da respingere"), N_("Accettabile"), N_("Buono")),
    "4": (N_("Da respingere"), N_("Accettabile"), N_("Buono"), N_("Ottimo")),
    "5": (N_("Da respingere"), N_("Insufficiente"), N_("Accettabile"), N_("Buono"), N_("Ottimo")),
    "6": (
        N_("Da respingere"),
        N_("Insufficiente"),
        N_("Accettabile"),
        N_("Abbastanza buono"),
        N_("Buono"),
        N_("Ottimo"),
    ),
}
GRADES = Parameter(
    "grades", "0", form="integer", label=N_("Quanti giudizi tra cui scegliere"), labels={key: key for key in SCALES}
)

RULE = Rule(
    key="majority-judgment",
    kinds=frozenset({BallotKind.GRADES}),
    tally=tally,
    words={
        "it": {
            "name": "Giudizio maggioritario",
            "unit": "giudizio mediano, 0 il più basso",
            "judged": "{name}: giudizio mediano {grade}{sign}. Sopra {above}, sotto {below}.",
        },
        "en": {
            "name": "Majority judgment",
            "unit": "median grade, 0 the lowest",
            "judged": "{name}: median grade {grade}{sign}. Above {above}, below {below}.",
        },
    },
    parameters=(*PARAMETERS, GRADES),
    explanation=Explanation(
        summary=N_("Ognuno dà un giudizio a ogni progetto. Vince chi ha il giudizio di mezzo più alto."),
        lines=(
            N_("Dai un giudizio a ogni opzione."),
            N_("I giudizi di ogni opzione si mettono in fila: conta quello di mezzo."),
            N_("Vince l'opzione con il giudizio di mezzo più alto."),
        ),
        example=Example(
            N_(
                "I giudizi vanno da 0 a 3. Gli alberi ricevono 2, 2, 2, 1, 1: in mezzo c'è 2. Le panchine 3, 3, 1, 1, "
                "1: in mezzo c'è 1. Vincono gli alberi."
            ),
            "grades",
            ((2, {"alberi": 2, "panchine": 3}), (1, {"alberi": 2, "panchine": 1}), (2, {"alberi": 1, "panchine": 1})),
            ("alberi",),
            params={"grades": "4"},
        ),
        reasons=reasons,
        unit=N_("Giudizio di mezzo"),
        counted=None,
        graded=True,
    ),
    offered={Asking.JUDGEMENT: Offer(1, BallotKind.GRADES, {"grades": "5"})},
    limits=lambda params: Limits(top=int(params["grades"]) - 1 if int(params["grades"]) else None),
    scale=lambda params: SCALES.get(params["grades"], ()),
    traits={Trait.RAISED: True, Trait.MAJORITY: False},
)
