# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What would have been enough for a project that was not funded: so many more votes, or so much less cost.

A page has to say it for every project within seconds, and to say the same on every machine. So the rule runs again a
number of times, not for a time: halving finds a number of votes (a cost) that is enough while one less (one unit more)
is not. Under a rule that never turns against more votes (``steady``) that is the least. Under the others fewer might do
too; few are tried one by one, and beyond that the number is called enough, not least. ``voting.evidence.margins``
searches longer, for one option, when somebody asks.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from voting.canonical import exact
from voting.evidence.margins import never
from voting.evidence.whatifs import Asked, MoreVoters, at_cost
from voting.rules import RULES

ONE_BY_ONE = 3  # smaller numbers of votes that are tried to call one the least
MOST_VOTES = 2**20
PARTS = 128  # of a cost, into which it is divided to be cut where costs in between are not ruled out
EACH = 20  # runs that one option takes, more or less: two halvings and the trials one by one


@dataclass(frozen=True, slots=True)
class Enough:
    """An amount that is enough; `least`: nothing less is."""

    amount: int
    least: bool


def lacking(asked: Asked, option: str) -> dict[str, object]:
    """What was enough for one option that lost, by running the whole rule again.

    ``votes`` (new voters who mark it alone) and ``cut`` (off its cost, in the profile's unit), each with ``…_least``;
    left out where nothing does. ``never``: no number of votes would do, it costs more than the ``budget`` or a ``cap``.
    Where costs in between are not ruled out, the cut is a round number that is enough.
    """
    found: dict[str, object] = {}
    steady = RULES[asked.rule].steady and Fraction(asked.params.get("support", "0")) == 0
    if reason := never(asked, option):
        found["never"] = reason
    elif enough := _votes(asked, option, steady):
        found |= {"votes": enough.amount, "votes_least": enough.least}
    if cut := _cut(asked, option):
        found |= {"cut": exact(Fraction(cut.amount)), "cut_least": cut.least}
    return found


def _votes(asked: Asked, option: str, steady: bool) -> Enough | None:
    voters = MoreVoters(asked.profile, option, bool(asked.params.get("group_weights")))

    def wins(more: int) -> bool:
        return option in replace(asked, profile=voters.by(more)).winners()

    enough = 1
    while not wins(enough):
        enough *= 2
        if enough > MOST_VOTES:
            return None
    enough = _halved(wins, enough // 2, enough)
    if steady:
        return Enough(enough, True)
    few = range(1, min(enough, ONE_BY_ONE + 1))
    earlier = next((more for more in few if wins(more)), None)
    if earlier is not None:
        return Enough(earlier, True)
    return Enough(enough, enough <= ONE_BY_ONE + 1)


def _cut(asked: Asked, option: str) -> Enough | None:
    whole = Fraction(asked.profile.options[asked.profile.positions[option]].cost or 0)
    steady = RULES[asked.rule].steady
    step = 1 if steady else _round(whole / PARTS)

    def wins(cost: int) -> bool:
        return option in replace(asked, profile=at_cost(asked.profile, option, Fraction(cost * step))).winners()

    dearest = -int(-whole // step) - 1  # in steps
    if dearest < 1 or not wins(1):
        return None
    lowest = _halved(lambda less: wins(dearest - less), -1, dearest - 1)
    return Enough(int(whole) - (dearest - lowest) * step, steady)


def _round(amount: Fraction) -> int:
    """The round number (1, 2 or 5 and noughts) at or above an amount, at least 1."""
    power = 1
    while power * 10 < amount:
        power *= 10
    return next(first * power for first in (1, 2, 5, 10) if first * power >= amount)


def _halved(does: Callable[[int], bool], not_enough: int, enough: int) -> int:
    """A number that does while the one before does not, between two of which that is known."""
    while enough - not_enough > 1:
        middle = (not_enough + enough) // 2
        if does(middle):
            enough = middle
        else:
            not_enough = middle
    return enough
