# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each figure drawn by a real browser under the real policy: a missing trace or a refused style shows only there."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator

import httpx
import pytest
import uvicorn
from playwright.async_api import Locator, Page, async_playwright, expect

from deliberation.actor import Role
from tests.analytics.town import a_town
from tests.world import a_person, sign_in
from web import settings
from web.app import create_app

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run"]
pytestmark = pytest.mark.journey


@pytest.fixture
def chromium() -> str:
    """The browser's program; in CI a missing one is an error, elsewhere the test is left out."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found:
        return found
    if os.environ.get("CI") == "true":
        raise FileNotFoundError("Chromium is not installed")
    pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")


@pytest.fixture
async def address(database: None) -> AsyncIterator[str]:
    """The real application on a real socket, in this process, over this test's database."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(settings.load()), lifespan="off", log_config=None, loop="none")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110 — uvicorn has no event to wait for
        await asyncio.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    await serving
    listener.close()


async def _drawn(page: Page) -> list[str]:
    """Each figure unfolded, as the server drew it, then moved by plotly, which nothing loads before."""
    await page.evaluate("document.querySelectorAll('details.folded').forEach(one => { one.open = true })")
    figures = page.locator("[data-figure]")
    assert await page.locator("[data-figure] > svg.figure-svg").count() == await figures.count()
    assert not await page.evaluate("'Plotly' in window")
    for at in range(await figures.count()):
        button = page.locator("figure", has=page.locator(f"#{await _name(figures.nth(at))}")).locator("[data-move]")
        await button.evaluate("one => one.click()")  # of a heat map it is not offered on a phone
        await expect(figures.nth(at)).to_have_attribute("data-ready", "1", timeout=30_000)
        assert await figures.nth(at).locator("svg.main-svg").count() > 0
    return [str(await figures.nth(at).get_attribute("data-figure")) for at in range(await figures.count())]


async def _name(figure: Locator) -> str:
    named = await figure.locator("title").first.get_attribute("id")
    assert named is not None
    return named


@pytest.mark.parametrize("width", [360, 1280])
async def test_every_figure_is_drawn_without_a_complaint(
    browser: httpx.AsyncClient, address: str, chromium: str, width: int
) -> None:
    await a_town()
    await sign_in(browser, await a_person(None, Role.COUNCILLOR))
    faults: list[str] = []
    async with async_playwright() as playwright:
        window = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context = await window.new_context(viewport={"width": width, "height": 900}, locale="it-IT")
        cookie = str(browser.cookies.get("rione_session"))
        await context.add_cookies([{"name": "rione_session", "value": cookie, "url": address}])
        page = await context.new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith((address, "data:")) else faults.append(asked.url))
        seen: set[str] = set()
        for path in ("/cruscotti", "/cruscotti/colli"):
            await page.goto(address + path)
            seen |= {name.rsplit("/", 1)[-1].split(".")[0] for name in await _drawn(page)}
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert await page.evaluate(wide) == 0
        await window.close()
    assert faults == []
    assert seen == {
        "votanti",
        "voci",
        "iscritti",
        "risultato-bilancio",
        "risultato-piazza",
        "confronti-piazza",
        "contenti",
        "accordo-bilancio",
        "divisioni",
        "andamento",
    }
