# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages that nobody asked for on purpose."""

import httpx


async def test_an_unknown_page_says_so_and_carries_the_security_headers(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/non-esiste")
    assert answer.status_code == 404
    assert "Questa pagina non c" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in answer.headers["content-security-policy"]


async def test_the_health_page_asks_the_database(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/healthz")).json() == {"status": "ok"}
