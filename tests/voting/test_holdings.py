# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The floats of Equal Shares: nobody's money, all of it together, and no price is further off than is claimed."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import Any

import numpy as np
import pytest

from tests.laws import adversarial
from voting import Ballot, BallotKind, Option, Profile, count
from voting.engines.shares import offers
from voting.engines.shares.holdings import COARSE, LONG, Holdings, Parting, Quote, _sum


class Watched(Holdings):
    """Holdings that compare all that they say with fractions."""

    payments = 0
    afresh = 0
    least = 0.0

    def exact(self, option: int) -> tuple[Fraction, list[Fraction]]:
        """An option's price, and what each row of its supporters holds for a unit."""
        rows = self.demand.of[option].rows
        price, _ = self.ledger.price(option, rows, rows[:0], rows)
        sums, place = self.ledger.held(rows)
        units = self.utilities.units(option, rows).tolist()
        return price, [sums[at] / unit for at, unit in zip(place, units, strict=True)]

    def quote(self, option: int, guess: float) -> Quote | None:
        """As ever; right about who cannot pay, and about the price within its error."""
        found = super().quote(option, guess)
        assert (found is None) == (self.ledger.money(self.demand.of[option].rows) < self.ledger.market.costs[option])
        if found is not None:
            assert abs(Fraction(found.price) - self.exact(option)[0]) <= Fraction(found.error)
        return found

    def narrowed(self, quote: Quote) -> Parting:
        """As ever; right about who surely pays in full and who surely does not, and about the price."""
        found = super().narrowed(quote)
        price, held = self.exact(quote.option)
        assert abs(Fraction(quote.price) - price) <= Fraction(found.error)
        assert all(has > price for has, full in zip(held, found.full, strict=True) if full)
        assert all(has < price for has, near in zip(held, found.near, strict=True) if not near)
        return found

    def pay(self, *arguments: Any) -> None:
        """As ever; then every voter's money, exactly."""
        super().pay(*arguments)
        everybody = np.arange(len(self.held))
        sums, place = self.ledger.held(everybody)
        off = [abs(Fraction(float(self.held[row])) - sums[place[row]]) for row in everybody]
        weights = self.ledger.market.profile.weights.tolist()
        assert max(off) <= self.error
        assert sum(gap * weight for gap, weight in zip(off, weights, strict=True)) <= self.spread
        Watched.payments += 1

    def _refresh(self) -> None:
        Watched.afresh += 1
        Watched.least = self.error / self.top
        super()._refresh()


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> type[Watched]:
    monkeypatch.setattr(Watched, "payments", 0)
    monkeypatch.setattr(Watched, "afresh", 0)
    monkeypatch.setattr(offers, "Holdings", Watched)
    return Watched


def heavier(hostile: adversarial.Election, chance: random.Random) -> adversarial.Election:
    """Some rows stand for thousands or millions of voters, whose roundings are all the same; all cost accordingly."""
    rows = [(marks, n * chance.choice((1, 1, 1000, 10**6)), group) for marks, n, group in hostile.rows]

    def fans(listed: Sequence[tuple[dict[str, int], int, str]], name: str) -> int:
        return max(1, sum(n for marks, n, _ in listed if name in marks))

    costs = {name: Fraction(cost) * fans(rows, name) / fans(hostile.rows, name) for name, cost in hostile.costs.items()}
    budget = Fraction(hostile.budget) * sum(n for _, n, _ in rows) / sum(n for _, n, _ in hostile.rows)
    return replace(hostile, rows=rows, costs=costs, budget=budget, caps={})


def test_what_is_said_in_floats_is_never_further_off_than_claimed(watched: type[Watched]) -> None:
    """Points, weights by neighbourhood, remnants next to nothing, few who pay what very many lack."""
    chance = random.Random(12)
    for hostile in islice(adversarial.elections(11), 200):
        adversarial.counted(hostile)
        assert adversarial.difference(heavier(hostile, chance)) == ""
    assert watched.payments > 500


