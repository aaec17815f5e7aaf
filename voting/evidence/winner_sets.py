# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who could win if the lot were drawn again? Every set of winners that some lot order gives, and no other.

Of the m! orders of m options only what the count asks of them matters. So the count is made once for every line of
answers that an order can give: an answer is possible unless earlier ones of the same count contradict it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from voting.counts import prepared
from voting.errors import CountError
from voting.lots.ties import TieBreaker, TiePolicy
from voting.options import Option
from voting.profile import Profile

MOST = 10_000


class _Answers(TieBreaker):
    """A lot that gives the answers of ``line``, then the first possible ones; ``others``: lines left for later."""

    def __init__(self, policy: TiePolicy, options: Iterable[Option], line: Sequence[str]) -> None:
        super().__init__(TiePolicy(policy.criteria), options)
        self.line = line
        self.given: list[str] = []
        self.others: list[tuple[str, ...]] = []
        self.below: dict[str, set[str]] = {option: set() for option in self.options}

    def drawn(self, tied: Sequence[str], exclude: bool) -> str:
        """The next answer. What it says of the order is kept: the taken stands above all the tied, or below them."""
        able = [option for option in tied if not self._contradicts(option, tied, exclude)]
        if len(self.given) < len(self.line):
            answer = self.line[len(self.given)]
        else:
            answer, *later = able
            self.others += [(*self.given, other) for other in later]
        self.given.append(answer)
        for other in tied:
            if other != answer:
                self._order(*(other, answer) if exclude else (answer, other))
        return answer

    def _contradicts(self, option: str, tied: Sequence[str], exclude: bool) -> bool:
        if exclude:
            return not self.below[option].isdisjoint(tied)
        return any(option in self.below[other] for other in tied)

    def _order(self, high: str, low: str) -> None:
        """``high`` stands above ``low``, and with it all above the one above all below the other."""
        for above in self.options:
            if above == high or high in self.below[above]:
                self.below[above] |= {low} | self.below[low]


def winner_sets(
    rule_key: str,
    profile: Profile,
    params: Mapping[str, object] | None = None,
    ties: TiePolicy | None = None,
    *,
    budget: int | Fraction | None = None,
    unit: int = 1,
    most: int = MOST,
) -> tuple[tuple[str, ...], ...]:
    """The sets of winners that lots can give, each by id, in order; one set: no lot changes who wins. Exact.

    Takes what ``count`` takes; a seed in ``ties`` plays no part, its other criteria apply before the lot.
    Raises CountError as ``count`` does, too_many_lots when more than ``most`` counts would be needed.
    """
    rule, case = prepared(rule_key, profile, params, ties, budget=budget, unit=unit)
    found: set[tuple[str, ...]] = set()
    left: list[tuple[str, ...]] = [()]
    counts = 0
    while left:
        counts += 1
        if counts > most:
            raise CountError("too_many_lots", most=most)
        answers = _Answers(case.ties.policy, profile.options, left.pop())
        found.add(tuple(sorted(rule.tally(replace(case, ties=answers)).winners)))
        left += answers.others
    return tuple(sorted(found))
