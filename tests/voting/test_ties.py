# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ties: the policy is data and the lot is public."""

import hashlib
from fractions import Fraction

import pytest

from tests.voting.examples import approvals, options, rankings
from voting import Option, Profile, TieError, TiePolicy, ballots, count, lot_order, seed_of_lot
from voting.lots.ties import Facts, TieBreaker

PEOPLE = [
    Option("ada", born="1990-05-01", gender="f", submitted="2026-01-03T10:00:00Z", cost=10),
    Option("bruno", born="1980-05-01", gender="m", submitted="2026-01-01T10:00:00Z", cost=20),
    Option("carla", born="1970-05-01", gender="f", submitted="2026-01-02T10:00:00Z", cost=30),
]
STAGES = [{"ada": 1, "bruno": 1, "carla": 2}, {"ada": 3, "bruno": 3, "carla": 3}]


@pytest.mark.parametrize(
    ("criterion", "facts", "chosen"),
    [
        ("younger", Facts(), "ada"),
        ("older", Facts(), "carla"),
        ("earlier_submission", Facts(), "bruno"),
        ("lower_cost", Facts(), "ada"),
        ("more_votes", Facts({"ada": 1, "bruno": 2, "carla": 1}), "bruno"),
        ("prior_stage", Facts(stages=STAGES), "carla"),
        ("less_represented_gender", Facts(chosen=["ada"]), "bruno"),
    ],
)
def test_each_criterion_prefers_whom_it_says(criterion: str, facts: Facts, chosen: str) -> None:
    breaker = TieBreaker(TiePolicy.of([criterion, "refuse"]), PEOPLE)
    assert breaker.pick(1, ["carla", "ada", "bruno"], facts) == chosen
    assert breaker.notes[0].criterion == criterion


def test_an_exclusion_takes_whom_the_criterion_prefers_least() -> None:
    breaker = TieBreaker(TiePolicy.of("younger"), PEOPLE)
    assert breaker.pick(1, ["ada", "bruno"], Facts(), exclude=True) == "bruno"


def test_a_criterion_without_data_leaves_the_tie_to_the_next() -> None:
    breaker = TieBreaker(TiePolicy.of("older,lower_cost"), [Option("x", cost=2), Option("y", cost=1)])
    assert breaker.pick(1, ["x", "y"], Facts()) == "y"


def test_the_lot_is_the_published_formula() -> None:
    seed = seed_of_lot("vote-1", "00" * 32, "Lotto 12-3-2026: 1 2 3 4 5")
    assert seed == hashlib.sha256(f"lot:v1|vote-1|{'00' * 32}|Lotto 12-3-2026: 1 2 3 4 5".encode()).hexdigest()
    keys = {name: hashlib.sha256(bytes.fromhex(seed) + b"\0" + name.encode()).hexdigest() for name in "abc"}
    assert lot_order(seed, "abc") == sorted("abc", key=keys.__getitem__)


def test_the_first_in_lot_order_wins_and_the_last_is_excluded_first() -> None:
    policy = TiePolicy.of("lot", "ab" * 32)
    order = lot_order("ab" * 32, ["ada", "bruno", "carla"])
    assert TieBreaker(policy, PEOPLE).pick(1, ["ada", "bruno", "carla"], Facts()) == order[0]
    assert TieBreaker(policy, PEOPLE).pick(1, ["ada", "bruno", "carla"], Facts(), exclude=True) == order[-1]


def test_a_lot_without_seed_and_a_refusal_stop_the_count() -> None:
    profile = approvals(options("a b"), "a", "b")
    with pytest.raises(TieError) as needed:
        count("approval", profile)
    assert needed.value.code == "lot_needed"
    with pytest.raises(TieError) as refused:
        count("approval", profile, ties=TiePolicy.of("refuse"))
    assert refused.value.code == "tie_refused"


def test_the_result_says_whether_another_lot_would_change_the_winners() -> None:
    outcome = count("approval", approvals(options("a b"), "a", "b"), ties=TiePolicy.of("lot", "01" * 32))
    assert outcome.lot is not None
    assert outcome.lot["another_lot_changes_winners"] is True
    assert outcome.ties[0].criterion == "lot"


def test_a_tie_that_does_not_matter_needs_no_lot() -> None:
    profile = approvals(options("a b c"), "a b", "a b", "c")
    assert count("approval", profile, {"seats": "2"}).winners == ("a", "b")
    money = approvals(options("a b c", a=1, b=1, c=1), "a b", "a b", "c")
    assert count("greedy", money, budget=2).winners == ("a", "b")


def test_unknown_criteria_and_seeds_are_refused() -> None:
    for build in (lambda: TiePolicy.of("coin"), lambda: TiePolicy.of("lot", "xyz")):
        with pytest.raises(TieError):
            build()


def test_votes_may_be_fractions() -> None:
    breaker = TieBreaker(TiePolicy.of("more_votes"), PEOPLE)
    assert breaker.pick(1, ["ada", "bruno"], Facts({"ada": Fraction(1, 3), "bruno": Fraction(1, 2)})) == "bruno"


def test_of_ranked_pairs_equally_clear_the_lot_takes_the_winner_it_prefers_and_the_loser_it_prefers_least() -> None:
    """Lot order A D C B: of A over B and A over D, that over B is locked first; C over A and B over D wait."""
    outcome = count("ranked-pairs", rankings("ABCD", "1 CDAB, 1 BCAD, 1 ABCD"), ties=TiePolicy.of("lot", "ab" * 32))
    assert lot_order("ab" * 32, "ABCD") == ["A", "D", "C", "B"]
    assert [(note.tied, note.chosen) for note in outcome.ties] == [
        (("A", "B", "C"), ("A",)),
        (("B", "D"), ("B",)),
        (("A", "B", "C"), ("A",)),
        (("B", "C"), ("C",)),
    ]
    assert outcome.evidence["locked"] == [["C", "D"], ["A", "B"], ["A", "D"], ["C", "A"], ["B", "D"]]


@pytest.mark.parametrize("rule", ["scottish-stv", "wigm-stv", "meek-stv"])
def test_transfers_tell_a_tie_who_is_already_elected(rule: str) -> None:
    """A man has the first seat; of a man and a woman with as many votes the man is excluded."""
    people = [Option("A", gender="m"), Option("B", gender="m"), Option("C", gender="f")]
    profile = Profile.from_rankings([["A"], ["B"], ["C"]], people, weights=[10, 3, 3])
    outcome = count(rule, profile, {"seats": 2}, TiePolicy.of("less_represented_gender,refuse"))
    assert set(outcome.winners) == {"A", "C"}
    assert [(note.tied, note.criterion, note.chosen) for note in outcome.ties] == [
        (("B", "C"), "less_represented_gender", ("B",))
    ]


@pytest.mark.parametrize(("tied", "other_lots"), [(4, 25), (5, 1)])
def test_where_a_count_takes_long_every_other_lot_is_tried_for_four_tied_options_and_the_reverse_for_more(
    tied: int, other_lots: int
) -> None:
    parks = [Option(i, i, 10) for i in "ABCDE"[:tied]]
    profile = Profile.of("approval", parks, [(ballots.parse("approval", list("ABCDE"[:tied]), parks), 2)])
    outcome = count("greedy", profile, ties=TiePolicy.of("lot", "0" * 64), budget=20)
    assert outcome.lot is not None
    assert outcome.lot["other_lots"] == other_lots
    quick = count("approval", profile, {"seats": "2"}, TiePolicy.of("lot", "0" * 64))
    assert quick.lot is not None
    assert quick.lot["other_lots"] == {4: 25, 5: 121}[tied]
