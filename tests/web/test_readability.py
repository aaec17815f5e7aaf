# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What residents read is easy to read: Gulpease 60 and more, on the pages as they are served."""

from datetime import timedelta

import httpx
import pytest

from analytics.tallies import count_consultation
from deliberation.actor import SYSTEM
from deliberation.ballots import tallies
from deliberation.ballots.casting import cast
from tests.ballots.votes import CLOSES, a_vote, close
from tests.readability import gulpease, running_text
from tests.world import NOON, a_city, a_person, sign_in

EASY = 60
FOR_ALL = (
    "/privacy",
    "/accessibilita",
    "/come-si-conta",
    "/come-si-conta/equal-shares",
    "/posso-votare",
    "/registrazione",
    "/recupero",
    "/consultazioni",
    "/quartieri",
    "/moderazione/motivi",
    "/ufficio",
    "/",
)
KINDS = [
    ("choice", "plurality", "{}"),
    ("approval", "approval", "{}"),
    ("ranking", "schulze", "{}"),
    ("grades", "majority-judgment", '{"grades":"5"}'),
    ("scores", "score", "{}"),
    ("points", "cumulative", "{}"),
    ("budget", "equal-shares", "{}"),
]


def is_easy(page: httpx.Response) -> bool:
    assert page.status_code == 200
    text = running_text(page.text)
    assert text
    figure = gulpease(text)
    print(f"{page.url.path}: {figure:.1f}, {len(text.split())} words")
    hardest = sorted((gulpease(line), line) for line in text.splitlines() if len(line.split()) > 7)[:5]
    assert figure >= EASY, hardest
    return True


@pytest.mark.parametrize("path", FOR_ALL)
async def test_a_page_for_everybody_is_easy_to_read(browser: httpx.AsyncClient, path: str) -> None:
    assert is_easy(await browser.get(path))


@pytest.mark.parametrize(("kind", "rule", "parameters"), KINDS)
async def test_a_consultation_and_its_ballot_are_easy_to_read(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, kind: str, rule: str, parameters: str
) -> None:
    monkeypatch.setattr("deliberation.clock.now", lambda: NOON)
    world = await a_city()
    person = await a_person(world.navile)
    vote = await a_vote(world, kind, rule, parameters=parameters)
    await sign_in(browser, person)
    assert is_easy(await browser.get(f"/consultazioni/{vote.slug}"))
    assert is_easy(await browser.get(f"/consultazioni/{vote.slug}/vota"))


@pytest.mark.parametrize("rule", ["greedy", "equal-shares"])
async def test_a_result_is_easy_to_read(browser: httpx.AsyncClient, rule: str) -> None:
    world = await a_city()
    people = [await a_person(world.navile) for _ in range(7)]
    vote = await a_vote(world, "budget", rule)
    for person, chosen in zip(
        people, (["alberi", "luci"], ["luci"], ["alberi"], ["orto"], ["luci"], ["pista"], []), strict=True
    ):
        await cast(person, vote.slug, chosen, at=NOON)
    await close(vote)
    await count_consultation(vote.slug, at=CLOSES + timedelta(hours=1))
    await tallies.publish(SYSTEM, vote.slug, at=CLOSES + timedelta(hours=1))
    assert is_easy(await browser.get(f"/consultazioni/{vote.slug}/risultato"))


def test_what_is_hard_to_read_is_found() -> None:
    """As it stood on /privacy until words were looked at."""
    assert gulpease("Gli aventi diritto possono effettuare la votazione successivamente alla regolarizzazione.") < EASY
