# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proposals like the one that is being written are shown beside it, and one is supported instead."""

from datetime import timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.database import rows
from tests.world import NOON as WORLD_NOON
from tests.world import World, a_city, a_consultation, a_person, a_proposal, post, sign_in

BASE = "/consultazioni/bilancio-2026/proposte/nuova"
LIKE = {"title": "Fontanelle al parco", "body": "Vorrei delle fontanelle nel parco, con l'acqua fresca per tutti."}


@pytest.fixture
async def other(browser: httpx.AsyncClient) -> str:
    """A public proposal about fountains; somebody else is signed in."""
    world: World = await a_city()
    hours = round((clock.now() - WORLD_NOON) / timedelta(hours=1))
    held = await a_consultation(world, ("proposing", hours - 5, hours + 5))
    id = await a_proposal(
        held, await a_person(world.navile), title="Una fontanella nel parco", neighbourhood=world.navile
    )
    await sign_in(browser, await a_person(world.navile))
    return id


async def typing(browser: httpx.AsyncClient, **fields: str) -> httpx.Response:
    return await post(browser, f"{BASE}/testo", f"{BASE}/simili", step="text", version="0", **fields)


async def test_while_one_types_a_proposal_like_it_is_shown_and_nothing_is_kept(
    browser: httpx.AsyncClient, other: str
) -> None:
    page = (await browser.get(BASE)).text
    assert f'hx-post="{BASE}/simili"' in page
    assert other not in page
    found = await typing(browser, **LIKE)
    assert "<html" not in found.text
    assert f'action="/proposte/{other}/sostegno"' in found.text
    assert other not in (await typing(browser, title="Corsi di yoga", body="In palestra, la sera dopo cena.")).text
    assert (await typing(browser)).text.strip() == ""
    assert (await rows("SELECT count(*) AS n FROM proposal WHERE state = 'draft'")) == [{"n": 0}]


async def test_without_a_script_it_is_shown_at_the_text_and_in_the_summary_and_supported_instead(
    browser: httpx.AsyncClient, other: str
) -> None:
    await post(browser, BASE, f"{BASE}/testo", step="text", version="0", **LIKE)
    for place in ("testo", "riepilogo"):
        page = (await browser.get(f"{BASE}/{place}")).text
        assert page.count(f'action="/proposte/{other}/sostegno"') == 1, place
    done = await post(browser, f"{BASE}/testo", f"/proposte/{other}/sostegno")
    assert done.headers["location"].startswith(f"/proposte/{other}#")
    assert (await rows("SELECT count(*) AS n FROM support")) == [{"n": 1}]
    assert (await rows("SELECT count(*) AS n FROM proposal WHERE state = 'draft'")) == [{"n": 1}]


async def test_who_may_not_support_reads_it_without_the_button(browser: httpx.AsyncClient, other: str) -> None:
    await post(browser, BASE, f"{BASE}/testo", step="text", version="0", **LIKE)
    await rows("UPDATE phase SET closes_at = {}", clock.now() - timedelta(minutes=1))
    page = (await browser.get(f"{BASE}/riepilogo")).text
    assert f'href="/proposte/{other}"' in page
    assert "Sostieni questa invece" not in page
