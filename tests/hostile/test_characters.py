# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bytes that no text has, everywhere a text comes in: never a fault, on either engine."""

import httpx
import pytest

from deliberation.actor import Role
from deliberation.database import reading, rows, writing
from deliberation.errors import Invalid
from tests.architecture.routes import PARAMETER, all_routes
from tests.hostile.forms import OWN
from tests.hostile.test_forms import enter
from tests.hostile.test_queries import asking, parameters
from tests.hostile.towns import a_town
from tests.world import a_person
from web.http.heads import MOST_PARAMETERS

NEW = "/consultazioni/idee/proposte/nuova/testo"
RAW = (
    "%00",
    "%%0000",
    "%2500",
    "%C0%80",
    "%ED%A0%80",
    "%FF%FE",
    "%F4%90%80%80",
    "%",
    "%5F%25%5C",
    "1%00",
    "9" * 30,
    "9" * 4300,
    "1e400",
    "%EF%BF%BE+%1B%5B2J%E2%80%AE",
)
COOKIES = (rb'"\000"', rb'"\377\000"', b"%00", b"%ED%A0%80", b"\xed\xa0\x80", b'"\\', b"a\\000b")


@pytest.mark.parametrize("who", ["visitor", "office"])
async def test_no_bytes_in_a_query_break_a_page(browser: httpx.AsyncClient, who: str) -> None:
    town = await a_town()
    await enter(browser, await a_person(town.world.navile, Role.OFFICE) if who == "office" else None)
    names, wrong, asked = parameters(), [], 0
    assert len(names) < MOST_PARAMETERS
    pages = [route for route in all_routes() if route.method == "GET" and not route.pattern.startswith("/static")]
    for raw in RAW:
        query = "&".join(f"{name}={raw}" for name in names) if len(raw) < 100 else f"page={raw}&pagina={raw}"
        with asking(browser, query):
            for route in pages:
                answer = await browser.get(route.address, headers=OWN)
                asked += 1
                if answer.status_code >= 500:
                    wrong.append((route.pattern, raw, answer.status_code))
    assert asked > 500
    assert wrong == []


async def test_no_bytes_in_a_path_break_a_page(browser: httpx.AsyncClient) -> None:
    town, wrong, asked = await a_town(), [], 0
    await enter(browser, town.office)
    for route in all_routes():
        if "{" not in route.pattern or route.method not in ("GET", "POST"):
            continue
        for raw in RAW:
            target = PARAMETER.sub(lambda _, raw=raw: raw, route.pattern)  # type: ignore[misc]
            url = httpx.URL("http://127.0.0.1:8000").copy_with(raw_path=target.encode())
            answer = await browser.request(route.method, url, headers=OWN)
            asked += 1
            if answer.status_code >= 500:
                wrong.append((route.method, target, answer.status_code))
    assert asked > 500
    assert wrong == []


async def test_no_bytes_in_cookies_and_headers_break_a_page(browser: httpx.AsyncClient) -> None:
    town = await a_town()
    names = ("rione_session", "rione_visitor", "rione_flash", "rione_locale", "rione_scheda")
    for value in COOKIES:
        cookie = b"; ".join(name.encode() + b"=" + value for name in names)
        for path in ("/", "/accesso", "/profilo", "/proposte", f"/proposte/{town.others}"):
            headers = [(b"cookie", cookie), (b"accept-language", value), (b"user-agent", value), (b"accept", value)]
            assert (await browser.get(path, headers=headers)).status_code < 500, (value, path)


@pytest.mark.parametrize("path", ["/accesso", "/registrazione", "/recupero", "/lingua", NEW])
async def test_no_bytes_in_a_form_break_it(browser: httpx.AsyncClient, path: str) -> None:
    town = await a_town()
    for raw in RAW:
        token = await enter(browser, town.resident if path == NEW else None)
        names = ("email", "password", "next", "locale", "title", "body", "consultation", "neighbourhood")
        body = f"_csrf={token}&" + "&".join(f"{name}={raw}{'x' * 12}" for name in names) + f"&{raw}=1"
        status = (await browser.post(path, content=body, headers=OWN)).status_code
        assert status in range(200, 500), raw
        assert status not in (404, 405), raw


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", "a\udfff", 2**63, -(2**63) - 1])
async def test_both_engines_refuse_what_cannot_be_stored(database: None, value: object) -> None:
    statement = "SELECT id FROM job WHERE key = {}" if isinstance(value, str) else "SELECT id FROM job WHERE id = {}"
    with pytest.raises(Invalid, match=r"value\.unstorable"):
        await rows(statement, value)
    for inside in (reading, writing):
        with pytest.raises(Invalid, match=r"value\.unstorable"):
            async with inside():
                await rows(statement, value)
