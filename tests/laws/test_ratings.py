# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Grades, scores, preferences and committees equal their obvious versions and keep what they claim."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws import naive_ratings as naive
from tests.laws.profiles import Vote, approvals, lot, numbers, profile_of
from voting import Option, TiePolicy, count
from voting.rules.marks.majority_judgment import key

SEATS = st.integers(1, 4)


@given(vote=numbers("grades"))
@settings(max_examples=300, deadline=None)
def test_majority_judgment_equals_removing_medians(vote: Vote) -> None:
    judged = [mark for mark in vote.marks if mark]
    sequences = {o: naive.majority_sequence([mark.get(o, 0) for mark in judged]) for o in vote.costs}
    outcome = count("majority-judgment", vote.profile(), ties=lot())
    order = sorted({tuple(sequence) for sequence in sequences.values()}, reverse=True)
    expected = [tuple(sorted(o for o in sequences if tuple(sequences[o]) == found)) for found in order]
    assert list(outcome.ranking) == expected
    assert outcome.winners == (min(expected[0], key=vote.lots.index),)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40))
@settings(max_examples=500, deadline=None)
def test_the_key_of_a_tally_orders_as_the_sequence_of_medians(pairs: list[tuple[int, int]]) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    keys = [key([grades.count(g) for g in range(5)]) for grades in (one, other)]
    sequences = [naive.majority_sequence(grades) for grades in (one, other)]
    assert (keys[0] > keys[1], keys[0] < keys[1]) == (sequences[0] > sequences[1], sequences[0] < sequences[1])


@given(vote=numbers("grades"), data=st.data())
@settings(max_examples=200, deadline=None)
def test_a_better_grade_for_the_winner_changes_nothing(vote: Vote, data: st.DataObject) -> None:
    first = count("majority-judgment", vote.profile(), ties=lot()).winners[0]
    judged = [mark for mark in vote.marks if mark]
    if judged:
        at = data.draw(st.integers(0, len(judged) - 1))
        better = {**judged[at], first: judged[at].get(first, 0) + 1}
        marks = [*judged[:at], better, *judged[at + 1 :]]
        again = count("majority-judgment", profile_of("grades", vote.options, marks), ties=lot())
        assert again.winners[0] == first


@given(vote=approvals(), gender=st.sampled_from(["none", "second_void", "whole_ballot_invalid"]), data=st.data())
@settings(max_examples=300, deadline=None)
def test_preferences_equal_the_obvious_version(vote: Vote, gender: str, data: st.DataObject) -> None:
    genders = {option: data.draw(st.sampled_from("fm")) for option in vote.costs}
    limit = data.draw(st.integers(0, 3))
    options = [Option(option, gender=genders[option]) for option in vote.costs]
    profile = profile_of("approval", options, vote.marks)
    outcome = count("block", profile, {"limit": str(limit), "gender": gender}, lot())
    assert {o: int(t) for o, t in outcome.totals.items()} == naive.block(vote.marks, genders, limit, gender)


@given(one=approvals("choice"), more=numbers("points"))
@settings(max_examples=300, deadline=None)
def test_one_mark_and_points_to_divide_equal_the_obvious_sums(one: Vote, more: Vote) -> None:
    marked = {option: sum(option in mark for mark in one.marks) for option in one.costs}
    given_points = {option: sum(mark.get(option, 0) for mark in more.marks) for option in more.costs}
    for rule, vote, totals in (("plurality", one, marked), ("cumulative", more, given_points)):
        outcome = count(rule, vote.profile(), ties=lot())
        assert {option: int(total) for option, total in outcome.totals.items()} == totals
        assert outcome.winners == (min(totals, key=lambda o: (-totals[o], vote.lots.index(o))),)


@given(vote=numbers("points", -3, 3), credits=st.integers(0, 12))
@settings(max_examples=300, deadline=None)
def test_quadratic_votes_equal_the_obvious_sum(vote: Vote, credits: int) -> None:
    kept = [mark for mark in vote.marks if not credits or sum(v * v for v in mark.values()) <= credits]
    outcome = count("quadratic", vote.profile(), {"credits": str(credits)}, lot())
    assert {o: int(t) for o, t in outcome.totals.items()} == {o: sum(m.get(o, 0) for m in kept) for o in vote.costs}


@given(vote=numbers("scores"))
@settings(max_examples=200, deadline=None)
def test_means_are_over_those_who_rated(vote: Vote) -> None:
    outcome = count("score", vote.profile(), {"mode": "mean", "floor": "0"}, lot())
    for option, total in outcome.totals.items():
        given_ = [mark[option] for mark in vote.marks if option in mark]
        assert Fraction(total) == (Fraction(sum(given_), len(given_)) if given_ else 0)


@given(vote=approvals(), seats=SEATS)
@settings(max_examples=300, deadline=None)
def test_committees_equal_the_obvious_versions(vote: Vote, seats: int) -> None:
    options, params, profile = sorted(vote.costs), {"seats": str(seats)}, vote.profile()
    zero = [Fraction(0)] * len(vote.marks)
    expected = naive.phragmen(vote.marks, options, seats, vote.lots, zero, [])
    assert list(count("phragmen", profile, params, lot()).winners) == expected
    assert list(count("pav", profile, params, lot()).winners) == naive.pav(vote.marks, options, seats, vote.lots)
    shares = count("equal-shares", profile, params, lot())
    assert set(shares.winners) == set(naive.rule_x(vote.marks, options, seats, vote.lots))


@pytest.mark.parametrize("rule", ["phragmen", "equal-shares", "pav"])
@given(vote=approvals(most_voters=20), seats=SEATS)
@settings(max_examples=150, deadline=None)
def test_a_group_that_agrees_gets_a_seat(rule: str, vote: Vote, seats: int) -> None:
    """JR for equal-shares; for the others that n/k people who mark one and the same single option elect it."""
    seats = min(seats, len(vote.costs))
    won = set(count(rule, vote.profile(), {"seats": str(seats)}, lot()).winners)
    for option in set(vote.costs) - won:
        alone = sum(mark == [option] for mark in vote.marks)
        left_out = sum(option in mark and not won & set(mark) for mark in vote.marks)
        if rule == "equal-shares":
            assert left_out * seats < len(vote.marks)
        else:
            assert alone * seats <= len(vote.marks)


@given(
    votes=st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), min_size=1),
    seats=st.integers(0, 20),
    method=st.sampled_from(["hamilton", "dhondt", "sainte-lague"]),
)
@settings(max_examples=300, deadline=None)
def test_seats_follow_votes(votes: dict[str, int], seats: int, method: str) -> None:
    from voting.lots.apportionment import apportion

    if not any(votes.values()):
        return
    given_ = apportion(method, votes, seats, TiePolicy.of("lot", "00"))
    assert sum(given_.values()) == seats
    assert all(given_[a] >= given_[b] for a in votes for b in votes if votes[a] > votes[b])
    shares = {key: Fraction(count * seats, sum(votes.values())) for key, count in votes.items()}
    for key_, share in shares.items():
        if method == "hamilton":
            assert 0 <= given_[key_] - floor(share) <= 1
        if method == "dhondt":
            assert given_[key_] >= floor(share)
