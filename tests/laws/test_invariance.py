# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule: the same bytes for any order of ballots and options, weights or repeats; names do not matter."""

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.laws.profiles import Vote, lot, only, profile_of, votes_for
from voting import RULES, Option, canonical, count

PARAMS = {
    "equal-shares-committee": {"seats": "2"},
    "phragmen": {"seats": "2"},
    "pav": {"seats": "2"},
    "scottish-stv": {"seats": "2"},
    "meek-stv": {"seats": "2"},
    "wigm-stv": {"seats": "2"},
    "score": {"mode": "mean"},
}
MORE = [("equal-shares", PARAMS["equal-shares-committee"]), ("phragmen", {})]
CASES = [*((key, PARAMS.get(key, {})) for key in RULES), *MORE]


def canonical_text(
    key: str, params: dict[str, str], vote: Vote, options: list[Option], marks: object, weights: list[int] | None
) -> str:
    profile = profile_of(vote.kind, options, marks, weights)
    outcome = count(key, profile, params, lot(*RULES[key].ties[:-1]), budget=vote.budget)
    return canonical.canonical_json(outcome.as_json())


@pytest.mark.parametrize(("key", "params"), CASES)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_result_is_the_same_in_any_order(key: str, params: dict[str, str], data: st.DataObject) -> None:
    vote = data.draw(votes_for(key))
    shuffle = random.Random(data.draw(st.integers(0, 99)))
    marks, options = list(vote.marks), vote.options
    first = canonical_text(key, params, vote, options, marks, None)
    shuffle.shuffle(marks)
    shuffle.shuffle(options)
    assert canonical_text(key, params, vote, options, marks, None) == first


@pytest.mark.parametrize(("key", "params"), CASES)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_weight_is_that_many_ballots(key: str, params: dict[str, str], data: st.DataObject) -> None:
    vote = data.draw(votes_for(key))
    weights = data.draw(st.lists(st.integers(0, 3), min_size=len(vote.marks), max_size=len(vote.marks)))
    repeated = [mark for mark, weight in zip(vote.marks, weights, strict=True) for _ in range(weight)]
    assert canonical_text(key, params, vote, vote.options, vote.marks, weights) == canonical_text(
        key, params, vote, vote.options, repeated, None
    )


def renamed(mark: object, fresh: dict[str, str]) -> object:
    if isinstance(mark, dict):
        return {fresh[option]: value for option, value in mark.items()}
    return [renamed(part, fresh) for part in mark] if isinstance(mark, list) else fresh[str(mark)]


@pytest.mark.parametrize(("key", "params"), [case for case in CASES if case[0] != "yes-no"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_names_do_not_matter(key: str, params: dict[str, str], data: st.DataObject) -> None:
    """Neutrality, where no lot is drawn: new ids give the same winners under their new ids."""
    vote = data.draw(votes_for(key))
    fresh = dict(zip(sorted(vote.costs), data.draw(st.permutations(sorted(vote.costs))), strict=True))
    marks = [renamed(mark, fresh) for mark in vote.marks]
    options = [Option(fresh[option.id], cost=option.cost) for option in vote.options]
    policy = lot(*RULES[key].ties[:-1])
    before = count(key, profile_of(vote.kind, vote.options, vote.marks), params, policy, budget=vote.budget)
    after = count(key, profile_of(vote.kind, options, marks), params, policy, budget=vote.budget)
    assume(before.lot is None and after.lot is None)
    assert {fresh[option] for option in before.winners} == set(after.winners)


@pytest.mark.parametrize(("key", "params"), CASES)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_an_option_that_everybody_marks_alone_wins(key: str, params: dict[str, str], data: st.DataObject) -> None:
    vote = data.draw(votes_for(key))
    loved = "yes" if key == "yes-no" else data.draw(st.sampled_from(sorted(vote.costs)))
    outcome = count(
        key,
        profile_of(vote.kind, vote.options, [only(key, loved)] * len(vote.marks)),
        params,
        lot(),
        budget=max(vote.costs[loved], 1),
    )
    assert outcome.winners[0] == loved
