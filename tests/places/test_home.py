# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The home page: what was decided, and what it asks of whom."""

import httpx
import pytest

from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal, sign_in


@pytest.fixture
async def world(browser: httpx.AsyncClient) -> World:
    return await a_city()


async def test_published_results_are_listed(world: World, browser: httpx.AsyncClient) -> None:
    await a_consultation(
        world, ("voting", -48, -24), title="Quadrilatero verde", state="results", result_published_at=NOON
    )
    text = (await browser.get("/")).text
    assert 'href="/consultazioni/bilancio-2026/risultato">Quadrilatero verde' in text
    assert "spesi su" not in text


async def test_a_published_budget_says_how_many_were_chosen_and_what_they_take(
    world: World, browser: httpx.AsyncClient
) -> None:
    held = await a_consultation(
        world, ("voting", -48, -24), state="results", result_published_at=NOON, budget_cents=10_000_000
    )
    for state, cost, others in (
        ("selected", 4_000_000, 1_000_000),
        ("selected", 2_000_000, 0),
        ("not_selected", 5_000_000, 0),
        ("inadmissible", 100, 0),
    ):
        await a_proposal(
            held,
            neighbourhood=world.navile,
            state=state,
            cost_cents=cost,
            cofinanced_cents=others,
            cofinanced_by="Banca",
        )
    text = (await browser.get("/")).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Scelte: 2 su 3" in text
    assert '<progress max="3" value="2" aria-hidden="true"></progress>' in text
    assert "50.000 € spesi su 100.000 €" in text


async def test_who_has_not_said_where_they_live_is_asked_on_the_home_page(
    world: World, browser: httpx.AsyncClient
) -> None:
    assert "Scrivi dove abiti: ti mostriamo" not in (await browser.get("/")).text
    await sign_in(browser, await a_person())
    assert "Scrivi dove abiti: ti mostriamo" in (await browser.get("/")).text
