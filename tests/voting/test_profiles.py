# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ballots packed and merged."""

import pytest

from tests.voting.examples import TENNESSEE, approvals, options
from voting import CountError, Option, Profile, ballots

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
