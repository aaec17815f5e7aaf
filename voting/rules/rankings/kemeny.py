# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Kemeny: the order with the fewest disagreements with the ballots (Kemeny 1959), up to 15 options. methods.md §1.4."""

import numpy as np

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.engines.duels import PARAMETERS, WORDS, detail
from voting.engines.pairwise import pairwise
from voting.errors import CountError
from voting.lots.ties import Facts
from voting.packing import Ints
from voting.tallies import Case, Rule, Tally
from voting.words.explanations import IN_ORDER, Example, Explanation, rivals
from voting.words.reasons import by_duels
from voting.words.sentences import N_

MOST = 15


def fewest(matrix: Ints) -> Ints:
    """``f[S]``: disagreements inside the best order of the set S (bits of options). O(2^m · m)."""
    m = len(matrix)
    against = np.zeros((m, 1 << m), np.int64)
    for b in range(m):
        against[:, 1 << b : 2 << b] = against[:, : 1 << b] + matrix[b][:, None]
    sets = np.arange(1 << m)
    sizes = np.bitwise_count(sets)
    best = np.zeros(1 << m, np.int64)
    for size in range(1, m + 1):
        now = sets[sizes == size]
        low = np.full(len(now), np.iinfo(np.int64).max)
        for first in range(m):
            inside = (now >> first) & 1 == 1
            rest = now[inside] ^ (1 << first)
            low[inside] = np.minimum(low[inside], best[rest] + against[first, rest])
        best[now] = low
    return best


def tally(case: Case) -> Tally:
    """Place after place, the policy picks among the options that stand there in some best order.

    Past the last seat the smallest id is taken. ``totals``: options that stand below.
    """
    ids, m = case.ids, len(case.ids)
    if m > MOST:
        raise CountError("too_many_options", rule="kemeny", most=MOST, found=m)
    matrix = pairwise(case.profile)
    best = fewest(matrix)
    left, order = (1 << m) - 1, list[str]()
    while left:
        able = [ids[at] for at in _leaders(matrix, best, left)]
        chosen = able[0]
        if len(order) < case.seats and len(able) > 1:
            chosen = case.ties.pick(len(order) + 1, able, Facts(chosen=order))
        order.append(chosen)
        left ^= 1 << ids.index(chosen)
    below = {option: m - 1 - place for place, option in enumerate(order)}
    winners = order[: case.seats]
    more = {"disagreements": str(int(best[-1]))}
    return Tally(winners, [[option] for option in order], below, lambda: detail(ids, matrix, winners, more))


def _leaders(matrix: Ints, best: Ints, some: int) -> list[int]:
    """The options of a set that stand first in some best order of it."""
    inside = [at for at in range(len(matrix)) if some >> at & 1]
    ahead = {a: sum(int(matrix[b, a]) for b in inside if b != a) for a in inside}
    return [a for a in inside if best[some ^ 1 << a] + ahead[a] == best[some]]


RULE = Rule(
    key="kemeny",
    kinds=frozenset({BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {"name": "Kemeny (ordine più vicino)", **WORDS["it"], "unit": "opzioni che stanno sotto"},
        "en": {"name": "Kemeny (closest order)", **WORDS["en"], "unit": "options below"},
    },
    parameters=PARAMETERS,
    explanation=Explanation(
        summary=N_("Si cerca l'ordine di tutti i progetti che contraddice meno le schede. Vince chi è primo."),
        lines=(
            IN_ORDER,
            N_("Di ogni ordine possibile si conta quante volte contraddice le schede, due opzioni alla volta."),
            N_("Vale l'ordine che le contraddice meno. Vince chi è primo."),
        ),
        example=Example(
            N_(
                "In 2 scrivono alberi, panchine, fontana. In uno scrive panchine, fontana, alberi. L'ordine alberi, "
                "panchine, fontana contraddice le schede 2 volte, ogni altro di più. Vincono gli alberi."
            ),
            "ranking",
            ((2, ["alberi", "panchine", "fontana"]), (1, ["panchine", "fontana", "alberi"])),
            ("alberi",),
        ),
        reasons=by_duels,
        unit=N_("Avversari superati"),
        counted=rivals,
    ),
    offered={Asking.ORDER: Offer(7, BallotKind.RANKING)},
    traits={Trait.MAJORITY: True, Trait.DUELS: True, Trait.LOSER: True, Trait.RAISED: True},
)
