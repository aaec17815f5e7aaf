# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Feeds: of one consultation, of results alone; what is hidden is in none, and who has one gets nothing twice."""

from datetime import timedelta
from xml.etree import ElementTree

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Role
from tests.world import NOON, a_city, a_consultation, a_person, a_proposal, sign_in

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def titles(text: str) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in ElementTree.fromstring(text).findall(f"{ATOM}entry")]


async def test_the_feed_of_a_consultation_has_its_phases_and_proposals_and_nothing_hidden(
    browser: httpx.AsyncClient,
) -> None:
    world = await a_city()
    held = await a_consultation(world, ("informing", -48, -24), ("proposing", -24, 24), ("voting", 24, 48))
    await a_proposal(held, title="Alberi & ombra", published_at=NOON - timedelta(hours=2))
    await a_proposal(held, title="Ritirata", state="withdrawn")
    await a_proposal(held, title="Una bozza", state="draft")
    await a_proposal(held, title="Nascosta", hidden_at=NOON)
    await a_proposal(held, title="Nascosta sulla scheda", hidden_at=NOON, state="on_ballot")
    answer = await browser.get("/consultazioni/bilancio-2026/novita.atom")
    assert titles(answer.text) == ["Alberi & ombra", "Raccolta delle proposte", "Informazione"]
    await sign_in(browser, await a_person(None, Role.OFFICE))
    assert titles((await browser.get("/consultazioni/bilancio-2026/novita.atom")).text) == titles(answer.text)


async def test_the_feed_of_results_has_results_alone(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    await a_consultation(world, slug="a", title="Pini", result_published_at=NOON, state="results")
    await a_consultation(world, slug="b", title="Abeti")
    assert titles((await browser.get("/risultati.atom")).text) == ["Il risultato: Pini"]


async def test_what_opens_in_more_than_sixty_days_is_no_news_yet(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    await a_consultation(world, ("voting", 59 * 24, 60 * 24), slug="a", title="Fra poco")
    await a_consultation(world, ("voting", 61 * 24, 62 * 24), slug="b", title="Fra molto")
    assert titles((await browser.get("/novita.atom")).text) == ["Fra poco"]


async def test_what_opens_soon_is_news_once_and_not_every_second(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_consultation(await a_city(), ("voting", 240, 480))
    first = await browser.get("/novita.atom")
    for later in (timedelta(seconds=1), timedelta(days=2)):
        monkeypatch.setattr(clock, "now", lambda later=later: NOON + later)
        assert (await browser.get("/novita.atom")).text == first.text


async def test_nobody_gets_the_feed_of_a_draft(browser: httpx.AsyncClient) -> None:
    await a_consultation(await a_city(), state="draft")
    await sign_in(browser, await a_person(None, Role.OFFICE))
    assert (await browser.get("/consultazioni/bilancio-2026/novita.atom")).status_code == 404


@pytest.mark.parametrize("path", ["/novita.atom", "/risultati.atom", "/consultazioni/bilancio-2026/novita.atom"])
async def test_who_has_a_feed_gets_its_tag_alone_until_there_is_more(browser: httpx.AsyncClient, path: str) -> None:
    world = await a_city()
    held = await a_consultation(world, state="results", result_published_at=NOON)
    first = await browser.get(path)
    again = await browser.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    await a_proposal(held, title="Una in più", published_at=NOON)
    await a_consultation(world, slug="altra", state="results", result_published_at=NOON)
    more = await browser.get(path, headers={"if-none-match": first.headers["etag"]})
    assert more.status_code == 200
    assert len(titles(more.text)) > len(titles(first.text))


async def test_a_title_with_what_xml_does_not_hold_is_a_feed_all_the_same(browser: httpx.AsyncClient) -> None:
    await a_consultation(await a_city(), title="Ahi \x0b\x1f\ufffe ]]> <&")
    assert titles((await browser.get("/novita.atom")).text) == ["Ahi  ]]> <&"]


async def test_pages_name_their_feeds(browser: httpx.AsyncClient) -> None:
    await a_consultation(await a_city())
    page = (await browser.get("/consultazioni/bilancio-2026")).text
    for path in ("/novita.atom", "/risultati.atom", "/consultazioni/bilancio-2026/novita.atom"):
        assert f'type="application/atom+xml" href="{path}"' in page
