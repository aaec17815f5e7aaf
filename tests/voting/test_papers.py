# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Profiles from lists, mappings and tables: the same ballots as from the parser, and faults that name theirs."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.voting.examples import TENNESSEE, approvals, options
from tests.voting.frames import DataFrame
from voting import Ballot, BallotError, BallotKind, CountError, Limits, Option, Profile, ballots, count

NAN = float("nan")


class Missing:
    """As pandas' NA: a comparison with it is neither true nor false."""

    def __ne__(self, other: object) -> "Missing":  # type: ignore[override]
        return self

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")


def test_approvals_are_lists_of_ids_and_options_those_that_somebody_marks() -> None:
    profile = Profile.from_approvals([["b", "a"], {"a"}, [], ("c",)])
    assert profile.digest == approvals([Option("a"), Option("b"), Option("c")], "a b", "a", "", "c").digest
    assert Profile.from_approvals([["a"]], ["a", "z"]).ids == ("a", "z")
    assert Profile.from_approvals([["a"]], kind="choice").kind is BallotKind.CHOICE


def test_an_id_is_a_text_a_whole_number_or_the_option() -> None:
    park = Option("7", "Park", cost=100)
    same = [Profile.from_approvals([[name]], [park]) for name in ("7", 7, np.int64(7), park)]
    assert len({profile.digest for profile in same}) == 1
    assert same[0].options == (park,)


def test_rankings_are_in_order_or_by_place_and_weigh_what_is_said() -> None:
    named = [Option(name, name) for name in "MNCK"]
    orders = [list("MNCK"), list("NCKM"), list("CKNM"), list("KCNM")]
    assert Profile.from_rankings(orders, named, weights=[42, 26, 15, 17]).digest == TENNESSEE.digest
    tied = Profile.from_rankings([["a", {"b", "c"}], ["a", ["c", "b"]], {"a": 1, "b": 2, "c": 2}])
    assert (tied.has_ties, tied.weights.tolist()) == (True, [3])


def test_scores_are_numbers_by_id_and_nought_is_one() -> None:
    profile = Profile.from_scores([{"a": 5, "b": 0}, {"a": np.int8(3), "b": None}])
    assert profile.totals() == {"a": 8, "b": 0}
    assert profile.votes == (2, 1)
    points = Profile.from_scores([{"a": -3, "b": 2}], kind="points", groups=["Nord"])
    assert (points.totals(), points.groups) == ({"a": -3, "b": 2}, ("Nord",))


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (
            lambda: Profile.from_approvals([["a"], "ab"]),
            "wrong_shape: found='ab', expected=ids of options, like ['a', 'b'], index=1",
        ),
        (
            lambda: Profile.from_approvals([["a"], {"a": 1}]),
            "wrong_shape: found={'a': 1}, expected=ids of options, like ['a', 'b'], index=1",
        ),
        (
            lambda: Profile.from_approvals([["a"], 3]),
            "wrong_shape: found=3, expected=ids of options, like ['a', 'b'], index=1",
        ),
        (
            lambda: Profile.from_approvals([[1.5]]),
            "wrong_shape: found=1.5, expected=an id: a text, a whole number or an Option, index=0",
        ),
        (
            lambda: Profile.from_approvals([[True]]),
            "wrong_shape: found=True, expected=an id: a text, a whole number or an Option, index=0",
        ),
        (lambda: Profile.from_approvals([["a"], ["a", "a"]]), "repeated_option: option=a, index=1"),
        (lambda: Profile.from_approvals([["a"], ["b"]], ["a"]), "unknown_option: option=b, index=1"),
        (lambda: Profile.from_approvals([["a", "b"]], kind="choice"), "too_many: max=1, found=2, index=0"),
        (
            lambda: Profile.from_rankings([["a"], "ab"]),
            "wrong_shape: found='ab', expected=ids in order, like ['a', ['b', 'c']], or places, like {'a': 1}, index=1",
        ),
        (lambda: Profile.from_rankings([["a", ["b", "a"]]]), "repeated_option: option=a, index=0"),
        (lambda: Profile.from_rankings([{"a": 1.5}]), "not_a_number: option=a, found=1.5, index=0"),
        (lambda: Profile.from_rankings([{"a": 2}]), "place_too_high: option=a, place=2, max=1, index=0"),
        (
            lambda: Profile.from_scores([{"a": 1}, ["a"]]),
            "wrong_shape: found=['a'], expected=numbers by id, like {'a': 3}, index=1",
        ),
        (lambda: Profile.from_scores([{"a": 1}, {"a": 0.5}]), "not_a_number: option=a, found=0.5, index=1"),
        (lambda: Profile.from_scores([{"a": -1}]), "negative: option=a, found=-1, index=0"),
        (
            lambda: Profile.from_pandas(DataFrame({"a": [1, 2]}), "approval"),
            "too_high: option=a, top=1, found=2, index=1",
        ),
        (
            lambda: Profile.from_pandas(DataFrame({"a": [1, -1]}), "approval"),
            "too_high: option=a, top=1, found=-1, index=1",
        ),
        (
            lambda: Profile.from_pandas(DataFrame({"a": [1, 1], "b": [2, 0.5]}), "ranking"),
            "not_a_number: option=b, found=0.5, index=1",
        ),
    ],
)
def test_a_ballot_that_is_not_valid_is_named_by_its_index(build: Callable[[], Profile], said: str) -> None:
    with pytest.raises(BallotError) as caught:
        build()
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: Profile.from_approvals([]), "no_options"),
        (
            lambda: Profile.from_approvals([["a"]], kind="ranking"),
            "wrong_ballot_kind: expected=approval|budget|choice, found=ranking",
        ),
        (
            lambda: Profile.from_scores([{"a": 1}], kind="approval"),
            "wrong_ballot_kind: expected=grades|points|scores, found=approval",
        ),
        (lambda: Profile.from_approvals([["a"]], weights=[1, 2]), "bad_profile: reason=one weight for each ballot"),
        (lambda: Profile.from_approvals([["a"]], groups=["x", "y"]), "bad_profile: reason=one group for each ballot"),
        (lambda: Profile.from_approvals([["a"]], weights=[0.5]), "bad_weight: found=0.5"),  # type: ignore[list-item]
        (lambda: Profile.from_approvals([["a"]], weights=[True]), "bad_weight: found=True"),
        (lambda: Profile.from_approvals([["a"]], weights=[-1]), "bad_weight: found=-1"),
        (lambda: Profile.from_approvals([["1"]], ["1", 1]), "repeated_option: option=1"),
        (
            lambda: Profile.from_pandas([[1]], "approval"),
            "bad_profile: reason=a table has columns, each read by its name, found=list",
        ),
        (
            lambda: Profile.from_pandas(DataFrame({"a": [1]}), "approval", ["b"]),
            "bad_profile: reason=no column of that name, column=b",
        ),
        (
            lambda: Profile.from_pandas(DataFrame({"a": [1]}), "approval", weights="n"),
            "bad_profile: reason=no column of that name, column=n",
        ),
        (
            lambda: Profile.from_pandas(DataFrame({"a": [1], "n": [0.5]}), "approval", weights="n"),
            "bad_weight: found=0.5",
        ),
        (
            lambda: Profile.from_pandas(DataFrame({"a": [1], "n": [NAN]}), "approval", weights="n"),
            "bad_weight: found=None",
        ),
    ],
)
def test_what_is_no_profile_is_refused(build: Callable[[], Profile], said: str) -> None:
    with pytest.raises(CountError) as caught:
        build()
    assert str(caught.value) == said


