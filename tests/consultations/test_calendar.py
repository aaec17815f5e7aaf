# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates for a calendar, and what is new for readers of feeds."""

from datetime import timedelta
from xml.etree import ElementTree

import httpx
from icalendar import Calendar

from deliberation import clock
from tests.world import NOON, a_city, a_consultation

ATOM = "{http://www.w3.org/2005/Atom}"


async def test_a_calendar_takes_every_phase_to_the_second_and_knows_it_again(browser: httpx.AsyncClient) -> None:
    await a_consultation(
        await a_city(), ("proposing", -24, 24), ("voting", 24, 48), title="Il giardino; la panca, e poi\nno"
    )
    answer = await browser.get("/consultazioni/bilancio-2026/date.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [(event["dtstart"].dt, event["dtend"].dt) for event in events] == [
        (NOON - timedelta(hours=24), NOON + timedelta(hours=24)),
        (NOON + timedelta(hours=24), NOON + timedelta(hours=48)),
    ]
    assert events[0]["dtstart"].dt.utcoffset() == timedelta(0)
    assert events[1]["uid"] == "bilancio-2026.voting@127.0.0.1:8000"
    assert "Il giardino; la panca, e poi no" in events[1]["summary"]


async def test_a_draft_has_no_dates_for_others(browser: httpx.AsyncClient) -> None:
    await a_consultation(await a_city(), state="draft")
    assert (await browser.get("/consultazioni/bilancio-2026/date.ics")).status_code == 404


async def test_the_feed_tells_what_opened_and_what_was_decided_and_no_draft(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    await a_consultation(world, slug="a", title="Pini & <abeti>", result_published_at=clock.now())
    await a_consultation(world, slug="b", title="Una bozza segreta", state="draft")
    answer = await browser.get("/novita.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.text)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Il risultato: Pini & <abeti>", "Pini & <abeti>"]
    links = [entry.find(f"{ATOM}link") for entry in entries]
    assert [link.get("href") for link in links if link is not None] == [
        "http://127.0.0.1:8000/consultazioni/a/risultato",
        "http://127.0.0.1:8000/consultazioni/a",
    ]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)


async def test_a_cache_that_many_share_keeps_a_feed_for_each_language(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    await a_consultation(world, slug="a", title="Pini", result_published_at=clock.now())
    browser.cookies.set("rione_locale", "en", domain="127.0.0.1")
    answer = await browser.get("/novita.atom")
    assert 'xml:lang="en"' in answer.text
    assert {"cookie", "accept-language"} <= set(answer.headers["vary"].split(", "))


async def test_an_empty_city_has_a_feed_without_entries(browser: httpx.AsyncClient) -> None:
    await a_city()
    assert ElementTree.fromstring((await browser.get("/novita.atom")).text).findall(f"{ATOM}entry") == []
