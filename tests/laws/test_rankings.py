# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule on rankings equals its obvious version and keeps the properties that it claims."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.laws import naive_rankings as naive
from tests.laws.profiles import Vote, lot, profile_of, rankings
from voting import Outcome, count

CONDORCET = ["schulze", "ranked-pairs", "minimax", "copeland", "kemeny"]
NO_CONDORCET_LOSER = ["schulze", "ranked-pairs", "copeland", "kemeny", "borda", "irv", "scottish-stv", "meek-stv"]
MAJORITY = [*CONDORCET, "irv", "scottish-stv", "wigm-stv", "meek-stv"]
MONOTONE = ["borda", *CONDORCET]
STRICT = ["irv", "scottish-stv", "wigm-stv", "meek-stv"]
STAGED = lot("prior_stage")


def steps(outcome: Outcome) -> Any:
    """The rounds, as plain data."""
    return outcome.rounds


def winner(key: str, vote: Vote) -> str:
    return count(key, vote.profile(), ties=STAGED if key in STRICT else lot()).winners[0]


@given(vote=rankings(most_voters=9))
@settings(max_examples=300, deadline=None)
def test_the_rules_on_duels_equal_the_obvious_versions(vote: Vote) -> None:
    options = sorted(vote.costs)
    for key, scores in (
        ("borda", naive.borda(vote.marks, options)),
        ("copeland", naive.copeland(vote.marks, options)),
        ("minimax", naive.minimax(vote.marks, options)),
    ):
        outcome = count(key, vote.profile(), ties=lot())
        assert {option: Fraction(total) for option, total in outcome.totals.items()} == scores, key
        assert outcome.winners == (naive.best(scores, vote.lots),), key
    assert winner("ranked-pairs", vote) == naive.ranked_pairs(vote.marks, options, vote.lots)


@given(vote=rankings(most_voters=8))
@settings(max_examples=300, deadline=None)
def test_kemeny_finds_an_order_with_the_fewest_disagreements(vote: Vote) -> None:
    low, firsts = naive.kemeny(vote.marks, sorted(vote.costs))
    outcome = count("kemeny", vote.profile(), ties=lot())
    assert outcome.evidence["disagreements"] == str(low)
    assert outcome.winners == (min(firsts, key=vote.lots.index),)


@given(vote=rankings(strict=True, most_voters=15))
@settings(max_examples=400, deadline=None)
def test_instant_runoff_equals_the_obvious_version(vote: Vote) -> None:
    assert winner("irv", vote) == naive.irv(vote.marks, sorted(vote.costs), vote.lots)


@given(vote=rankings(strict=True, most_voters=25), seats=st.integers(1, 4), fractions=st.booleans())
@settings(max_examples=400, deadline=None)
def test_stv_equals_the_obvious_version_stage_by_stage(vote: Vote, seats: int, fractions: bool) -> None:
    def cut(value: Fraction) -> Fraction:
        return value if fractions else Fraction(int(value * 100_000), 100_000)

    key = "wigm-stv" if fractions else "scottish-stv"
    outcome = count(key, vote.profile(), {"seats": str(seats)}, STAGED)
    elected, history = naive.stv(vote.marks, sorted(vote.costs), seats, vote.lots, cut)
    assert set(outcome.winners) == elected
    found = [{o: Fraction(t) for o, t in step["tallies"].items()} for step in steps(outcome)]
    assert found == history


@given(vote=rankings(strict=True, most_voters=25), seats=st.integers(1, 4))
@settings(max_examples=300, deadline=None)
def test_meek_equals_the_obvious_version(vote: Vote, seats: int) -> None:
    outcome = count("meek-stv", vote.profile(), {"seats": str(seats)}, STAGED)
    assert set(outcome.winners) == naive.meek(vote.marks, sorted(vote.costs), seats, vote.lots)


@given(vote=rankings(strict=True, most_voters=25), seats=st.integers(1, 4))
@settings(max_examples=200, deadline=None)
def test_no_vote_is_lost_to_the_last_decimal(vote: Vote, seats: int) -> None:
    for key in ("scottish-stv", "wigm-stv", "meek-stv"):
        outcome = count(key, vote.profile(), {"seats": str(seats)}, STAGED)
        assert len(outcome.winners) == min(seats, len(vote.costs))
        assert [o for step in steps(outcome) for o in step["elected"]] == list(outcome.winners)
        for step in steps(outcome):
            tallies = sum(map(Fraction, step["tallies"].values()))
            loss = Fraction(str(step["rounding_loss"]))
            assert tallies + Fraction(str(step["non_transferable"])) + loss == outcome.n_valid
            assert 0 <= loss < Fraction(len(vote.marks) * 10, 100_000)


@pytest.mark.parametrize("key", CONDORCET)
@given(vote=rankings(fewest=2))
@settings(max_examples=150, deadline=None)
def test_who_beats_everybody_is_elected(key: str, vote: Vote) -> None:
    best = naive.condorcet_winner(vote.marks, sorted(vote.costs))
    assume(best is not None)
    assert winner(key, vote) == best
    assert count(key, vote.profile(), ties=lot()).margins["condorcet_winner"] == best


@pytest.mark.parametrize("key", NO_CONDORCET_LOSER)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_who_loses_to_everybody_is_not_elected(key: str, data: st.DataObject) -> None:
    vote = data.draw(rankings(strict=key in STRICT, fewest=2))
    assert winner(key, vote) != naive.condorcet_loser(vote.marks, sorted(vote.costs))


@pytest.mark.parametrize("key", MAJORITY)
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_the_first_choice_of_most_voters_is_elected(key: str, data: st.DataObject) -> None:
    vote = data.draw(rankings(strict=key in STRICT))
    tops = [ballot[0][0] for ballot in vote.marks if ballot and len(ballot[0]) == 1]
    loved = next((option for option in vote.costs if 2 * tops.count(option) > len(vote.marks)), None)
    assert loved is None or winner(key, vote) == loved


@pytest.mark.parametrize("key", MONOTONE)
@given(vote=rankings(), data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_winner_put_higher_on_a_ballot_still_wins(key: str, vote: Vote, data: st.DataObject) -> None:
    first = winner(key, vote)
    at = data.draw(st.integers(0, len(vote.marks) - 1))
    rest = [[option for option in rank if option != first] for rank in vote.marks[at]]
    place = data.draw(st.integers(0, naive.place(vote.marks[at], first)))
    kept = [rank for rank in rest if rank]
    raised = [*kept[:place], [first], *kept[place:]]
    marks = [*vote.marks[:at], raised, *vote.marks[at + 1 :]]
    again = count(key, profile_of("ranking", vote.options, marks), ties=lot())
    assert again.winners[0] == first


@pytest.mark.parametrize("key", ["borda", "irv", "ranked-pairs", "minimax", "copeland", "kemeny"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_an_option_that_every_ballot_puts_under_another_is_not_elected(key: str, data: st.DataObject) -> None:
    vote = data.draw(rankings(strict=key in STRICT, fewest=2))
    options = sorted(vote.costs)
    first = winner(key, vote)
    assert not any(naive.over(vote.marks, other, first) == len(vote.marks) for other in options)
