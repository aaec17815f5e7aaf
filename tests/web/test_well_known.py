# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""robots.txt, security.txt, the icon."""

import httpx
import pytest

from tests.world import a_city, a_consultation, a_proposal
from web import settings
from web.app import create_app


async def test_robots_find_proposals_and_are_kept_from_private_pages_and_from_what_was_withdrawn(
    browser: httpx.AsyncClient,
) -> None:
    held = await a_consultation(await a_city())
    proposal, hidden = await a_proposal(held), await a_proposal(held, state="withdrawn")
    text = (await browser.get("/robots.txt")).text
    assert text.startswith("User-agent: *\nDisallow: ")
    assert "Disallow: /profilo" in text
    assert "Disallow: /proposte\n" not in text
    noindex = '<meta name="robots" content="noindex">'
    public = (await browser.get(f"/proposte/{proposal}")).text
    assert noindex not in public
    assert 'aria-labelledby="commenti" data-nosnippet' in public
    assert noindex in (await browser.get("/proposte")).text
    withdrawn = await browser.get(f"/proposte/{hidden}")
    assert withdrawn.status_code == 404 or noindex in withdrawn.text


async def test_the_icon_has_its_old_name_too(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/favicon.ico")
    assert answer.status_code == 303
    icon = await browser.get(answer.headers["location"])
    assert icon.headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    ("setting", "contact"),
    [
        ("sicurezza@comune.example", "mailto:sicurezza@comune.example"),
        ("https://comune.example/s", "https://comune.example/s"),
    ],
)
async def test_who_finds_a_hole_knows_whom_to_tell(
    database: None, monkeypatch: pytest.MonkeyPatch, setting: str, contact: str
) -> None:
    monkeypatch.setenv("SECURITY_CONTACT", setting)
    transport = httpx.ASGITransport(create_app(settings.load()))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        answer = await client.get("/.well-known/security.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert f"Contact: {contact}\n" in answer.text
    assert "\nExpires: 20" in answer.text


async def test_without_a_contact_there_is_no_security_file(browser: httpx.AsyncClient) -> None:
    await a_city()
    assert (await browser.get("/.well-known/security.txt")).status_code == 404
