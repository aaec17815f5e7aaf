# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seats in proportion to votes or residents: Hamilton, D'Hondt, Sainte-Laguë, in whole numbers. methods.md §2.4."""

from collections.abc import Iterable, Mapping

from voting.errors import CountError
from voting.lots.ties import Facts, TieBreaker, TiePolicy
from voting.options import Option

METHODS = ("hamilton", "dhondt", "sainte-lague")


def apportion(method: str, votes: Mapping[str, int], seats: int, ties: TiePolicy | None = None) -> dict[str, int]:
    """Seats for each key of ``votes``.

    Hamilton gives whole quotas, then one seat to each of the largest remainders; the divisor methods give seat after
    seat to the highest votes / (1, 2, 3, …) or votes / (1, 3, 5, …). Ties by the policy (a refusal if None). Raises
    CountError bad_parameter, and TieError.
    """
    if method not in METHODS:
        raise CountError("bad_parameter", parameter="method", found=method, expected="|".join(METHODS))
    if seats < 0 or any(count < 0 for count in votes.values()) or (seats and not any(votes.values())):
        raise CountError("bad_parameter", parameter="votes", found=str(seats), expected="votes above 0 for the seats")
    breaker = TieBreaker(ties or TiePolicy(("refuse",)), [Option(key) for key in votes])
    if method == "hamilton":
        return _largest_remainders(votes, seats, breaker)
    return _highest_quotients(votes, seats, 1 if method == "dhondt" else 2, breaker)


def _largest_remainders(votes: Mapping[str, int], seats: int, ties: TieBreaker) -> dict[str, int]:
    total = sum(votes.values()) or 1
    given = {key: count * seats // total for key, count in votes.items()}
    remainders = {key: count * seats % total for key, count in votes.items()}
    for _ in range(seats - sum(given.values())):
        most = max(remainders.values())
        chosen = _pick([key for key, rest in remainders.items() if rest == most], votes, ties)
        given[chosen] += 1
        remainders[chosen] = -1
    return given


def _highest_quotients(votes: Mapping[str, int], seats: int, step: int, ties: TieBreaker) -> dict[str, int]:
    given = dict.fromkeys(votes, 0)

    def beats(one: str, other: str) -> int:
        """Above 0 if the first has the higher quotient: both sides multiplied out."""
        return votes[one] * (step * given[other] + 1) - votes[other] * (step * given[one] + 1)

    for _ in range(seats):
        best: list[str] = []
        for key in votes:
            lead = beats(key, best[0]) if best else 1
            if lead > 0:
                best = [key]
            elif lead == 0:
                best.append(key)
        given[_pick(best, votes, ties)] += 1
    return given


def _pick(tied: Iterable[str], votes: Mapping[str, int], ties: TieBreaker) -> str:
    listed = list(tied)
    return listed[0] if len(listed) == 1 else ties.pick(1, listed, Facts(votes))
