# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Knapsack: the set of projects within the budget that gathers the most votes. A what-if, not a fair share.

Solved in whole numbers by lists of undominated sets (Nemhauser and Ullmann 1969), cut short by the votes that the rest
could still add (Dantzig 1957); too many of them raise ``too_hard``. Of several best sets the cheapest counts. Where
several cost the same, the tie policy picks among all projects that are in some of these sets and not in all; then again
among the sets with that project, until one is left. methods.md §3.3.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import lcm

from voting.ballots import BallotKind
from voting.canonical import exact
from voting.engines import eligibility
from voting.engines.eligibility import Caps
from voting.engines.purse import purse
from voting.errors import CountError
from voting.lots.ties import Facts
from voting.tallies import Case, Detail, Rule, Tally, elected_first, grouped
from voting.words.explanations import MARK_PROJECTS, Document, Example, Explanation
from voting.words.reasons import NOBODY, by_purse, round_of
from voting.words.sentences import N_, Sentence, tell

MOST_SETS = 2_000_000
Found = tuple[int, int, int]  # cost, score, the columns as bits


@dataclass(frozen=True, slots=True)
class Item:
    """A project in whole numbers: its bit, cost, score, and what it takes from the room of each cap."""

    bit: int
    cost: int
    score: int
    takes: tuple[int, ...]


def best_set(items: Iterable[Item], budget: int, rooms: tuple[int, ...], floor: int = 0) -> Found | None:
    """The set of most score within budget and rooms, the cheapest of such; None if none reaches ``floor``.

    Raises CountError too_hard when more than MOST_SETS sets would have to be kept in mind.
    """
    order = sorted(items, key=lambda item: Fraction(-item.score, item.cost))
    floor = max(floor, _plain(order, budget, rooms))
    most = _bound(order)
    states: dict[tuple[int, ...], list[Found]] = {rooms: [(0, 0, 0)]}
    for at, item in enumerate(order, 1):
        fresh: dict[tuple[int, ...], list[Found]] = {}
        for left, found in states.items():
            fresh.setdefault(left, []).extend(f for f in found if f[1] + most(at, budget - f[0]) >= floor)
            less = _less(left, item)
            if min(less, default=0) >= 0:
                fresh.setdefault(less, []).extend(
                    (cost, score, bits | item.bit)
                    for cost, score, bits in ((c + item.cost, s + item.score, b) for c, s, b in found)
                    if cost <= budget and score + most(at, budget - cost) >= floor
                )
        states = {left: _undominated(found) for left, found in fresh.items() if found}
        if sum(map(len, states.values())) > MOST_SETS:
            raise CountError("too_hard", rule="knapsack", most=MOST_SETS)
    last = [found[-1] for found in states.values()]
    return min(last, key=lambda found: (-found[1], found[0], found[2])) if last else None


def _bound(order: Sequence[Item]) -> Callable[[int, int], int]:
    """``most(at, money)``: no less than what the items from ``at`` on can add for this money, whole ones and a part."""
    spent = [0, *accumulate(item.cost for item in order)]
    gained = [0, *accumulate(item.score for item in order)]

    def most(at: int, money: int) -> int:
        last = bisect_right(spent, spent[at] + money) - 1
        part = 0
        if last < len(order):
            part = (money - spent[last] + spent[at]) * order[last].score // order[last].cost
        return gained[last] - gained[at] + part

    return most


def _less(rooms: tuple[int, ...], item: Item) -> tuple[int, ...]:
    """What the caps still allow after an item."""
    return tuple(room - take for room, take in zip(rooms, item.takes, strict=True))


def _plain(order: Sequence[Item], budget: int, rooms: tuple[int, ...]) -> int:
    """A score that is surely reached: item after item, where it fits."""
    score = 0
    for item in order:
        less = _less(rooms, item)
        if item.cost <= budget and min(less, default=0) >= 0:
            budget, rooms, score = budget - item.cost, less, score + item.score
    return score


