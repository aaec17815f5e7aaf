# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules on rankings on the examples of the literature (methods.md §1 and §2)."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tests.voting.examples import CENTRE_SQUEEZE, CYCLE, SCHULZE_45, TENNESSEE, rankings
from voting import RULES, CountError, Limits, Option, Outcome, Profile, TiePolicy, ballots, count, lot_order

CONDORCET = ("schulze", "ranked-pairs", "minimax", "copeland", "kemeny")


def steps(outcome: Outcome) -> Any:
    """The rounds, as plain data."""
    return outcome.rounds


def seed_with(first: str, then: str) -> str:
    """A seed whose lot puts one option before another."""
    return next(seed for seed in (f"{n:02x}" for n in range(256)) if lot_order(seed, [first, then]) == [first, then])


@pytest.mark.parametrize("key", CONDORCET)
def test_nashville_beats_everybody(key: str) -> None:
    assert count(key, TENNESSEE).winners == ("N",)


def test_tennessee_by_the_other_rules() -> None:
    assert count("irv", TENNESSEE).winners == ("K",)
    outcome = count("borda", TENNESSEE)
    assert dict(outcome.totals) == {"M": "126", "N": "194", "C": "173", "K": "107"}


def test_the_rules_disagree_on_45_ballots_as_published() -> None:
    found = {key: count(key, SCHULZE_45).winners[0] for key in ("schulze", "ranked-pairs", "minimax", "borda")}
    assert found == {"schulze": "E", "ranked-pairs": "A", "minimax": "E", "borda": "E"}
    assert dict(count("borda", SCHULZE_45).totals) == {"A": "98", "B": "92", "C": "89", "D": "69", "E": "102"}


@pytest.mark.parametrize(("first", "then"), [("E", "B"), ("B", "E")])
def test_instant_runoff_on_45_ballots_elects_c_whichever_of_two_leaves_first(first: str, then: str) -> None:
    """pref_voting publishes A because it takes out B and E, equal last, at once; one at a time C wins either way."""
    outcome = count("irv", SCHULZE_45, ties=TiePolicy.of("prior_stage,lot", seed_with(first, then)))
    assert outcome.winners == ("C",)
    assert outcome.rounds[2]["excluded"] == [then]
    assert outcome.lot is not None
    assert outcome.lot["another_lot_changes_winners"] is False


def test_copeland_on_45_ballots_has_e_among_its_best() -> None:
    outcome = count("copeland", SCHULZE_45, ties=TiePolicy.of("lot", "00"))
    assert "E" in outcome.ranking[0]


def test_a_cycle_gives_a_to_three_rules() -> None:
    assert {count(key, CYCLE).winners for key in ("schulze", "ranked-pairs", "minimax")} == {("A",)}


def test_the_centre_is_squeezed_out_of_a_runoff_but_wins_every_duel() -> None:
    assert count("irv", CENTRE_SQUEEZE).winners == ("A",)
    assert {count(key, CENTRE_SQUEEZE).winners for key in CONDORCET} == {("B",)}


def test_a_runoff_says_how_close_it_was_and_where_ballots_ended() -> None:
    outcome = count("irv", CENTRE_SQUEEZE)
    assert outcome.margins["last_round"] == {"runner_up": "C", "gap": "2", "switches": "2"}
    assert outcome.margins["closest_exclusion"] == {"stage": 2, "excluded": "B", "next": "C", "gap": "5"}
    assert outcome.evidence == {"ended": {"A": "51", "C": "49"}, "exhausted": "0"}
    assert steps(outcome)[1]["transfers"] == {"A": "14", "C": "15"}


def test_a_surplus_moves_in_five_decimals() -> None:
    profile = rankings("ABC", "4 AB, 2 AC, 2 B, 1 C")
    outcome = count("scottish-stv", profile, {"seats": "2"})
    first, second = outcome.rounds[:2]
    assert (first["quota"], first["elected"]) == ("4.00000", ["A"])
    assert second["tallies"] == {"A": "4.00000", "B": "3.33332", "C": "1.66666"}
    assert (second["rounding_loss"], second["non_transferable"]) == ("0.00002", "0.00000")
    exact = count("wigm-stv", profile, {"seats": "2"}).rounds[1]
    assert exact["tallies"] == {"A": "4", "B": "10/3", "C": "5/3"}
    assert outcome.winners == ("A", "B")
    assert outcome.evidence["ballots_that_helped"] == 8


@pytest.mark.parametrize("key", [key for key in RULES if RULES[key].strict])
def test_equal_places_are_refused_where_a_ballot_lies_on_one_option(key: str) -> None:
    chosen = [Option("a"), Option("b")]
    tied = ballots.parse("ranking", [["a", "b"]], chosen, Limits(ties=True))
    with pytest.raises(CountError) as caught:
        count(key, Profile.of("ranking", chosen, [(tied, 1)]))
    assert caught.value.code == "equal_ranks"


def test_kemeny_refuses_too_many_options() -> None:
    chosen = [Option(f"{n:02}") for n in range(16)]
    with pytest.raises(CountError) as caught:
        count("kemeny", Profile.of("ranking", chosen, []))
    assert caught.value.code == "too_many_options"


def test_meek_merges_ballots_of_many_options_and_seats_too() -> None:
    """Paths of 13 ranks over 41 marks do not fit in 64 bits."""
    chosen = [Option(f"{n:02}") for n in range(40)]
    orders = np.array([[(row + step) % 40 for step in range(20)] for row in range(40) for _ in range(row % 3 + 1)])
    profile = Profile.of_orders(chosen, orders)
    policy = TiePolicy.of("prior_stage,lot", "00")
    outcome = count("meek-stv", profile, {"seats": "14"}, policy)
    assert len(set(outcome.winners)) == 14
    assert sum(len(step["elected"]) for step in steps(outcome)) == 14


def test_many_options_with_many_values_are_counted_right() -> None:
    """More slots of options and values than a byte holds: every stage still keeps every vote."""
    chosen = [Option(f"{n:02}") for n in range(30)]
    rng = np.random.default_rng(5)
    orders = np.argsort(rng.random((4000, 30)) * np.linspace(1, 3, 30), axis=1).astype(np.int8)
    outcome = count("scottish-stv", Profile.of_orders(chosen, orders), {"seats": "12"}, TiePolicy.of("lot", "00"))
    assert len(outcome.winners) == 12
    for step in steps(outcome):
        kept = sum(Fraction(tally) for tally in step["tallies"].values())
        assert kept + Fraction(step["non_transferable"]) + Fraction(step["rounding_loss"]) == 4000
        assert 0 <= Fraction(step["rounding_loss"]) < 1


def test_the_quota_of_meek_falls_as_ballots_run_out() -> None:
    ballots = [["a"], ["a"], ["a"], ["b", "c"], ["b", "c"], ["c"], ["d"]]
    outcome = count("meek-stv", Profile.from_rankings(ballots), {"seats": "2"}, TiePolicy.of("lot", "00"))
    assert [step["quota"] for step in steps(outcome)] == ["2.333333334", "2.000000212", "1.666666879"]
