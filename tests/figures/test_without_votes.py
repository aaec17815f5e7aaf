# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A vote in which nobody voted, or all ballots are blank, has its page, its minutes and its picture, too."""

import re
from xml.etree import ElementTree

import httpx
import pytest

from tests.laws.profiles import lot, profile_of
from tests.results.scrutinies import a_published_vote
from voting import RULES, CountError, Option, count
from web.figures import Reading, figure

OPTIONS = [Option(one, one, cost=1_000_00) for one in ("alberi", "luci", "orto")]
PARAMETERS = {"grades": "6", "credits": "30", "entitled": "0", "quorum": "0.5"}


@pytest.mark.parametrize("ballots", [0, 3])
@pytest.mark.parametrize("key", RULES)
def test_the_figure_of_every_rule_is_drawn_without_votes(key: str, ballots: int) -> None:
    rule = RULES[key]
    names = {parameter.name for parameter in rule.parameters}
    money = {"budget": 2_000_00, "unit": 100} if rule.takes_budget(rule.complete({})) else {}
    given = {name: value for name, value in PARAMETERS.items() if name in names}
    for kind in rule.kinds:
        blank: object = {} if kind.value in ("points", "scores", "grades") else []
        profile = profile_of(kind.value, OPTIONS, [blank] * ballots)
        try:
            outcome = count(key, profile, given, lot(), **money).as_json()  # type: ignore[arg-type]
        except CountError:
            continue
        drawn = figure(Reading(outcome, str, "it"), "f")
        assert drawn.sentence
        assert drawn.svg is None or ElementTree.fromstring(str(drawn.svg)) is not None


@pytest.mark.parametrize(("kind", "rule"), [("ranking", "irv"), ("ranking", "schulze"), ("approval", "approval")])
@pytest.mark.parametrize("marks", [[], [[], []]])
async def test_a_result_without_votes_is_read(
    browser: httpx.AsyncClient, kind: str, rule: str, marks: list[object]
) -> None:
    vote = await a_published_vote(kind, rule, marks)
    here = f"/consultazioni/{vote.slug}/risultato"
    page = await browser.get(here)
    assert page.status_code == 200
    picture = re.search(r'"og:image" content="http://[^/]*([^"]*)"', page.text)
    assert picture
    for path in (picture[1], f"{here}/{rule}/verbale.txt", f"{here}/{rule}/verbale.pdf"):
        assert (await browser.get(path)).status_code == 200, path
