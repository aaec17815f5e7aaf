# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Slow, obvious versions of the rules on rankings: one paper a voter, one loop a sentence of the rule."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

Ranks = Sequence[Sequence[str]]
Votes = Sequence[Ranks]
Lots = Sequence[str]


def place(ballot: Ranks, option: str) -> int:
    return next((at for at, rank in enumerate(ballot) if option in rank), 99)


def over(votes: Votes, a: str, b: str) -> int:
    return sum(place(ballot, a) < place(ballot, b) for ballot in votes)


def condorcet_winner(votes: Votes, options: Sequence[str]) -> str | None:
    return next((a for a in options if all(over(votes, a, b) > over(votes, b, a) for b in options if b != a)), None)


def condorcet_loser(votes: Votes, options: Sequence[str]) -> str | None:
    if len(options) == 1:
        return None
    return next((a for a in options if all(over(votes, a, b) < over(votes, b, a) for b in options if b != a)), None)


def best(scores: dict[str, Fraction], lots: Lots) -> str:
    return min(scores, key=lambda option: (-scores[option], lots.index(option)))


def borda(votes: Votes, options: Sequence[str]) -> dict[str, Fraction]:
    scores = dict.fromkeys(options, Fraction(0))
    for ballot in filter(None, votes):
        for a in options:
            for b in options:
                if a != b:
                    scores[a] += 1 if place(ballot, a) < place(ballot, b) else 0
                    scores[a] += Fraction(1, 2) if place(ballot, a) == place(ballot, b) else 0
    return scores


def copeland(votes: Votes, options: Sequence[str]) -> dict[str, Fraction]:
    scores = dict.fromkeys(options, Fraction(0))
    for a in options:
        for b in options:
            gap = over(votes, a, b) - over(votes, b, a)
            scores[a] += (1 if gap > 0 else Fraction(1, 2) if gap == 0 else 0) if a != b else 0
    return scores


def minimax(votes: Votes, options: Sequence[str]) -> dict[str, Fraction]:
    return {
        a: Fraction(min((over(votes, a, b) - over(votes, b, a) for b in options if b != a), default=0)) for a in options
    }


def ranked_pairs(votes: Votes, options: Sequence[str], lots: Lots) -> str:
    wins = [(a, b) for a in options for b in options if over(votes, a, b) > over(votes, b, a)]
    wins.sort(key=lambda w: (-over(votes, *w), over(votes, w[1], w[0]), lots.index(w[0]), -lots.index(w[1])))
    locked: set[tuple[str, str]] = set()

    def reaches(a: str, b: str) -> bool:
        return a == b or any(x == a and reaches(y, b) for x, y in locked)

    for a, b in wins:
        if not reaches(b, a):
            locked.add((a, b))
    return min((o for o in options if not any(b == o for _, b in locked)), key=lots.index)


def kemeny(votes: Votes, options: Sequence[str]) -> tuple[int, set[str]]:
    """Fewest disagreements, and who stands first in some best order."""

    def cost(order: Sequence[str]) -> int:
        return sum(over(votes, b, a) for at, a in enumerate(order) for b in order[at + 1 :])

    costs = {order: cost(order) for order in permutations(options)}
    low = min(costs.values())
    return low, {order[0] for order, found in costs.items() if found == low}


def lowest(tallies: dict[str, Fraction], history: Sequence[dict[str, Fraction]], lots: Lots) -> str:
    """Fewest votes, then fewest at the stage before, and so on back; then the last in lot order."""
    keys = {o: (tallies[o], *(stage[o] for stage in reversed(history)), -lots.index(o)) for o in tallies}
    return min(keys, key=keys.__getitem__)


def irv(votes: Votes, options: Sequence[str], lots: Lots) -> str:
    left, history = list(options), list[dict[str, Fraction]]()
    while True:
        tops = [next((rank[0] for rank in ballot if rank[0] in left), None) for ballot in votes]
        tallies = {option: Fraction(tops.count(option)) for option in left}
        leader = max(left, key=lambda option: tallies[option])
        if len(left) == 1 or 2 * tallies[leader] > sum(tallies.values()):
            return leader
        out = lowest(tallies, history, lots)
        history.append(tallies)
        left.remove(out)


