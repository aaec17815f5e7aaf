# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ballots packed and merged."""

import hashlib

import numpy as np
import pytest

from tests.voting.examples import TENNESSEE, approvals, options
from voting import CountError, Limits, Option, Profile, ballots
from voting.canonical import canonical_json

THREE = options("a b c")


def test_equal_ballots_become_one_row() -> None:
    profile = approvals(THREE, "a b", "b a", "c", "")
    assert profile.weights.tolist() == [1, 2] or profile.weights.tolist() == [2, 1]
    assert (profile.n_ballots, profile.n_valid, profile.n_blank) == (4, 3, 1)
    assert profile.totals() == {"a": 2, "b": 2, "c": 1}


def test_groups_are_never_merged_and_can_be_taken_apart() -> None:
    one = ballots.parse("approval", ["a"], THREE)
    blank = ballots.parse("approval", [], THREE)
    profile = Profile.of("approval", THREE, [(one, 2), (one, 3), (blank, 1)], ["north", "south", "south"])
    assert profile.weights.tolist() == [2, 3]
    assert profile.of_group("south").totals() == {"a": 3, "b": 0, "c": 0}
    assert profile.of_group("south").n_blank == 1
    assert profile.of_group("north").n_ballots == 2


def test_restriction_closes_places_up_and_empties_become_blank() -> None:
    fewer = TENNESSEE.restricted(["M", "C"])
    assert [option.id for option in fewer.options] == ["C", "M"]
    assert fewer.values.max() == 2
    assert sorted(fewer.weights.tolist()) == [42, 58]
    assert approvals(THREE, "a", "b c").restricted(["b", "c"]).n_blank == 1


def test_the_digest_tells_ballots_apart_and_ignores_their_order() -> None:
    first, second = approvals(THREE, "a b", "c"), approvals(list(reversed(THREE)), "c", "b a")
    assert first.digest == second.digest
    assert first.digest != approvals(THREE, "a b", "c", "c").digest
    assert first.digest != approvals(THREE, "a b", "c", "").digest


def test_wrong_profiles_are_refused() -> None:
    ballot = ballots.parse("approval", ["a"], THREE)
    for build in (
        lambda: Profile.of("choice", THREE, [(ballot, 1)]),
        lambda: Profile.of("approval", [Option("b")], [(ballot, 1)]),
        lambda: Profile.of("approval", THREE, [(ballot, -1)]),
        lambda: Profile.of("approval", [*THREE, Option("a")], []),
        lambda: Profile.of("approval", [], []),
    ):
        with pytest.raises(CountError):
            build()


def test_rankings_come_as_an_array_too() -> None:
    orders = np.array([[2, 0, -1], [2, 0, -1], [1, -1, -1], [-1, -1, -1], [0, 1, 2]], np.int8)
    profile = Profile.of_orders(THREE, orders, np.array([1, 2, 1, 3, 0]))
    listed = [(["c", "a"], 3), (["b"], 1), ([], 3)]
    same = Profile.of("ranking", THREE, [(ballots.parse("ranking", marks, THREE), n) for marks, n in listed])
    assert profile.digest == same.digest
    assert (profile.n_blank, profile.n_ballots) == (3, 7)
    many = [Option(f"{n:02}") for n in range(40)]
    wide = Profile.of_orders(many, np.array([[39, 0, 20], [1, -1, -1]]))
    assert wide.dense()[:, [0, 1, 20, 39]].tolist() in ([[2, 0, 3, 1], [0, 1, 0, 0]], [[0, 1, 0, 0], [2, 0, 3, 1]])


@pytest.mark.parametrize("row", [[0, 0, -1], [0, -1, 1], [0, 3, -1], [-2, -1, -1]])
def test_an_array_with_a_row_that_is_no_ranking_is_refused(row: list[int]) -> None:
    with pytest.raises(CountError):
        Profile.of_orders(THREE, np.array([row]))


def test_scores_of_nought_and_votes_against_are_kept() -> None:
    marks = [{"a": -3, "b": 1}, {"a": -3, "b": 1}, {"c": 2}]
    limits = Limits(credits=99)
    profile = Profile.of("points", THREE, [(ballots.parse("points", mark, THREE, limits), 1) for mark in marks])
    assert profile.scores == (-6, 2, 2)
    assert sorted(profile.values.tolist()) == [-3, 1, 2]
    rated = [(ballots.parse("scores", {"a": 0}, THREE), 2)]
    assert Profile.of("scores", THREE, rated).votes == (2, 0, 0)


def test_the_digest_is_the_one_that_the_documentation_describes() -> None:
    """docs/rules/README.md, written out slowly, on 130 options so that a row needs several words."""
    options = [Option(f"o{number:03}") for number in range(130)]
    marks = [["o129", "o001"], ["o001", "o129"], ["o064"], ["o129", "o001"], ["o002", "o003", "o129"]]
    groups = ["b", "a", "b", "b", "a"]
    cast = [(ballots.parse("ranking", ranking, options), 1) for ranking in marks]
    profile = Profile.of("ranking", reversed(options), cast, groups, n_invalid=2)
    rows: dict[tuple[int, ...], int] = {}
    for ranking, group in zip(marks, groups, strict=True):
        places = [ranking.index(option.id) + 1 if option.id in ranking else 0 for option in options]
        row = (groups.index(group) ^ 1, *reversed(places))
        rows[row] = rows.get(row, 0) + 1
    heads: list[tuple[int, int, int]] = []
    marked: list[tuple[int, int]] = []
    for row, weight in sorted(rows.items()):
        found = [(at, place) for at, place in enumerate(reversed(row[1:])) if place]
        heads.append((row[0], weight, len(found)))
        marked += found
    lists = [[head[part] for head in heads] for part in range(3)] + [[mark[part] for mark in marked] for part in (0, 1)]
    content = b"".join(number.to_bytes(8, "little", signed=True) for numbers in lists for number in numbers)
    described = {
        "kind": "ranking",
        "options": [option.as_json() for option in options],
        "ballots": hashlib.sha256(content).hexdigest(),
        "blank": {"a": 0, "b": 0},
        "invalid": 2,
    }
    assert profile.digest == hashlib.sha256(canonical_json(described).encode()).hexdigest()
