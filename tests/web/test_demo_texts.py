# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the demonstration's texts say in numbers is what its data are."""

import re
from random import Random

import pytest

from web.demo import story
from web.demo.life import Plan, is_admissible
from web.demo.projects import projects
from web.demo.story import SEED, past_projects

WORDS = {
    "due": 2,
    "tre": 3,
    "quattro": 4,
    "cinque": 5,
    "sei": 6,
    "sette": 7,
    "otto": 8,
    "nove": 9,
    "dieci": 10,
    "undici": 11,
    "dodici": 12,
}
PLANS = {name: value for name, value in vars(story).items() if isinstance(value, Plan)}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_speaks_of_its_own_money_and_choices(name: str) -> None:
    plan = PLANS[name]
    text = f"{plan.title} {plan.summary}"
    for amount in re.findall(r"(\d[\d.]*) €", text):
        assert plan.budget_cents == int(amount.replace(".", "")) * 100
    for word in re.findall(r"fino a (\w+) progetti", text):
        assert plan.max_picks == WORDS[word]
    assert not re.search(r"\b(tra|fra) \w+ giorni", text, re.IGNORECASE)  # true on one day only


def test_the_budget_of_the_past_has_as_many_projects_as_its_title_says() -> None:
    said = re.search(r"(\w+) progetti", story.PAST.title)
    assert said is not None
    on_ballot = [n for n, _ in enumerate(past_projects(projects(Random(SEED)))) if is_admissible(n)]
    assert WORDS[said.group(1)] == len(on_ballot)
