# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Transcripts as goldens: ``pytest --regenerate-goldens`` writes them again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.voting.examples import CYCLE, ELEVEN, SCHULZE_45, TENNESSEE, approvals, options
from voting import Option, Outcome, Profile, TiePolicy, ballots, count, transcript
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


@pytest.mark.parametrize("case", list(CASES))
def test_the_published_json_gives_the_same_transcript(case: str) -> None:
    outcome = CASES[case]()
    assert transcript.render(outcome.as_json()) == transcript.render(outcome)
