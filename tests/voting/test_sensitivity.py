# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often resampled ballots elect the same."""

import pytest

from tests.voting.examples import SCHULZE_45, approvals, options
from voting import CountError, TiePolicy, count
from voting.evidence.sensitivity import sensitivity

LOT = TiePolicy.of("prior_stage,lot", "ab" * 32)
TWO = options("a b")


def test_an_overwhelming_result_is_always_the_same() -> None:
    outcome = count("approval", approvals(TWO, *["a"] * 90, *["b"] * 10), ties=LOT)
    found = sensitivity(outcome, seed=1)
    assert (found.same, found.resamples) == (500, 500)
    assert found.elected == {"a": 500, "b": 0}


def test_a_close_result_is_often_another() -> None:
    """With 51 of 100, 'a' keeps the lead in a draw with probability 0.540 and ties in 0.078 (binomial)."""
    outcome = count("approval", approvals(TWO, *["a"] * 51, *["b"] * 49), ties=LOT)
    assert 0.5 < sensitivity(outcome, seed=1).share < 0.68


def test_every_seat_is_filled_in_every_draw_and_a_seed_repeats_it() -> None:
    outcome = count("scottish-stv", SCHULZE_45, {"seats": "2"}, LOT)
    found = sensitivity(outcome, seed=7, resamples=60)
    assert sum(found.elected.values()) == 2 * 60
    assert found == sensitivity(outcome, seed=7, resamples=60)
    assert found != sensitivity(outcome, seed=8, resamples=60)


def test_it_is_published_under_its_name_as_exact_text() -> None:
    outcome = count("irv", SCHULZE_45, ties=LOT)
    document = sensitivity(outcome, seed=3, resamples=8).as_json()
    assert list(document) == ["sensitivity", "resamples", "same", "elected"]
    assert document["sensitivity"] == str(int(str(document["same"])) / 8).removesuffix(".0")
    assert outcome.as_json().get("sensitivity") is None


def test_a_budget_is_counted_again_with_its_money() -> None:
    costed = options("a b", a=5, b=5)
    outcome = count("greedy", approvals(costed, "a", "a", "a", "b"), ties=LOT, budget=5)
    found = sensitivity(outcome, seed=1, resamples=50)
    assert sum(found.elected.values()) == 50
    assert found.share > 0.5


def test_it_refuses_an_empty_vote() -> None:
    outcome = count("approval", approvals(TWO, "", ""), ties=LOT)
    with pytest.raises(CountError):
        sensitivity(outcome)
