# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule: the same bytes for any order of ballots and options, weights or repeats; names do not matter."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.profiles import Vote, lot, profile_of, votes_for
from voting import RULES, Option, canonical, count

KEYS = list(RULES)


def canonical_text(key: str, vote: Vote, options: list[Option], marks: object, weights: list[int] | None) -> str:
    profile = profile_of(vote.kind, options, marks, weights)
    outcome = count(key, profile, ties=lot(*RULES[key].ties[:-1]), budget=vote.budget)
    return canonical.canonical_json(outcome.as_json())


@pytest.mark.parametrize("key", KEYS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_result_is_the_same_in_any_order(key: str, data: st.DataObject) -> None:
    vote = data.draw(votes_for(RULES[key].kinds))
    shuffle = random.Random(data.draw(st.integers(0, 99)))
    marks, options = list(vote.marks), vote.options
    first = canonical_text(key, vote, options, marks, None)
    shuffle.shuffle(marks)
    shuffle.shuffle(options)
    assert canonical_text(key, vote, options, marks, None) == first


@pytest.mark.parametrize("key", KEYS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_weight_is_that_many_ballots(key: str, data: st.DataObject) -> None:
    vote = data.draw(votes_for(RULES[key].kinds))
    weights = data.draw(st.lists(st.integers(0, 3), min_size=len(vote.marks), max_size=len(vote.marks)))
    repeated = [mark for mark, weight in zip(vote.marks, weights, strict=True) for _ in range(weight)]
    assert canonical_text(key, vote, vote.options, vote.marks, weights) == canonical_text(
        key, vote, vote.options, repeated, None
    )


@pytest.mark.parametrize("key", KEYS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_names_do_not_matter(key: str, data: st.DataObject) -> None:
    """Neutrality, where no lot is drawn: new ids give the same winners under their new ids."""
    vote = data.draw(votes_for(RULES[key].kinds))
    fresh = dict(zip(sorted(vote.costs), data.draw(st.permutations(sorted(vote.costs))), strict=True))
    marks = [[[fresh[o] for o in part] if isinstance(part, list) else fresh[part] for part in mark]
             for mark in vote.marks]  # fmt: skip
    options = [Option(fresh[option.id], cost=option.cost) for option in vote.options]
    policy = lot(*RULES[key].ties[:-1])
    before = count(key, profile_of(vote.kind, vote.options, vote.marks), ties=policy, budget=vote.budget)
    after = count(key, profile_of(vote.kind, options, marks), ties=policy, budget=vote.budget)
    if before.lot is None and after.lot is None:
        assert {fresh[option] for option in before.winners} == set(after.winners)


@pytest.mark.parametrize("key", KEYS)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_an_option_that_everybody_marks_alone_wins(key: str, data: st.DataObject) -> None:
    vote = data.draw(votes_for(RULES[key].kinds))
    loved = data.draw(st.sampled_from(sorted(vote.costs)))
    outcome = count(
        key, profile_of(vote.kind, vote.options, [[loved]] * len(vote.marks)),
        ties=lot(), budget=max(vote.costs[loved], 1),
    )  # fmt: skip
    assert outcome.winners[0] == loved
