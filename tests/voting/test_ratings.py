# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Questions, preferences, scores, points and grades on small examples (methods.md §1)."""

import pytest

from tests.voting.examples import TWELVE, answered, approvals, graded, numbered
from voting import CountError, Option, Profile, TiePolicy, ballots, count
from voting.errors import TieError
from voting.lots.apportionment import apportion
from voting.rules.marks.majority_judgment import gauge, key

PEOPLE = [Option("a", gender="f"), Option("b", gender="m"), Option("c", gender="f")]


@pytest.mark.parametrize(
    ("votes", "params", "winner", "missing"),
    [
        ({"yes": 7, "no": 4, "abstain": 1}, {}, "yes", (0, 0)),
        ({"yes": 3, "no": 3}, {}, "no", (1, 0)),
        ({"yes": 6, "no": 4}, {"majority": "2/3"}, "no", (1, 0)),
        ({"yes": 8, "no": 4}, {"majority": "2/3"}, "yes", (0, 0)),
        ({"yes": 7, "no": 1, "blank": 1}, {"quorum": "0.05", "entitled": "200"}, "no", (0, 1)),
        ({"yes": 7, "no": 1, "blank": 2}, {"quorum": "0.05", "entitled": "200"}, "yes", (0, 0)),
        ({"abstain": 5}, {}, "no", (1, 0)),
    ],
)
def test_a_question_needs_more_yes_and_the_quorum(
    votes: dict[str, int], params: dict[str, str], winner: str, missing: tuple[int, int]
) -> None:
    outcome = count("yes-no", answered(**votes), params)
    assert outcome.winners == (winner,)
    assert (outcome.margins["missing_yes"], outcome.margins["missing_voters"]) == missing


def test_a_question_is_asked_with_yes_and_no() -> None:
    chosen = [Option("a"), Option("b")]
    with pytest.raises(CountError) as caught:
        count("yes-no", Profile.of("choice", chosen, []))
    assert caught.value.code == "wrong_options"
    with pytest.raises(CountError) as caught:
        count("yes-no", answered(yes=1), {"quorum": "0.5"})
    assert caught.value.code == "bad_parameter"


@pytest.mark.parametrize(
    ("gender", "totals", "void"),
    [
        ("none", {"a": "3", "b": "1", "c": "3"}, 1),
        ("second_void", {"a": "3", "b": "1", "c": "1"}, 1),
        ("whole_ballot_invalid", {"a": "1", "b": "1", "c": "1"}, 3),
    ],
)
def test_two_preferences_of_one_gender_are_cut_as_the_rule_says(gender: str, totals: dict[str, str], void: int) -> None:
    profile = approvals(PEOPLE, "a c", "a b", "c", "a c", "a b c")
    outcome = count("block", profile, {"seats": "2", "limit": "2", "gender": gender}, TiePolicy.of("lot", "00"))
    assert dict(outcome.totals) == totals
    assert outcome.evidence["void"] == void


def test_the_first_preference_is_the_one_written_first() -> None:
    written = ballots.parse("ranking", ["c", "a"], PEOPLE)
    profile = Profile.of("ranking", PEOPLE, [(written, 2)])
    outcome = count("block", profile, {"gender": "second_void"})
    assert dict(outcome.totals) == {"a": "0", "b": "0", "c": "2"}
    assert outcome.evidence["preferences_void"] == 2


def test_scores_are_summed_or_averaged_and_zero_is_a_score() -> None:
    profile = numbered("scores", "ABC", {"A": 5, "B": 0}, {"A": 4, "B": 5}, {"A": 3, "B": 5}, {"C": 5})
    assert dict(count("score", profile).totals) == {"A": "12", "B": "10", "C": "5"}
    mean = count("score", profile, {"mode": "mean"})
    assert dict(mean.totals) == {"A": "4", "B": "10/3", "C": "5"}
    assert mean.winners == ("A",)
    assert mean.evidence["too_few_ratings"] == ["C"]
    assert count("score", profile, {"mode": "mean", "floor": "0"}).winners == ("C",)


