# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Committees by approval: equal purses told apart by what was paid for, and every rule against its obvious version."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws import naive_committees as naive
from tests.laws.profiles import SEED, lot, profile_of
from voting import Option, count, lot_order

NAMES = "abcdef"
# Ballots that share few options: voters then pay for different winners and keep the same sum.
SHARED = st.lists(st.sampled_from(["ade", "a", "bcd", "bc", "ef", "b", "cf", ""]), min_size=1, max_size=9)
ANY = st.lists(st.text(st.sampled_from(NAMES), max_size=5).map(lambda text: "".join(dict.fromkeys(text))), min_size=1)


def elected(rule: str, marks: Sequence[str], seats: int, **params: str) -> list[str]:
    options = [Option(name) for name in NAMES]
    profile = profile_of("approval", options, map(list, marks))
    outcome = count(rule, profile, {"seats": str(seats), **params}, lot("more_votes"))
    outcome.as_json()
    return list(outcome.winners)


def test_equal_sums_left_after_different_purchases_are_one_standing() -> None:
    """Voters of `ade` and of `bcd` end with equal sums after paying for different winners."""
    assert "e" in elected("equal-shares", ["ade", "a", "bcd"], 4)
    assert elected("equal-shares", ["ade", "a", "bcd"], 4) == ["a", "d", "b", "e"]


@given(marks=st.one_of(SHARED, ANY), seats=st.integers(1, 6), fills=st.booleans())
@settings(max_examples=500, deadline=None)
def test_equal_shares_of_seats_equal_the_obvious_version(marks: list[str], seats: int, fills: bool) -> None:
    expected = naive.equal_shares(marks, NAMES, seats, lot_order(SEED, NAMES), fills)
    found = elected("equal-shares", marks, seats, completion="add1u" if fills else "none")
    assert set(found) == set(expected)  # who can all be paid for at one price comes in by id, without a lot


@given(marks=st.one_of(SHARED, ANY), seats=st.integers(1, 6))
@settings(max_examples=300, deadline=None)
def test_phragmen_and_pav_equal_their_obvious_versions(marks: list[str], seats: int) -> None:
    lots = lot_order(SEED, NAMES)
    assert elected("phragmen", marks, seats) == naive.phragmen(marks, NAMES, seats, lots)
    assert elected("pav", marks, seats) == naive.pav(marks, NAMES, seats, lots)