def election(rows: Iterable[tuple[str, int]], costs: dict[str, int]) -> Profile:
    """Approvals in words, each with its voters."""
    ballots = [(Ballot(BallotKind.APPROVAL, tuple((name, 1) for name in sorted(row.split()))), n) for row, n in rows]
    return Profile.of(BallotKind.APPROVAL, [Option(name, cost=cost) for name, cost in costs.items()], ballots)


def test_errors_do_not_multiply_from_purchase_to_purchase(watched: type[Watched]) -> None:
    """Each project takes 600 from a fresh group and the last 400 from the larger one that paid for the project before:
    a bound from what each can be off by grows to 2.4 times itself, and once forced all holdings to be computed afresh.
    """
    voters = [int(10**6 * Fraction(7, 10) ** at) for at in range(30)]
    rows = [("p00", 3 * voters[0]), *((f"p{at:02} p{at + 1:02}", n) for at, n in enumerate(voters))]
    costs = {"p00": 600 * 4 * voters[0], "p30": 10**12}
    costs |= {f"p{at:02}": 400 * voters[at - 1] + 600 * voters[at] for at in range(1, 30)}
    budget = 1000 * sum(n for _, n in rows)
    outcome = count("equal-shares", election(rows, costs), {"completion": "none"}, budget=budget)
    assert outcome.winners == tuple(f"p{at:02}" for at in range(30))
    assert [step["drained"] for step in outcome.rounds if step["act"] == "bought"] == [0, *voters[:-1]]
    assert (watched.payments, watched.afresh) == (30, 0)


def test_holdings_are_computed_afresh_when_the_claim_grows_coarse(watched: type[Watched]) -> None:
    """Eight thousand million voters have next to nothing left; the one who shares their wish pays the rest of it."""
    many = 2**33
    rows = [("a x y", many), ("a", 2), ("x y", 1), ("w z", 1)]
    costs = {"a": (many + 2) * 1000 - 1, "x": 300, "y": 200, "z": 900, "w": many * 2000}
    outcome = count("equal-shares", election(rows, costs), {"completion": "none"}, budget=(many + 4) * 1000)
    assert outcome.winners == ("a", "y", "x", "z")
    assert watched.afresh > 0
    assert watched.least > COARSE


@pytest.mark.parametrize(("kind", "rounding"), [("approval", 0.0), ("points", 2.0**-53)])
def test_the_bounds_that_a_run_begins_with_are_those_of_the_proof(
    monkeypatch: pytest.MonkeyPatch, kind: str, rounding: float
) -> None:
    begun: list[tuple[float, ...]] = []

    class Kept(Holdings):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            begun.append((self.top, self.error, self.spread, self._error(), self._off(3.0), self._off(1e9)))

    monkeypatch.setattr(offers, "Holdings", Kept)
    options = [Option("a", cost=600), Option("b", cost=900)]
    worth = 1 if kind == "approval" else 2
    profile = Profile.of(kind, options, [(Ballot(BallotKind(kind), (("a", worth), ("b", worth))), 4)])
    params = {"completion": "none", **({"satisfaction": "additive"} if kind == "points" else {})}
    count("equal-shares", profile, params, budget=1000)
    top = 250 * (1 + 2.0**-30)
    error = 4 * 2.0**-53 * top
    unit = rounding * top
    assert begun == [(top, error, 4 * error, error + unit, 3 * error + 3 * unit, 4 * error + unit * 1e9)]


def test_sums_of_many_rows_are_those_of_few() -> None:
    """Beyond LONG another routine adds up."""
    weights = np.arange(LONG + 5, dtype=float)
    values = np.where(np.arange(LONG + 5) % 3 == 0, 2.0, 0.5)
    exact = sum(2 * n if n % 3 == 0 else Fraction(n, 2) for n in range(LONG + 5))
    assert _sum(values, weights) == exact
    assert _sum(values[:6], weights[:6]) == 0 + 0.5 + 1 + 6 + 2 + 2.5