def test_points_add_up_and_votes_against_are_taken_off() -> None:
    profile = numbered("points", "AB", {"A": 3}, {"A": -1, "B": 2})
    outcome = count("quadratic", profile, {"credits": "8"}, TiePolicy.of("lot", "00"))
    assert dict(outcome.totals) == {"A": "-1", "B": "2"}
    assert outcome.evidence == {"void": 1, "credits_spent": "5"}
    assert dict(count("cumulative", numbered("points", "AB", {"A": 6, "B": 4}, {"B": 10})).totals)["B"] == "14"


def test_meals_are_judged_as_in_the_reference() -> None:
    profile = graded("PCSB", "3 2 2 3", "2 4 2 2", "3 2 3 2", "1 3 4 2")
    outcome = count("majority-judgment", profile)
    assert outcome.ranking == (("B",), ("P",), ("S",), ("C",))
    assert key([3, 2, 2, 3])[:6] == (1, 15, 2, 7, 0, 13)
    assert gauge([3, 2, 2, 3]) == {"grade": 1, "above": 5, "below": 3, "sign": "+"}


def test_five_tallies_rank_as_in_the_reference() -> None:
    tallies = [(2, 2, 2, 2, 2), (2, 1, 1, 1, 5), (2, 1, 1, 2, 4), (2, 1, 5, 0, 2), (2, 2, 2, 2, 2)]
    keys = [key(tally) for tally in tallies]
    assert [1 + sum(other > own for other in keys) for own in keys] == [4, 1, 2, 3, 4]


def test_the_book_orders_two_wines() -> None:
    """Balinski and Laraki: 7 11 9 9 11 is removed as 9 9 11 7 11, 8 11 9 9 10 as 9 9 10 8 11: the first is better."""

    def tally(*grades: int) -> list[int]:
        return [grades.count(grade) for grade in range(12)]

    assert key(tally(7, 11, 9, 9, 11)) > key(tally(8, 11, 9, 9, 10))


def test_committees_of_the_approval_book() -> None:
    """abcvoting's example 11: 12 voters, 4 seats."""
    lot = TiePolicy.of("lot", "00")
    params = {"seats": "4"}
    assert set(count("phragmen", TWELVE, params, lot).winners) == set("abcd")
    assert set(count("pav", TWELVE, params, lot).winners) == set("abcf")
    outcome = count("equal-shares", TWELVE, params, lot)
    assert set(outcome.winners) == set("abcd")
    assert outcome.rounds[0]["share"] == "0.125"
    assert [step["load"] for step in outcome.rounds[1:]] == ["1/96", "37/384", "7/24"]
    assert count("equal-shares", TWELVE, {**params, "completion": "none"}, lot).winners == ("a",)


@pytest.mark.parametrize(
    ("method", "votes", "seats", "given"),
    [
        ("hamilton", {"a": 53, "b": 24, "c": 23}, 10, [5, 3, 2]),
        ("dhondt", {"a": 340, "b": 280, "c": 160, "d": 60}, 7, [3, 3, 1, 0]),
        ("sainte-lague", {"a": 53, "b": 24, "c": 23}, 7, [3, 2, 2]),
        ("dhondt", {"a": 1, "b": 0}, 0, [0, 0]),
    ],
)
def test_seats_are_shared_in_proportion(method: str, votes: dict[str, int], seats: int, given: list[int]) -> None:
    assert list(apportion(method, votes, seats).values()) == given


def test_of_two_equal_remainders_the_one_with_more_votes_may_have_the_seat() -> None:
    assert apportion("hamilton", {"b": 1, "a": 3}, 2, TiePolicy.of("more_votes")) == {"b": 0, "a": 2}


def test_a_seat_that_two_deserve_is_a_tie() -> None:
    with pytest.raises(TieError):
        apportion("hamilton", {"a": 1, "b": 1}, 1)
    assert sum(apportion("hamilton", {"a": 1, "b": 1}, 1, TiePolicy.of("lot", "00")).values()) == 1
    with pytest.raises(CountError):
        apportion("dice", {"a": 1}, 1)
