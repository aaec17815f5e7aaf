# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Transcripts as goldens: ``pytest --regenerate-goldens`` writes them again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.voting.examples import (
    CYCLE,
    ELEVEN,
    SCHULZE_45,
    TENNESSEE,
    TWELVE,
    answered,
    approvals,
    example_of,
    graded,
    numbered,
    options,
)
from voting import RULES, Option, Outcome, Profile, TiePolicy, ballots, count
from voting.evidence import transcript
from voting.exchange import pabulib

GOLDENS = Path(__file__).parents[1] / "goldens" / "voting"
FILE = Path(__file__).parent / "pabulib" / "valid" / "approval.pb"
PARKS = [Option("1", "Panchine", 60_00), Option("2", "Alberi", 50_00), Option("3", "Fontana", 40_00)]
SEED = "ab" * 32


def plurality() -> Outcome:
    marks = [("1", 5), ("2", 5), ("3", 1), ("", 2)]
    profile = Profile.of("choice", PARKS, [(ballots.parse("choice", m, PARKS), n) for m, n in marks])
    return count("plurality", profile, ties=TiePolicy.of("lower_cost,lot"))


def file_rule() -> Outcome:
    read = pabulib.read(FILE.read_text(encoding="utf-8"))
    rule = read.rule()
    return count(rule.key, read.profile, rule.params, rule.ties, budget=read.budget)


def in_cents() -> Outcome:
    profile = approvals(PARKS, "1 2", "1", "1 3", "2", "2 3", "3", "3")
    return count("equal-shares", profile, {"comparison": "true"}, budget=100_00, unit=100)


def block() -> Outcome:
    people = [Option("a", "Ada", gender="f"), Option("b", "Bruno", gender="m"), Option("c", "Carla", gender="f")]
    profile = approvals(people, "a c", "a b", "c", "a c", "a b c")
    params = {"seats": "2", "limit": "2", "gender": "second_void"}
    return count("block", profile, params, TiePolicy.of("less_represented_gender,lot", SEED))


SCORES = numbered("scores", "ABC", {"A": 5, "B": 0}, {"A": 4, "B": 5, "C": 1}, {"B": 3})
POINTS = numbered("points", "ABC", {"A": 6, "B": 4}, {"C": 10}, {"B": 1, "C": -2})
LOT = TiePolicy.of("prior_stage,lot", SEED)
COSTED = [Option(i, i, cost, zone=zone) for i, cost, zone in (("A", 20, "Nord"), ("B", 25, "Nord"), ("C", 30, "Sud"))]
COSTED_POINTS = Profile.of(
    "points", COSTED, [(ballots.parse("points", m, COSTED), 1) for m in ({"A": 6, "B": 4}, {"C": 10}, {"B": 1, "C": 2})]
)
MEALS = graded("PCSB", "3 2 2 3", "2 4 2 2", "3 2 3 2", "1 3 4 2")

CASES: dict[str, Callable[[], Outcome]] = {
    "plurality_tie_by_cost": plurality,
    "approval_lot": lambda: count("approval", approvals(PARKS, "1", "2", "3"), ties=TiePolicy.of("lot", SEED)),
    "schulze_tennessee": lambda: count("schulze", TENNESSEE),
    "schulze_45": lambda: count("schulze", SCHULZE_45),
    "schulze_cycle": lambda: count("schulze", CYCLE),
    "greedy_file": file_rule,
    "greedy_stop": lambda: count("greedy", ELEVEN, {"fit": "stop", "threshold": "4"}, budget=1000),
    "greedy_lot": lambda: count(
        "greedy", approvals(options("a b", a=5, b=5), "a", "b"), ties=TiePolicy.of("more_votes,lot", SEED), budget=5
    ),
    "equal_shares_eleven_plain": lambda: count("equal-shares", ELEVEN, {"completion": "none"}, budget=1100),
    "equal_shares_eleven": lambda: count("equal-shares", ELEVEN, budget=1100),
    "equal_shares_cents": in_cents,
    "yes_no_quorum": lambda: count(
        "yes-no", answered(yes=7, no=4, abstain=1), {"quorum": "0.1", "entitled": "200", "majority": "2/3"}
    ),
    "yes_no_even": lambda: count("yes-no", answered(yes=3, no=3, blank=1)),
    "block_gender": block,
    "score_mean": lambda: count("score", SCORES, {"mode": "mean"}),
    "cumulative": lambda: count("cumulative", POINTS.restricted(["A", "B"])),
    "quadratic": lambda: count("quadratic", POINTS, {"credits": "60"}),
    "majority_judgment": lambda: count("majority-judgment", MEALS),
    "borda_45": lambda: count("borda", SCHULZE_45),
    "irv_45": lambda: count("irv", SCHULZE_45, ties=LOT),
    "ranked_pairs_cycle": lambda: count("ranked-pairs", CYCLE),
    "minimax_45": lambda: count("minimax", SCHULZE_45),
    "copeland_45": lambda: count("copeland", SCHULZE_45, ties=LOT),
    "kemeny_45": lambda: count("kemeny", SCHULZE_45),
    "scottish_stv_45": lambda: count("scottish-stv", SCHULZE_45, {"seats": "2"}, LOT),
    "meek_stv_45": lambda: count("meek-stv", SCHULZE_45, {"seats": "2"}, LOT),
    "wigm_stv_45": lambda: count("wigm-stv", SCHULZE_45, {"seats": "2"}, LOT),
    "phragmen_twelve": lambda: count("phragmen", TWELVE, {"seats": "4"}, LOT),
    "pav_twelve": lambda: count("pav", TWELVE, {"seats": "4"}, LOT),
    "equal_shares_twelve": lambda: count("equal-shares", TWELVE, {"seats": "4"}, LOT),
    "equal_shares_points": lambda: count(
        "equal-shares", COSTED_POINTS, {"satisfaction": "additive", "zone_caps": "Nord=30"}, budget=60
    ),
    "phragmen_budget": lambda: count("phragmen", ELEVEN, {"fit": "skip"}, budget=1100),
    "knapsack_eleven": lambda: count("knapsack", ELEVEN, {"threshold": "3"}, budget=1100),
    "equal_shares_all_fit": lambda: count("equal-shares", ELEVEN, budget=9000),
}


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("case", list(CASES))
def test_the_transcript_is_the_golden_one(case: str, language: str, regenerate: bool) -> None:
    text = transcript.render(CASES[case](), language)
    golden = GOLDENS / f"{case}.{language}.txt"
    if regenerate:
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("key", list(RULES))
def test_the_transcript_of_a_rules_own_example_is_the_golden_one(key: str, regenerate: bool) -> None:
    """A new rule's golden comes from its words: nobody lists it."""
    outcome = example_of(key)
    text = "\n".join(transcript.render(outcome, language) for language in ("it", "en"))
    golden = GOLDENS / f"example_{key}.txt"
    if regenerate:
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("case", list(CASES))
def test_the_published_json_gives_the_same_transcript(case: str) -> None:
    outcome = CASES[case]()
    assert transcript.render(outcome.as_json()) == transcript.render(outcome)
