# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's page: everybody reads it, the office writes it, and two tabs lose nothing."""

import asyncio
from dataclasses import replace

import httpx
import pytest

from deliberation.actor import VISITOR, Actor, Role
from deliberation.errors import Conflict, Invalid, NotAllowed
from deliberation.notices.office_page import OfficeText, office_page, revise
from deliberation.records.tables import JournalEntry
from tests.world import NOON, World, a_city, a_person, post, sign_in

TEXT = OfficeText("Ufficio partecipazione", "Ti **aiutiamo**.", "Lunedì 9–13", "Piazza 1", "051", "a@comune.example")
EDIT = "/gestione/ufficio"
FIELDS = {"name": "Ufficio", "introduction": "", "opening_hours": "", "address": "", "phone": "", "email": ""}


@pytest.fixture
async def world(database: None) -> World:
    return await a_city()


@pytest.fixture
async def office(world: World) -> Actor:
    return await a_person(world.navile, Role.OFFICE)


async def test_the_office_writes_and_everybody_reads(world: World, office: Actor, browser: httpx.AsyncClient) -> None:
    await revise(office, TEXT, 0, at=NOON)
    text = (await browser.get("/ufficio")).text
    assert "<strong>aiutiamo</strong>" in text
    assert "Piazza 1" in text
    assert "mailto:a@comune.example" in text
    assert "Modifica la pagina" not in text


async def test_a_page_that_nobody_wrote_says_so(world: World, browser: httpx.AsyncClient) -> None:
    assert "non ha ancora scritto" in (await browser.get("/ufficio")).text


async def test_nobody_else_writes(world: World) -> None:
    moderator = await a_person(world.navile, Role.MODERATOR, over=world.navile)
    local = await a_person(world.navile, Role.OFFICE, over=world.navile)
    for person in (VISITOR, moderator, local, await a_person(world.navile)):
        with pytest.raises(NotAllowed):
            await revise(person, TEXT, 0, at=NOON)
    assert (await office_page()).version == 0


async def test_an_older_version_is_refused_and_nothing_is_overwritten(office: Actor) -> None:
    await revise(office, TEXT, 0, at=NOON)
    await revise(office, replace(TEXT, phone="052"), 1, at=NOON)
    with pytest.raises(Conflict):
        await revise(office, replace(TEXT, phone="053"), 1, at=NOON)
    assert (await office_page()).text.phone == "052"


async def test_of_two_writers_at_once_one_is_told(office: Actor) -> None:
    await revise(office, TEXT, 0, at=NOON)
    tries = [revise(office, replace(TEXT, phone=f"0{n}"), 1, at=NOON) for n in range(8)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(result, Conflict) for result in results) == 7
    assert (await office_page()).version == 2


async def test_every_change_is_in_the_journal_without_its_words(office: Actor) -> None:
    await revise(office, TEXT, 0, at=NOON)
    entry = await JournalEntry.select().where(JournalEntry.act == "office_page.revised").first()
    assert entry is not None
    assert (entry["actor"], entry["detail"]) == (office.public_id, '{"version":1}')


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"email": "non è posta"}, "email"),
        ({"email": "a@b"}, "email"),
        ({"address": "x" * 201}, "address"),
    ],
)
async def test_a_field_that_is_wrong_is_named(office: Actor, change: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        await revise(office, replace(TEXT, **change), 0, at=NOON)
    assert list(caught.value.fields) == [field]


async def test_two_tabs_show_both_texts_and_the_second_can_still_publish(
    office: Actor, browser: httpx.AsyncClient
) -> None:
    await sign_in(browser, office)
    await post(browser, EDIT, EDIT, **FIELDS | {"introduction": "Testo di Anna", "version": 0})
    late = await post(browser, EDIT, EDIT, **FIELDS | {"introduction": "Testo di Bruno", "version": 0})
    assert late.status_code == 409
    assert "Testo di Anna" in late.text
    assert "Testo di Bruno" in late.text
    assert 'name="version" value="1"' in late.text
    again = await post(browser, EDIT, EDIT, **FIELDS | {"introduction": "Anna e Bruno", "version": 1})
    assert again.status_code == 303
    assert (await office_page()).text.introduction == "Anna e Bruno"


async def test_a_preview_shows_the_page_and_publishes_nothing(office: Actor, browser: httpx.AsyncClient) -> None:
    await sign_in(browser, office)
    shown = await post(browser, EDIT, EDIT, **FIELDS | {"introduction": "**Prova**", "version": 0, "anteprima": 1})
    assert shown.status_code == 200
    assert "<strong>Prova</strong>" in shown.text
    assert "**Prova**" in shown.text
    assert (await office_page()).version == 0


async def test_a_refused_form_keeps_what_was_typed(office: Actor, browser: httpx.AsyncClient) -> None:
    await sign_in(browser, office)
    refused = await post(browser, EDIT, EDIT, **FIELDS | {"name": "", "introduction": "Da non perdere", "version": 0})
    assert refused.status_code == 422
    assert "Da non perdere" in refused.text
    assert "Scrivi il nome dell&#39;ufficio." in refused.text


async def test_hostile_markdown_comes_out_harmless(office: Actor, browser: httpx.AsyncClient) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>[clic](javascript:alert(1)) ![i](http://altrove/i.png)"
    await revise(office, replace(TEXT, introduction=bad, opening_hours=bad), 0, at=NOON)
    text = (await browser.get("/ufficio")).text
    assert "<script>alert" not in text
    assert "<img" not in text
    assert 'href="javascript' not in text


async def test_a_visitor_is_asked_to_sign_in_and_comes_back(world: World, browser: httpx.AsyncClient) -> None:
    answer = await browser.get(EDIT)
    assert (answer.status_code, answer.headers["location"]) == (303, "/accesso?next=%2Fgestione%2Fufficio")
