# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What if one thing were different? The count again, equal to a count that is asked for from the start."""

from collections.abc import Callable

import pytest

from tests.voting.examples import CENTRE_SQUEEZE, ELEVEN, ELEVEN_OPTIONS, TENNESSEE, approvals, numbered, options
from voting import CountError, Option, Outcome, Profile, TiePolicy, count, under_every_rule, what_if
from voting.evidence.whatifs import MoreVoters

SHARES = count("equal-shares", ELEVEN, {"completion": "none"}, budget=1000)


def test_with_nothing_changed_it_is_the_same_count() -> None:
    assert what_if(SHARES).digest == SHARES.digest
    assert what_if(SHARES, more_voters={"gym": 0}, costs={"gym": 400}).digest == SHARES.digest


def test_another_rule_takes_its_own_defaults_and_the_same_money() -> None:
    assert what_if(SHARES, "greedy").digest == count("greedy", ELEVEN, budget=1000).digest
    assert what_if(SHARES, "equal-shares").digest == SHARES.digest
    changed = what_if(SHARES, params={"completion": "add1"})
    assert changed.digest == count("equal-shares", ELEVEN, {"completion": "add1"}, budget=1000).digest
    assert (
        what_if(SHARES, budget=500).digest == count("equal-shares", ELEVEN, {"completion": "none"}, budget=500).digest
    )


def test_another_rule_fills_the_same_seats_by_the_same_lot() -> None:
    two = count("borda", TENNESSEE, {"seats": 2}, TiePolicy.of("lot", "ab"))
    other = what_if(two, "scottish-stv")
    assert (other.params["seats"], other.policy.seed) == ("2", "ab")
    assert what_if(count("irv", CENTRE_SQUEEZE), "schulze").winners == ("B",)
    assert what_if(two, "borda", {"seats": 1}).winners == ("N",)


def test_marks_of_worth_keep_their_worth_under_equal_shares() -> None:
    chosen = options("A B", A=1, B=1)
    points = Profile.from_scores([{"A": 3, "B": 1}], chosen, kind="points")
    assert what_if(count("greedy", points, budget=2), "equal-shares").params["satisfaction"] == "additive"


def test_more_voters_cost_and_absence_are_what_they_say() -> None:
    named = {option.id: option for option in ELEVEN_OPTIONS}
    ballots = ["bike gym", "gym"]
    two = count("approval", approvals(ELEVEN_OPTIONS, *ballots))
    with_four = count("approval", approvals(ELEVEN_OPTIONS, *ballots, *["lib"] * 4))
    assert what_if(two, more_voters={named["lib"]: 4}).digest == with_four.digest
    dearer = [Option(o.id, o.name, 900 if o.id == "gym" else o.cost) for o in ELEVEN_OPTIONS]
    greedy = count("greedy", approvals(ELEVEN_OPTIONS, *ballots), budget=1200)
    costly = count("greedy", approvals(dearer, *ballots), budget=1200)
    assert what_if(greedy, costs={"gym": 900}).winners == costly.winners
    assert what_if(greedy, costs={"gym": 900}).digest == costly.digest
    left = count("irv", CENTRE_SQUEEZE.restricted(["A", "B"]))
    assert what_if(count("irv", CENTRE_SQUEEZE), without=["C"]).digest == left.digest


def test_changes_go_together() -> None:
    changed = what_if(SHARES, "greedy", {"fit": "stop"}, budget=300, more_voters={"lib": 20}, without=["bike", "gym"])
    assert changed.winners[0] == "lib"
    assert {option.id for option in changed.inputs.profile.options} == {"lib", "park", "play"}
    assert changed.params["fit"] == "stop"


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda: what_if(SHARES, "magic"), "unknown_rule"),
        (lambda: what_if(SHARES, "irv"), "wrong_ballot_kind"),
        (lambda: what_if(count("borda", TENNESSEE), "greedy"), "budget_missing"),
        (lambda: what_if(SHARES, without=["zoo"]), "unknown_option"),
        (lambda: what_if(SHARES, costs={"zoo": 1}), "unknown_option"),
        (lambda: what_if(SHARES, costs={"gym": 0.5}), "bad_cost"),  # type: ignore[dict-item]
        (lambda: what_if(SHARES, costs={"gym": 0}), "bad_cost"),
        (lambda: what_if(SHARES, more_voters={"zoo": 1}), "unknown_option"),
        (lambda: what_if(SHARES, more_voters={"gym": -1}), "bad_weight"),
        (lambda: what_if(SHARES, more_voters={"gym": 2**53}), "bad_weight"),
        (lambda: what_if(SHARES, more_voters={"gym": 2**53 - 1}), "bad_weight"),
        (lambda: what_if(SHARES, more_voters={"gym": True}), "bad_weight"),
        (
            lambda: what_if(count("score", numbered("scores", "AB", {"A": 1})), more_voters={"A": 1}),
            "wrong_ballot_kind",
        ),
        (lambda: what_if(SHARES, without=[o.id for o in ELEVEN_OPTIONS]), "no_options"),
    ],
)
def test_what_cannot_be_is_refused(ask: Callable[[], Outcome], code: str) -> None:
    with pytest.raises(CountError) as caught:
        ask()
    assert caught.value.code == code


def test_the_table_of_every_rule_begins_with_the_count_itself() -> None:
    rows = under_every_rule(count("irv", CENTRE_SQUEEZE))
    won = {str(row["rule"]): row["winners"] for row in rows if "winners" in row}
    assert rows[0]["rule"] == "irv"
    assert (won["irv"], won["schulze"]) == (["A"], ["B"])
    budget = under_every_rule(SHARES)
    assert {row["rule"] for row in budget} == {"equal-shares", "greedy", "phragmen", "knapsack"}
    two = under_every_rule(count("borda", TENNESSEE, {"seats": 2}))
    assert all(len(row["winners"]) == 2 for row in two if "seats" in row["params"])  # type: ignore[operator, arg-type]


def test_more_voters_at_home_join_the_options_own_group_or_the_largest() -> None:
    a, b = Option("a", cost=3, zone="Sud"), Option("b", cost=4)
    groups = ["Est", "Nord", "Nord", "Sud", "Sud"]
    profile = Profile.from_approvals([["a"], ["b"], ["a"], [], []], [a, b], groups=groups, weights=[1, 1, 1, 1, 1])
    assert MoreVoters(profile, "a", at_home=True).by(4).of_group("Sud").n_ballots == 6
    assert MoreVoters(profile, "b", at_home=True).by(4).of_group("Nord").n_ballots == 6
