# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What cannot be counted, drawn or written is refused with a code and with all that a sentence needs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.voting.examples import TENNESSEE, approvals, graded, numbered, options, rankings
from voting import BallotKind, Option, Profile, TiePolicy, VotingError, count, what_if, winner_sets
from voting import ballots as papers
from voting.engines.shares.utilities import additive
from voting.evidence.sensitivity import sensitivity
from voting.evidence.whatifs import Asked
from voting.exchange import pabulib_writing, preflib
from voting.exchange.contents import contents
from voting.exchange.elections import Election
from voting.lots.apportionment import apportion
from voting.lots.sortition import Person, stratified
from voting.lots.ties import Facts, TieBreaker

AB = approvals(options("a b"), "a", "b")
PRICED = approvals(options("a b", a=3, b=4), "a", "b")
YES = papers.parse("approval", ["a"], options("a b"))
CHOSEN = Profile.from_approvals([["a"]], kind="choice")
HALVES: Any = 1.5
FEWER = "votes, marks and points that are fewer than 2^53 in all"
REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: count("coin", AB), "unknown_rule: rule=coin"),
    (lambda: count("borda", AB), "wrong_ballot_kind: rule=borda, found=approval"),
    (lambda: count("greedy", PRICED, budget=5, unit=0), "bad_budget: unit=0"),
    (lambda: count("greedy", PRICED), "budget_missing: rule=greedy"),
    (lambda: count("greedy", PRICED, budget=-1), "bad_budget: budget=-1"),
    (
        lambda: count("greedy", PRICED, budget=HALVES),
        "bad_budget: found=1.5, expected=an int or a Fraction of at most 10^24, never a float",
    ),
    (
        lambda: count("greedy", PRICED, budget=10**25),
        "bad_budget: found=10000000000000000000000000, expected=an int or a Fraction of at most 10^24, never a float",
    ),
    (lambda: count("greedy", AB, budget=10), "bad_cost: option=a"),
    (
        lambda: approvals([Option("a", cost=HALVES)], "a"),
        "bad_cost: option=a, found=1.5, expected=an int or a Fraction of at most 10^24, never a float",
    ),
    (lambda: count("irv", Profile.from_rankings([[["a", "b"]]])), "equal_ranks: rule=irv"),
    (lambda: count("approval", AB, {"seats": "none"}), "bad_parameter: parameter=seats, found=none, expected=integer"),
    (
        lambda: count("approval", AB, {"seats": HALVES}),
        "bad_parameter: parameter=seats, found=1.5, expected=a whole number, a Fraction, a truth or a text, "
        "like 1/3 or 0.25: floats are not exact",
    ),
    (lambda: count("approval", AB, {"chairs": "1"}), "unknown_parameter: rule=approval, parameter=chairs"),
    (
        lambda: count("greedy", PRICED, {"zone_caps": "Nord=3"}, budget=5),
        "bad_parameter: parameter=zone_caps, found=Nord, expected=no zone",
    ),
    (
        lambda: count("greedy", PRICED, {"zone_caps": "Nord=3;Sud"}, budget=5),
        "bad_parameter: parameter=zone_caps, found=Sud, expected=name=amount;name=amount",
    ),
    (
        lambda: count("equal-shares", PRICED, {"completion": "coin"}, budget=5),
        "bad_parameter: parameter=completion, found=coin, expected=none|add1|add1u|utilitarian",
    ),
    (
        lambda: count("equal-shares", PRICED, {"completion": "add1", "increment": "0"}, budget=5),
        "bad_parameter: parameter=increment, found=0, expected=amount",
    ),
    (
        lambda: count("equal-shares", PRICED, {"group_weights": "Nord=3"}, budget=5),
        "bad_parameter: parameter=group_weights, found=, expected=a weight of each group",
    ),
    (lambda: count("approval", AB), "lot_needed: tied=['a', 'b']"),
    (lambda: count("approval", AB, ties=TiePolicy.of("refuse")), "tie_refused: tied=['a', 'b']"),
    (
        lambda: TieBreaker(TiePolicy.of("more_votes"), options("a b")).pick(2, ["a", "b"], Facts()),
        "tie_open: stage=2, tied=['a', 'b']",
    ),
    (lambda: TiePolicy.of("coin"), "unknown_criterion: criterion=coin"),
    (lambda: TiePolicy.of("lot", "xyz"), "bad_seed: found=xyz"),
    (lambda: count("yes-no", CHOSEN), "wrong_options: expected=yes|no|abstain, found=a"),
    (
        lambda: count(
            "yes-no", Profile.from_approvals([["yes"]], options("yes no abstain"), kind="choice"), {"quorum": "1/2"}
        ),
        "bad_parameter: parameter=entitled, found=0, expected=at least 1 for a quorum",
    ),
    (
        lambda: count("kemeny", rankings("ABCDEFGHIJKLMNOPQRSTU", "1 AB")),
        "too_many_options: rule=kemeny, most=15, found=21",
    ),
    (
        lambda: count("majority-judgment", graded("AB", "0 1", "1 0"), {"grades": "1"}),
        "bad_profile: reason=a grade outside 0 … grades − 1",
    ),
    (
        lambda: count("majority-judgment", graded("AB", "0 1", "1 0"), {"grades": "2000"}),
        "bad_profile: reason=more than 1000 grades",
    ),
    (
        lambda: count("block", AB, {"gender": "2"}),
        "bad_parameter: parameter=gender, found=2, expected=none|second_void|whole_ballot_invalid",
    ),
    (lambda: Profile.of("choice", options("a b"), [(YES, 1)]), "wrong_ballot_kind: expected=choice, found=approval"),
    (lambda: Profile.of("approval", [Option("b")], [(YES, 1)]), "unknown_option: option=a"),
    (lambda: Profile.of("approval", options("a b"), [(YES, -1)]), "bad_weight: found=-1"),
    (lambda: Profile.of("approval", [Option("a"), Option("a")], []), "repeated_option: option=a"),
    (lambda: Profile.of("approval", [], []), "no_options"),
    (
        lambda: Profile.of("approval", options("a b"), [(YES, 2**52), (YES, 2**52)]),
        f"bad_weight: found=a weight below 0, or too many votes, expected={FEWER}",
    ),
    (
        lambda: Profile.of("approval", options("a b"), [(papers.parse("approval", ["a", "b"], options("a b")), 2**52)]),
        f"bad_weight: found=too many votes, expected={FEWER}",
    ),
    (
        lambda: Profile.packed(BallotKind.APPROVAL, options("a"), np.array([1]), np.array([0]), None, np.array([1.5])),
        "bad_weight: found=float64, expected=whole numbers as weights",
    ),
    (
        lambda: Profile.packed(BallotKind.APPROVAL, options("a"), np.array([1]), np.array([0]), None, np.array([-1])),
        f"bad_weight: found=a weight below 0, or too many votes, expected={FEWER}",
    ),
    (lambda: AB.restricted(["a", "z", "y"]), "unknown_option: option=y"),
    (lambda: AB.of_group("Nord"), "bad_profile: reason=unknown group"),
    (
        lambda: winner_sets("approval", approvals(options("a b c d"), "a", "b", "c", "d"), most=1),
        "too_many_lots: most=1",
    ),
    (lambda: what_if(count("borda", TENNESSEE), rule="coin"), "unknown_rule: rule=coin"),
    (lambda: what_if(count("borda", TENNESSEE), more_voters={"Z": 1}), "unknown_option: option=Z"),
    (lambda: what_if(count("borda", TENNESSEE), more_voters={"M": -1}), "bad_weight: found=-1"),
    (
        lambda: what_if(count("borda", Profile.from_rankings([[["A", "B"], "C"], ["A"]])), rule="irv"),
        "equal_ranks: rule=irv",
    ),
    (
        lambda: Asked("irv", Profile.from_rankings([[["a", "b"]]]), {}, TiePolicy.of("lot", "00")).winners(),
        "equal_ranks: rule=irv",
    ),
    (
        lambda: additive(replace(numbered("points", "ab", {"a": 1, "b": 2}), values=np.array([0, 2]))),
        "bad_profile: reason=points below 1",
    ),
    (
        lambda: what_if(count("score", Profile.from_scores([{"a": 3}])), more_voters={"a": 1}),
        "wrong_ballot_kind: expected=rankings or picks, found=scores",
    ),
    (
        lambda: sensitivity(count("borda", TENNESSEE), resamples=0),
        "bad_parameter: parameter=resamples, found=0, expected=at least 1",
    ),
    (
        lambda: apportion("coin", {"a": 1}, 1),
        "bad_parameter: parameter=method, found=coin, expected=hamilton|dhondt|sainte-lague",
    ),
    (
        lambda: apportion("hamilton", {"a": 0}, 2),
        "bad_parameter: parameter=votes, found=2, expected=votes above 0 for the seats",
    ),
    (
        lambda: apportion("hamilton", {"a": -1, "b": 2}, 2),
        "bad_parameter: parameter=votes, found=2, expected=votes above 0 for the seats",
    ),
    (lambda: stratified([Person("p", {})], 2, (), "00"), "too_few_people: found=1, needed=2"),
    (lambda: stratified([Person("p", {}), Person("p", {})], 1, (), "00"), "repeated_option: option=p"),
    (
        lambda: contents("", ".doc"),
        "bad_format: line=1, field=ending, expected=.pb .blt .soc .soi .toc .toi .cat .csv .json, found=.doc",
    ),
    (
        lambda: contents("", ".csv", "neighborhood"),
        "bad_format: line=1, field=groups, expected=a .pb file: others say each ballot's group, found=.csv",
    ),
    (
        lambda: preflib.write(Election(AB.options, numbered("points", "ab", {"a": 1}))),
        "bad_format: line=1, field=kind, expected=rankings, approvals or grades, found=points",
    ),
    (
        lambda: pabulib_writing.write_profile(graded("A", "0 1"), [Option("A", cost=1)], HALVES, {}),
        "bad_format: line=1, field=vote_type, expected=approval|choose-1|cumulative|scoring|ordinal, found=grades",
    ),
    (
        lambda: preflib.read("# NUMBER ALTERNATIVES: 99999999\n1: 1\n", "soi"),
        "bad_format: line=1, field=NUMBER ALTERNATIVES, expected=1 to 10000, found=99999999",
    ),
    (lambda: papers.read("[]"), "wrong_shape"),
    (lambda: papers.read('{"approval":["b","a"]}'), "wrong_shape"),
]


@pytest.mark.parametrize(("attempt", "said"), REFUSED)
def test_what_cannot_be_done_is_refused_with_all_that_a_sentence_needs(
    attempt: Callable[[], object], said: str
) -> None:
    with pytest.raises(VotingError) as caught:
        attempt()
    assert str(caught.value) == said
