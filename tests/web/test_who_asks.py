# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who asks is looked up once a request, and not where the answer is the same for everybody."""

from typing import Any

import httpx
import pytest

from deliberation.people.access.sessions import find_session
from tests.world import a_city, a_person, sign_in
from web import assets
from web.http import visits


@pytest.fixture
async def looked_up(browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The session tokens that were looked up, for a browser that is signed in."""
    tokens: list[str] = []

    async def noted(token: str, **options: Any) -> Any:
        tokens.append(token)
        return await find_session(token, **options)

    monkeypatch.setattr(visits, "find_session", noted)
    await sign_in(browser, await a_person((await a_city()).navile))
    return tokens


@pytest.mark.parametrize("path", ["/", "/profilo", "/proposte", "/niente", "/api/v1/consultations/niente"])
async def test_a_person_is_looked_up_once_whatever_the_answer(
    browser: httpx.AsyncClient, looked_up: list[str], path: str
) -> None:
    assert (await browser.get(path)).status_code in (200, 404)
    assert len(looked_up) == 1


async def test_nobody_is_looked_up_where_the_answer_is_the_same_for_all(
    browser: httpx.AsyncClient, looked_up: list[str]
) -> None:
    same = ("/robots.txt", "/healthz", "/sorgente/rione.tar.gz", "/api/v1/consultations", "/api/v1/openapi.json")
    for path in (*same, assets.url("icon.svg")):
        assert (await browser.get(path)).status_code == 200, path
    assert looked_up == []
