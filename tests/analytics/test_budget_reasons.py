# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why a project of a budget was left out, as its page says."""

import pytest

from analytics.explanations import standings
from tests.laws.profiles import lot, profile_of
from voting import Option, count
from web.words.sentences import told

OPTIONS = [Option("a", cost=6, category="Sport"), Option("b", cost=5, category="Sport, Verde"), Option("c", cost=90)]


@pytest.mark.parametrize("rule", ["greedy", "equal-shares", "phragmen"])
def test_a_project_over_its_cap_is_told_the_cap(rule: str) -> None:
    profile = profile_of("approval", OPTIONS, [["a", "b"], ["a", "b"], ["a"]])
    outcome = count(rule, profile, {"category_caps": "Sport=10"}, lot(), budget=40).as_json()
    said = told(standings(outcome)["b"].reasons, "it").replace("\xa0", " ")
    assert said == "Costa 0,05 € e il tetto per «Sport» aveva ancora 0,04 €."


def test_a_project_below_the_threshold_is_told_the_votes_under_equal_shares_too() -> None:
    profile = profile_of("approval", OPTIONS, [["a", "b"], ["a"]])
    outcome = count("equal-shares", profile, {"threshold": "2"}, lot(), budget=8).as_json()
    assert told(standings(outcome)["b"].reasons, "it") == "Mancava 1 voto per la soglia."
    assert told(standings(outcome)["b"].reasons, "en") == "It was 1 vote short of the threshold."
