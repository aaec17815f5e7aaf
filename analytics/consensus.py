# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What unites and what divides. Pure functions; sources in methods.md §4.3 and §4.4."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from math import sqrt


def average_ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1, the highest value first; equal values share the mean of their places."""
    order = sorted(range(len(values)), key=lambda at: -values[at])
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for at in order[start : end + 1]:
            ranks[at] = (start + end) / 2 + 1
        start = end + 1
    return ranks


def kendall_w(ranks: Sequence[Sequence[float]]) -> float:
    """Agreement of q judges over m options, 0 (none) to 1 (the same order), corrected for ties (Kendall, Smith 1939).

    `ranks[judge][option]`. ValueError with fewer than two judges or options, or when every judge ties everything.
    """
    judges, options = len(ranks), len(ranks[0]) if ranks else 0
    if judges < 2 or options < 2:
        raise ValueError("agreement needs two judges and two options")
    sums = [sum(judge[option] for judge in ranks) for option in range(options)]
    mean = sum(sums) / options
    spread = sum((total - mean) ** 2 for total in sums)
    ties = sum(_cubes(judge) for judge in ranks)
    most = judges * judges * (options**3 - options) - judges * ties
    if most <= 0:
        raise ValueError("every judge ties everything")
    return 12 * spread / most


def _cubes(ranks: Sequence[float]) -> int:
    return sum(n**3 - n for n in (list(ranks).count(rank) for rank in set(ranks)))


def tau_b(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Kendall's τ-b of two rankings of the same options, −1 (opposite) to 1 (the same); None if one ties everything."""
    concordant = discordant = tied_one = tied_other = 0
    for i in range(len(one)):
        for j in range(i):
            a, b = one[i] - one[j], other[i] - other[j]
            tied_one += a == 0
            tied_other += b == 0
            concordant += a * b > 0
            discordant += a * b < 0
    pairs = len(one) * (len(one) - 1) // 2
    base = (pairs - tied_one) * (pairs - tied_other)
    return (concordant - discordant) / sqrt(base) if base else None


def controversy(for_it: int, against: int, neither: int = 0) -> float:
    """How split the voices on a proposal are: 4ad/(a+d)² × (a+d)/(a+d+p), 0 (all on one side) to 1 (halves)."""
    sides = for_it + against
    if sides == 0:
        return 0.0
    return 4 * for_it * against / sides**2 * sides / (sides + neither)


def served(ballots: Iterable[tuple[Collection[str], int]], winners: Collection[str]) -> tuple[int, int]:
    """(voters with at least one marked winner, voters who marked something) of (marked options, voters) pairs."""
    chosen, happy, all_of_them = set(winners), 0, 0
    for marked, voters in ballots:
        if marked:
            all_of_them += voters
            happy += voters * (not chosen.isdisjoint(marked))
    return happy, all_of_them