@dataclass
class Paper:
    value: Fraction
    order: list[str]
    at: int = 0

    @property
    def lies_on(self) -> str | None:
        return self.order[self.at] if self.at < len(self.order) else None

    def onward(self, left: Sequence[str]) -> None:
        self.at += 1
        while self.lies_on is not None and self.lies_on not in left:
            self.at += 1


Cut = Callable[[Fraction], Fraction]


def stv(
    votes: Votes, options: Sequence[str], seats: int, lots: Lots, cut: Cut
) -> tuple[set[str], list[dict[str, Fraction]]]:
    """Winners, and the tallies at the end of every stage. ``cut`` rounds the value of a paper that is passed on."""
    seats = min(seats, len(options))
    papers = [Paper(Fraction(1), [rank[0] for rank in ballot]) for ballot in votes if ballot]
    quota = len(papers) // (seats + 1) + 1
    left, elected, pending = list(options), list[str](), list[str]()
    history: list[dict[str, Fraction]] = []
    kept: dict[str, Fraction] = {}

    def tallies() -> dict[str, Fraction]:
        return {o: kept.get(o) or sum((p.value for p in papers if p.lies_on == o), Fraction(0)) for o in options}

    while True:
        now = tallies()
        history.append(now)
        for option in [o for o in left if now[o] >= quota]:
            left.remove(option)
            elected.append(option)
            pending.append(option)
        if len(elected) >= seats:
            return set(elected), history
        if len(elected) + len(left) <= seats:
            return {*elected, *left}, history
        if pending:
            most = {o: (now[o], *(stage[o] for stage in reversed(history[:-1])), -lots.index(o)) for o in pending}
            chosen = max(most, key=most.__getitem__)
            pending.remove(chosen)
            for paper in [p for p in papers if p.lies_on == chosen]:
                paper.value = cut(paper.value * (now[chosen] - quota) / now[chosen])
                paper.onward(left)
            kept[chosen] = Fraction(quota)
        else:
            chosen = lowest({o: now[o] for o in left}, history[:-1], lots)
            left.remove(chosen)
            for paper in [p for p in papers if p.lies_on == chosen]:
                paper.onward(left)


def meek(votes: Votes, options: Sequence[str], seats: int, lots: Lots) -> set[str]:
    """The reference rule, with whole numbers of 10⁻⁹, voter by voter."""
    one, seats = 10**9, min(seats, len(options))
    keep = dict.fromkeys(options, one)
    hopeful, elected, history = list(options), list[str](), list[dict[str, int]]()

    def round_up(a: int, b: int) -> int:
        return -(-a // b)

    while len(elected) < seats and len(hopeful) + len(elected) > seats:
        last: int | None = None
        while True:
            got = dict.fromkeys(options, 0)
            for ballot in votes:
                weight = one
                for (option,) in ballot:
                    part = round_up(weight * keep[option], one)
                    got[option] += part
                    weight -= part
            quota = sum(got.values()) // (seats + 1) + 1
            reached = [o for o in hopeful if got[o] >= quota]
            surplus = sum(max(0, got[o] - quota) for o in [*elected, *reached])
            if reached or surplus < 1000 or (last is not None and surplus >= last):
                break
            for o in elected:
                keep[o] = round_up(round_up(keep[o] * quota, one) * one, got[o])
            last = surplus
        elected += reached
        hopeful = [o for o in hopeful if o not in reached]
        if not reached and len(hopeful) + len(elected) > seats:
            low = min(got[o] for o in hopeful) + surplus
            tied = {o: (*(stage[o] for stage in reversed(history)), -lots.index(o)) for o in hopeful if got[o] <= low}
            out = min(tied, key=tied.__getitem__)
            hopeful.remove(out)
            keep[out] = 0
        history.append(got)
    return {*elected, *hopeful} if len(elected) < seats else set(elected)