def test_a_table_holds_a_ballot_a_row_and_may_say_how_many_and_whence() -> None:
    frame = DataFrame(
        {
            "M": [1, 4, 4.0],
            "N": [2, 1, 3.0],
            "C": [3, 2, NAN],
            "K": [4, 3, None],
            "n": [42, 26, 1],
            "zone": ["a", "b", NAN],
        }
    )
    profile = Profile.from_pandas(frame, "ranking", weights="n", groups="zone")
    listed = [list("MNCK"), list("NCKM"), list("NM")]
    same = Profile.from_rankings(listed, list("MNCK"), weights=[42, 26, 1], groups=["a", "b", ""])
    assert profile.digest == same.digest
    ages = DataFrame({"1": [True, False], 2: [1.0, Missing()], "age": [70, 18]})
    chosen = Profile.from_pandas(ages, "approval", [Option("1", cost=5), 2])
    assert (chosen.totals(), chosen.n_blank, chosen.options[0].cost) == ({"1": 1, "2": 1}, 1, 5)


def test_values_show_themselves_in_a_line() -> None:
    assert repr(TENNESSEE) == "<Profile: 100 ranking ballots (4 distinct) over 4 options>"
    assert repr(Profile.from_approvals([["a"]])) == "<Profile: 1 approval ballot (1 distinct) over 1 option>"
    assert repr(Option("a")) == "Option('a')"
    nobody = count("greedy", Profile.from_approvals([["a"]], [Option("a", cost=9)]), budget=1)
    assert repr(nobody) == "<Outcome greedy: nobody won, 1 ballot>"
    assert repr(Option("a", "Park", cost=7, zone="Nord")) == "Option('a', name='Park', cost=7, zone='Nord')"
    chosen = options("a b c")
    tied = ballots.parse("ranking", ["c", ["a", "b"]], chosen, Limits(ties=True))
    shown = [repr(tied), repr(ballots.parse("choice", "b", chosen))]
    assert shown == ["<Ballot ranking: c > a = b>", "<Ballot choice: b>"]
    assert repr(ballots.parse("scores", {"b": 0, "a": 3}, chosen)) == "<Ballot scores: a 3, b 0>"
    assert repr(Ballot(BallotKind.APPROVAL, ())) == "<Ballot approval: blank>"
    assert repr(count("schulze", TENNESSEE)) == "<Outcome schulze: N won, 100 ballots>"
    many = Profile.from_approvals([range(100, 112)])
    assert repr(count("approval", many, {"seats": 12})) == (
        "<Outcome approval: 100, 101, 102, 103, 104, 105, 106, 107 and 4 more won, 1 ballot>"
    )


def test_a_value_that_an_option_shows_makes_it_again() -> None:
    option = Option("a", "Park", cost=7, gender="f")
    assert eval(repr(option), {"Option": Option}) == option
