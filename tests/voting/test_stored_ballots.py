# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""From what is marked to what is stored to what is counted nothing is lost, for every rule that can be chosen."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting import RULES, BallotKind, Limits, Option, Profile, TiePolicy, ballots, count

OFFERS = [(key, offer) for key, rule in RULES.items() for offer in rule.offered.values()]
PICKED = (BallotKind.CHOICE, BallotKind.APPROVAL, BallotKind.BUDGET)


def marks_of(kind: BallotKind, limits: Limits, ids: list[str]) -> st.SearchStrategy[Any]:
    """What a form may hold for this ballot, within its limits."""
    if kind is BallotKind.CHOICE:
        return st.lists(st.sampled_from(ids), max_size=1)
    if kind in PICKED or kind is BallotKind.RANKING:
        most = min(len(ids), limits.max or len(ids))
        return st.lists(st.sampled_from(ids), max_size=1 if limits.mixed else most, unique=True)
    if kind is BallotKind.POINTS and limits.credits:
        return st.dictionaries(st.sampled_from(ids), st.integers(-2, 2), max_size=4)
    top = (limits.points or 10) // len(ids) if kind is BallotKind.POINTS else limits.top
    return st.dictionaries(st.sampled_from(ids), st.integers(0, top))


@pytest.mark.parametrize(("key", "offer"), OFFERS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_what_was_marked_is_what_is_counted(key: str, offer: Any, data: st.DataObject) -> None:
    rule = RULES[key]
    params = rule.filled(offer.parameters)
    ids = sorted(rule.answers) or ["a", "b", "c", "d"]
    options = [Option(name, name, 10, gender="f") for name in ids]
    limits = rule.limits(params)
    marked = data.draw(st.lists(marks_of(offer.kind, limits, ids), min_size=1, max_size=8))
    cast = [ballots.parse(offer.kind, marks, options, limits) for marks in marked]
    stored = [ballots.read(ballot.canonical()) for ballot in cast]
    assert stored == cast
    profile = Profile.of(offer.kind, options, [(ballot, 1) for ballot in stored])
    held = dict.fromkeys(profile.ids, 0)
    for marks in marked:
        kept = {name for name in marks if offer.kind is not BallotKind.POINTS or marks[name]}
        for name in kept:
            held[name] += 1
    assert dict(zip(profile.ids, profile.votes, strict=True)) == held
    assert profile.n_ballots == len(marked)
    if offer.kind not in PICKED and offer.kind is not BallotKind.RANKING:
        sums = {name: sum(marks.get(name, 0) for marks in marked) for name in profile.ids}
        assert profile.totals() == sums
    own = {name: value for name, value in params.items() if name in {p.name for p in rule.parameters}}
    seats = {"seats": "2"} if "seats" in own and offer.kind is not BallotKind.BUDGET else {}
    policy = TiePolicy.of([*(c for c in rule.ties if c in ("prior_stage",)), "lot"], "5eed" * 16)
    outcome = count(key, profile, own | seats, policy, budget=20)
    assert outcome.n_ballots == len(marked)
