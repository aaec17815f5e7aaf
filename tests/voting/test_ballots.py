# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What makes a ballot valid."""

import pytest

from voting import BallotError, BallotKind, Limits, Option, ballots

OPTIONS = [Option("a", "A", 300), Option("b", "B", 500), Option("c", "C", 400)]


def refused(kind: str, marks: object, limits: Limits | None = None) -> BallotError:
    with pytest.raises(BallotError) as caught:
        ballots.parse(kind, marks, OPTIONS, limits)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "marks", "text"),
    [
        ("choice", "b", '{"choice":["b"]}'),
        ("choice", ["b"], '{"choice":["b"]}'),
        ("choice", "", '{"choice":[]}'),
        ("approval", ["c", "a"], '{"approval":["a","c"]}'),
        ("approval", {"c": "on", "a": True, "b": ""}, '{"approval":["a","c"]}'),
        ("budget", {"b": "1"}, '{"budget":["b"]}'),
        ("ranking", ["b", "a"], '{"ranking":[["b"],["a"]]}'),
        ("ranking", {"a": "3", "b": "1", "c": ""}, '{"ranking":[["b"],["a"]]}'),
        ("points", {"a": "3", "b": 0}, '{"points":{"a":3}}'),
        ("approval", [], '{"approval":[]}'),
        ("scores", {"a": "0", "b": "", "c": 5}, '{"scores":{"a":0,"c":5}}'),
        ("grades", {"b": "2", "a": 0, "c": None}, '{"grades":{"a":0,"b":2}}'),
        ("scores", {}, '{"scores":{}}'),
    ],
)
def test_marks_of_a_form_become_one_canonical_text(kind: str, marks: object, text: str) -> None:
    ballot = ballots.parse(kind, marks, OPTIONS)
    assert ballot.canonical() == text
    assert ballots.read(text) == ballot


def test_equal_places_are_kept_where_ties_are_allowed() -> None:
    ballot = ballots.parse("ranking", [["c", "a"], ["b"]], OPTIONS, Limits(ties=True))
    assert ballot.canonical() == '{"ranking":[["a","c"],["b"]]}'


def test_a_blank_ballot_is_valid_whatever_the_minimum() -> None:
    assert ballots.parse("approval", [], OPTIONS, Limits(min=2)).is_blank


@pytest.mark.parametrize(
    ("kind", "marks", "limits", "said"),
    [
        ("approval", ["x"], None, "unknown_option: option=x"),
        ("approval", ["a", "a"], None, "repeated_option: option=a"),
        ("approval", ["a", "b"], Limits(max=1), "too_many: max=1, found=2"),
        ("approval", ["a"], Limits(min=2), "too_few: min=2, found=1"),
        ("choice", ["a", "b"], None, "too_many: max=1, found=2"),
        ("budget", ["a", "b"], Limits(budget_cents=799), "over_budget: budget_cents=799, over_cents=1"),
        ("ranking", {"a": 1, "b": 1}, None, "rank_repeated: option=b, place=1"),
        ("ranking", {"a": "first"}, None, "not_a_number: option=a, found=first"),
        ("ranking", {"a": -1}, None, "negative: option=a, found=-1"),
        ("ranking", {"a": 1.5}, None, "not_a_number: option=a, found=1.5"),
        ("ranking", {"a": "0", "b": "1"}, None, "negative: option=a, found=0"),
        ("ranking", {"a": 0}, None, "negative: option=a, found=0"),
        ("ranking", {"a": "1", "b": "11"}, None, "place_too_high: option=b, place=11, max=3"),
        ("ranking", {"a": "999999999999"}, None, "place_too_high: option=a, place=999999999999, max=3"),
        ("ranking", {"a": "9999999999999"}, None, "not_a_number: option=a, found=9999999999999"),
        ("ranking", ["a", "b", "a"], None, "repeated_option: option=a"),
        ("ranking", [["a"], ["a"]], Limits(ties=True), "repeated_option: option=a"),
        ("choice", ["a", "a"], None, "repeated_option: option=a"),
        ("budget", ["a", "a"], Limits(budget_cents=900), "repeated_option: option=a"),
        ("points", {"a": 6, "b": 5}, Limits(points=10), "too_many_points: points=10, found=11"),
        ("points", ["a"], None, "wrong_shape"),
        ("points", {"a": -1}, None, "negative: option=a, found=-1"),
        ("points", {"a": 4}, Limits(top=3), "too_high: option=a, top=3, found=4"),
        ("points", {"a": 2, "b": -2}, Limits(credits=7), "too_many_credits: credits=7, found=8"),
        ("points", {"a": 2}, Limits(min=2), "too_few: min=2, found=1"),
        ("scores", {"a": 6}, Limits(top=5), "too_high: option=a, top=5, found=6"),
        ("scores", {"a": -1}, None, "negative: option=a, found=-1"),
        ("scores", {"a": "good"}, None, "not_a_number: option=a, found=good"),
        ("scores", ["a"], None, "wrong_shape"),
        ("scores", {"a": 1}, Limits(min=2), "too_few: min=2, found=1"),
        ("grades", {"x": 1}, None, "unknown_option: option=x"),
        ("grades", {"a": 7}, Limits(top=6), "too_high: option=a, top=6, found=7"),
        ("approval", 7, None, "wrong_shape"),
        ("approval", [["a"]], None, "wrong_shape"),
    ],
)
def test_a_wrong_ballot_is_refused_with_a_code(kind: str, marks: object, limits: Limits | None, said: str) -> None:
    assert str(refused(kind, marks, limits)) == said


def test_a_basket_at_the_budget_fits_and_one_cent_over_is_told() -> None:
    assert ballots.parse("budget", ["a", "b"], OPTIONS, Limits(budget_cents=800)).option_ids == ("a", "b")
    assert refused("budget", ["a", "b"], Limits(budget_cents=799)).params["over_cents"] == 1


def test_votes_against_an_option_are_negative_points() -> None:
    ballot = ballots.parse("points", {"a": "-2", "b": 1}, OPTIONS, Limits(credits=5))
    assert ballot.canonical() == '{"points":{"a":-2,"b":1}}'
    assert ballots.read(ballot.canonical()) == ballot


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"approval":["b","a"]}', '{"other":[]}', '{"approval": ["a"]}'])
def test_text_that_is_not_canonical_is_not_a_ballot(text: str) -> None:
    with pytest.raises(BallotError):
        ballots.read(text)


def test_the_kinds_are_named_as_the_database_stores_them() -> None:
    assert {kind.value for kind in BallotKind} >= {"choice", "approval", "ranking", "budget"}
