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
    ("kind", "marks", "limits", "code"),
    [
        ("approval", ["x"], None, "unknown_option"),
        ("approval", ["a", "a"], None, "repeated_option"),
        ("approval", ["a", "b"], Limits(max=1), "too_many"),
        ("approval", ["a"], Limits(min=2), "too_few"),
        ("choice", ["a", "b"], None, "too_many"),
        ("budget", ["a", "b"], Limits(budget_cents=799), "over_budget"),
        ("ranking", {"a": 1, "b": 1}, None, "rank_repeated"),
        ("ranking", {"a": "first"}, None, "not_a_number"),
        ("ranking", {"a": -1}, None, "negative"),
        ("ranking", {"a": 1.5}, None, "not_a_number"),
        ("ranking", {"a": "0", "b": "1"}, None, "negative"),
        ("ranking", {"a": 0}, None, "negative"),
        ("ranking", {"a": "1", "b": "11"}, None, "place_too_high"),
        ("ranking", {"a": "999999999999"}, None, "place_too_high"),
        ("ranking", {"a": "9999999999999"}, None, "not_a_number"),
        ("ranking", ["a", "b", "a"], None, "repeated_option"),
        ("ranking", [["a"], ["a"]], Limits(ties=True), "repeated_option"),
        ("choice", ["a", "a"], None, "repeated_option"),
        ("budget", ["a", "a"], Limits(budget_cents=900), "repeated_option"),
        ("points", {"a": 6, "b": 5}, Limits(points=10), "too_many_points"),
        ("points", ["a"], None, "wrong_shape"),
        ("points", {"a": -1}, None, "negative"),
        ("points", {"a": 4}, Limits(top=3), "too_high"),
        ("points", {"a": 2, "b": -2}, Limits(credits=7), "too_many_credits"),
        ("points", {"a": 2}, Limits(min=2), "too_few"),
        ("scores", {"a": 6}, Limits(top=5), "too_high"),
        ("scores", {"a": -1}, None, "negative"),
        ("scores", {"a": "good"}, None, "not_a_number"),
        ("scores", ["a"], None, "wrong_shape"),
        ("scores", {"a": 1}, Limits(min=2), "too_few"),
        ("grades", {"x": 1}, None, "unknown_option"),
        ("grades", {"a": 7}, Limits(top=6), "too_high"),
        ("approval", 7, None, "wrong_shape"),
        ("approval", [["a"]], None, "wrong_shape"),
    ],
)
def test_a_wrong_ballot_is_refused_with_a_code(kind: str, marks: object, limits: Limits | None, code: str) -> None:
    assert refused(kind, marks, limits).code == code


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