def _undominated(found: list[Found]) -> list[Found]:
    """Without those that cost no less than another and score no more; by cost."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f[0], -f[1])):
        if not kept or one[1] > kept[-1][1]:
            kept.append(one)
    return kept


def tally(case: Case) -> Tally:
    """``totals`` are scores; ``evidence.score`` the sum of the chosen ones."""
    money = purse(case, case.profile.scores)
    totals = money.votes
    able = [case.profile.positions[option] for option in money.leave_out() if totals[option]]
    chosen, n_ties = _chosen(case, able, money.caps) if able else ([], 0)
    for group in grouped([case.ids[at] for at in chosen], totals.__getitem__):
        for option in group:
            money.fund(option)
    evidence = {
        "spent": exact(money.spent),
        "left": exact(money.left),
        "score": str(sum(totals[option] for option in money.funded)),
        "lone_best": n_ties == 0,
    }
    detail = Detail(money.rounds, money.missing, evidence)
    return Tally(money.funded, elected_first(money.funded, case.ids, totals), totals, lambda: detail)


def _chosen(case: Case, able: Sequence[int], limits: Caps) -> tuple[list[int], int]:
    """The best set in columns, and how many ties were broken on the way to it."""
    scale = lcm(*(Fraction(case.costs[at]).denominator for at in able))
    items = {
        at: Item(
            1 << at,
            int(case.costs[at] * scale),
            case.profile.scores[at],
            tuple(int(case.costs[at] * scale) * (cap in limits.of_column[at]) for cap in limits.limits),
        )
        for at in able
    }
    rooms = tuple(int(room * scale // 1) for room in limits.limits.values())
    found = best_set(items.values(), int(case.budget * scale // 1), rooms)
    cost, score, bits = found or (0, 0, 0)
    fixed, n_ties = list[int](), 0
    while True:
        tied = _contested(items, cost, score, bits, rooms, fixed)
        if not tied:
            return [at for at in able if bits >> at & 1], n_ties
        named = {case.ids[at]: at for at in tied}
        votes = {name: case.profile.scores[at] for name, at in named.items()}
        fixed.append(named[case.ties.pick(1, named, Facts(votes))])
        bits = _another(items, cost, score, rooms, fixed, None) or bits
        n_ties += 1


def _contested(
    items: dict[int, Item], cost: int, score: int, bits: int, rooms: tuple[int, ...], fixed: Sequence[int]
) -> list[int]:
    """Columns that are in some sets of this score and cost with the fixed ones, and not in all."""
    some = every = bits
    for at in items:
        if every >> at & 1 and at not in fixed:
            other = _another(items, cost, score, rooms, fixed, at)
        elif not some >> at & 1:
            other = _another(items, cost, score, rooms, [*fixed, at], None)
        else:
            continue
        if other is not None:
            some, every = some | other, every & other
    return [at for at in items if (some & ~every) >> at & 1]


def _another(
    items: dict[int, Item], cost: int, score: int, rooms: tuple[int, ...], inside: Sequence[int], outside: int | None
) -> int | None:
    """A set of at least this score for at most this cost, with some columns and without one."""
    bits = 0
    for at in inside:
        bits, cost, score = bits | items[at].bit, cost - items[at].cost, score - items[at].score
        rooms = _less(rooms, items[at])
    if cost < 0 or min(rooms, default=0) < 0:
        return None
    rest = [item for at, item in items.items() if at not in inside and at != outside]
    found = best_set(rest, cost, rooms, score)
    return None if found is None or found[1] < score else found[2] | bits


def reasons(outcome: Document, option: str) -> Sequence[Sentence]:
    """Whether an option is in the best set; those below the threshold are in none."""
    if option in outcome["winners"]:
        return [tell("Sta nel gruppo che, con questi soldi, ha più voti in tutto.")]
    if round_of(outcome, option, "below_threshold"):
        return by_purse(outcome, option)
    if Fraction(str(outcome["totals"][option])) <= 0:
        return [NOBODY]
    return [tell("Non sta nel gruppo scelto: con questi soldi nessun gruppo ha più voti di quello.")]


RULE = Rule(
    key="knapsack",
    version="2",
    kinds=frozenset({BallotKind.APPROVAL, BallotKind.BUDGET, BallotKind.CHOICE, BallotKind.POINTS, BallotKind.RANKING}),
    tally=tally,
    words={
        "it": {
            "name": "Più voti in tutto",
            "unit": "voti",
            "funded": "{name}: voti {votes}, costo {cost}. Nel gruppo migliore; restano {left}.",
            **eligibility.WORDS["it"],
            "closing": "Spesi in tutto: {spent}.",
        },
        "en": {
            "name": "Most votes in all",
            "unit": "votes",
            "funded": "{name}: votes {votes}, cost {cost}. In the best set; {left} left.",
            **eligibility.WORDS["en"],
            "closing": "Spent in all: {spent}.",
        },
    },
    parameters=eligibility.PARAMETERS,
    ties=("more_votes", "lower_cost", "lot"),
    needs_budget=True,
    explanation=Explanation(
        summary=N_("Tra tutti i gruppi di progetti che la somma può pagare, passa quello con più voti in tutto."),
        lines=(
            MARK_PROJECTS,
            N_("Si guardano tutti i gruppi di progetti che insieme ci stanno nella somma."),
            N_("Passa il gruppo con più voti in tutto."),
        ),
        example=Example(
            N_(
                "Ci sono 100 euro. Il parco ha 5 voti e costa 60, l'orto ne ha 4 e costa 50, il campo ne ha 3 e costa "
                "50. Orto e campo insieme hanno 7 voti e costano 100: passano loro."
            ),
            "budget",
            ((5, ["parco"]), (4, ["orto"]), (3, ["campo"])),
            ("orto", "campo"),
            {"parco": 60, "orto": 50, "campo": 50},
            100,
        ),
        reasons=reasons,
    ),
)
