# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Greedy and Schulze equal their obvious versions."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.laws import naive
from tests.laws.profiles import Vote, approvals, lot, rankings
from voting import count
from voting.engines.pairwise import pairwise
from voting.rules.rankings.schulze import strengths


@given(vote=approvals(), stops=st.booleans(), per_cost=st.booleans())
@settings(max_examples=400, deadline=None)
def test_greedy_equals_the_obvious_version(vote: Vote, stops: bool, per_cost: bool) -> None:
    params = {"fit": "stop" if stops else "skip", "order": "votes-per-cost" if per_cost else "votes"}
    outcome = count("greedy", vote.profile(), params, lot("more_votes", "lower_cost"), budget=vote.budget)
    expected = naive.greedy(vote.marks, vote.costs, vote.budget, vote.lots, stops, per_cost)
    assert set(outcome.winners) == set(expected)


@given(vote=rankings())
@settings(max_examples=300, deadline=None)
def test_schulze_equals_the_obvious_version(vote: Vote) -> None:
    profile = vote.profile()
    ids = [option.id for option in profile.options]
    paths = strengths(pairwise(profile))
    expected = naive.schulze(vote.marks, ids)
    assert {(a, b): int(paths[ids.index(a), ids.index(b)]) for a, b in expected} == expected


@given(vote=rankings())
@settings(max_examples=200, deadline=None)
def test_schulze_elects_who_beats_everybody(vote: Vote) -> None:
    matrix = pairwise(vote.profile())
    ids = sorted(vote.costs)
    beats_all = [a for a, row in enumerate(matrix) if all(row[b] > matrix[b, a] for b in range(len(ids)) if b != a)]
    assume(beats_all)
    assert count("schulze", vote.profile(), ties=lot()).winners == (ids[beats_all[0]],)
