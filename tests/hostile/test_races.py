# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A hundred clicks at once, sent through the pages: one row."""

import asyncio

import httpx
import pytest

from deliberation.database import rows
from tests.hostile.forms import OWN
from tests.hostile.test_forms import enter
from tests.hostile.towns import a_town

CLICKS = 100


async def at_once(browser: httpx.AsyncClient, path: str, body: str) -> list[httpx.Response]:
    """The same form, sent a hundred times at the same time."""
    return await asyncio.gather(*(browser.post(path, content=body, headers=OWN) for _ in range(CLICKS)))


async def count(statement: str, *values: object) -> int:
    return int((await rows(statement, *values))[0]["n"])


async def test_a_hundred_supports_are_one(browser: httpx.AsyncClient) -> None:
    town = await a_town()
    token = await enter(browser, town.moderator)
    answers = await at_once(browser, f"/proposte/{town.own}/sostegno", f"_csrf={token}")
    assert {answer.status_code for answer in answers} <= {303, 429}
    assert await count("SELECT count(*) AS n FROM support WHERE account = {}", town.moderator.id) == 1


@pytest.mark.parametrize("choice", ["scelte=alberi", "scelte=luci&scelte=orto"])
async def test_a_hundred_ballots_are_one(browser: httpx.AsyncClient, choice: str) -> None:
    town = await a_town()
    token = await enter(browser, town.resident)
    answers = await at_once(browser, "/consultazioni/voto-budget/vota/registra", f"_csrf={token}&{choice}")
    assert {answer.status_code for answer in answers} == {303}
    assert (
        await count(
            "SELECT count(*) AS n FROM ballot b JOIN consultation c ON c.id = b.consultation WHERE c.slug = {}",
            "voto-budget",
        )
        == 1
    )


async def test_a_hundred_comments_of_one_form_are_one(browser: httpx.AsyncClient) -> None:
    town = await a_town()
    token = await enter(browser, town.resident)
    page = (await browser.get(f"/proposte/{town.others}")).text
    form = page.split('name="token" value="', 1)[1].split('"', 1)[0]
    answers = await at_once(browser, f"/proposte/{town.others}/commenti", f"_csrf={token}&token={form}&body=Ecco")
    assert {answer.status_code for answer in answers} <= {303, 429}
    assert await count("SELECT count(*) AS n FROM comment WHERE body = {}", "Ecco") == 1


async def test_a_hundred_registrations_are_one_account(browser: httpx.AsyncClient) -> None:
    await a_town()
    token = await enter(browser, None)
    body = f"_csrf={token}&email=Doppia%40Example.org&consent=y"
    answers = await at_once(browser, "/registrazione", body)
    assert {answer.status_code for answer in answers} <= {200, 303, 429}
    assert await count("SELECT count(*) AS n FROM account WHERE lower(email) = {}", "doppia@example.org") == 1


async def test_a_hundred_reports_are_one(browser: httpx.AsyncClient) -> None:
    town = await a_town()
    token = await enter(browser, town.moderator)
    body = f"_csrf={token}&tipo=proposal&id={town.own}&reason=insult&note="
    answers = await at_once(browser, "/segnalazioni/nuova", body)
    assert {answer.status_code for answer in answers} <= {303, 429}
    assert await count("SELECT count(*) AS n FROM content_report WHERE target = {}", town.own) == 1
