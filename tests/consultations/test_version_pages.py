# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of a proposal that changes: what changed, who is asked again, before it is done and after."""

import re
from datetime import timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Actor
from deliberation.database import rows
from deliberation.proposals import proposals, supports
from deliberation.proposals.enclosed import enclosing
from deliberation.records.enclosed import Kind, Words
from tests.consultations.test_pages import statements
from tests.enclosures import samples
from tests.world import NOON as WORLD_NOON
from tests.world import World, a_city, a_consultation, a_person, a_proposal, post, sign_in

FIELDS = {
    "title": "Panchine in piazza",
    "body": "Servono due panchine <b>all'ombra</b>, per gli anziani.",
    "category": "ambiente",
    "neighbourhood": "navile",
}


@pytest.fixture
async def world(browser: httpx.AsyncClient) -> World:
    return await a_city()


@pytest.fixture
async def author(world: World) -> Actor:
    return await a_person(world.navile)


@pytest.fixture
async def here(browser: httpx.AsyncClient, world: World, author: Actor) -> str:
    """A proposal's address; its author is signed in and it has the text FIELDS, its second."""
    hours = round((clock.now() - WORLD_NOON) / timedelta(hours=1))
    held = await a_consultation(world, ("proposing", hours - 5, hours + 5))
    path = f"/proposte/{await a_proposal(held, author, neighbourhood=world.navile)}"
    await sign_in(browser, author)
    assert (await change(browser, path, 1)).status_code == 303
    return path


async def change(browser: httpx.AsyncClient, here: str, version: int, **fields: str) -> httpx.Response:
    form = f"{here}/modifica"
    return await post(browser, form, form, version=str(version), **(FIELDS | fields))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


async def test_what_changed_is_read_word_by_word_and_a_text_is_only_text(browser: httpx.AsyncClient, here: str) -> None:
    await change(browser, here, 2, body=FIELDS["body"].replace("due", "tre"), reason="<i>Una</i> in più")
    browser.cookies.clear()
    assert "Versione 3 ·" in words((await browser.get(here)).text)
    page = (await browser.get(f"{here}/versioni")).text
    assert '<del><span class="visually-hidden">tolto: </span>due</del>' in page
    assert '<ins><span class="visually-hidden">aggiunto: </span>tre</ins>' in page
    assert "&lt;b&gt;all&#39;ombra&lt;/b&gt;" in page
    assert "&lt;i&gt;Una&lt;/i&gt; in più" in page
    first = (await browser.get(f"{here}/versioni?da=1&a=2")).text
    assert "Dalla versione 1 alla 2" in first
    assert (await browser.get(f"{here}/versioni?da=2&a=1")).text.count("Dalla versione 1 alla 2") == 1
    for strange in ("?da=99", "?a=x&da=-1", "?da=3&a=3"):
        assert (await browser.get(f"{here}/versioni{strange}")).status_code == 200


async def test_a_place_and_a_cost_that_change_are_told_beside_the_words(browser: httpx.AsyncClient, here: str) -> None:
    moved = {"latitude": "44.45", "longitude": "11.32", "cost": "1200", "place_label": "Davanti alla fontana"}
    await change(browser, here, 2, **moved)
    page = words((await browser.get(f"{here}/versioni")).text)
    assert "Il punto sulla mappa – segnato" in page
    assert "Costo secondo chi propone – 1.200\xa0€".replace("\xa0", " ") in page.replace("\xa0", " ")
    assert "In quale punto, a parole – Davanti alla fontana" in page
    assert "44" not in page.split("Il punto sulla mappa")[1].split("Costo")[0]


async def test_before_people_are_asked_again_the_author_reads_how_many_and_may_go_back(
    browser: httpx.AsyncClient, world: World, here: str
) -> None:
    anna = await a_person(world.navile)
    await supports.support(anna, here.rsplit("/", 1)[1], at=clock.now())
    typed = {"cost": "9000", "reason": "Costa di più"}
    asked = await change(browser, here, 2, **typed)
    assert asked.status_code == 200
    assert "Una persona la sostiene com'era." in asked.text
    assert (await rows("SELECT count(*) AS n FROM past_text")) == [{"n": 1}]
    back = await change(browser, here, 2, **typed, again="1")
    assert 'value="9000"' in back.text
    assert 'value="Costa di più"' in back.text
    done = await change(browser, here, 2, **typed, confirmed="1")
    assert done.status_code == 303
    assert "Una persona sosteneva una versione di prima" in (await browser.get(here)).text
    await sign_in(browser, anna)
    page = (await browser.get(here)).text
    assert "Il tuo sostegno era per la versione 2 e per ora non conta." in page
    assert f'href="{here}/versioni?da=2&amp;a=3"' in page
    await post(browser, here, f"{here}/sostegno")
    assert "per ora non conta" not in (await browser.get(here)).text


async def test_nothing_changed_is_told_as_that(browser: httpx.AsyncClient, here: str) -> None:
    assert (await change(browser, here, 2)).status_code == 303
    assert "Non hai cambiato niente: la proposta resta com&#39;era." in (await browser.get(here)).text


async def test_a_text_of_one_version_says_so(browser: httpx.AsyncClient, world: World, author: Actor) -> None:
    held = await a_consultation(world, ("proposing", -5, 5), slug="altra")
    id = await a_proposal(held, author, neighbourhood=world.navile)
    page = (await browser.get(f"/proposte/{id}/versioni")).text
    assert "Questa proposta ha avuto una sola versione." in page
    assert "<del>" not in page


async def test_statements_do_not_grow_with_texts_and_pictures(
    browser: httpx.AsyncClient, here: str, author: Actor
) -> None:
    pages = (here, f"{here}/versioni", f"{here}/allegati", f"{here}/condividi")

    async def a_picture(number: int) -> None:
        sent = samples.plain(size=(64 + number, 64))
        await enclosing.add(author, here[-10:], Kind.PICTURE, "x.png", sent, Words("La piazza"), at=clock.now())

    await a_picture(0)
    for path in pages:  # the atlas of the maps is read once in ten seconds
        await browser.get(path)
    few = {path: await statements(browser, path) for path in pages}
    for number in range(1, 6):
        await a_picture(number)
        assert (await change(browser, here, 1 + number, title=f"Panchine, {number}")).status_code == 303
    assert len(re.findall("<img", (await browser.get(here)).text)) > 5
    assert {path: await statements(browser, path) for path in pages} == few
    assert max(few.values()) <= 12, few


async def test_nobody_supports_by_a_page_that_is_still_open_what_they_have_not_read(
    browser: httpx.AsyncClient, world: World, author: Actor, here: str
) -> None:
    id = here.rsplit("/", 1)[1]
    reader = await a_person(world.navile)
    await sign_in(browser, reader)
    open_page = (await browser.get(here)).text
    read = re.search(r'name="text" value="(\d+)"', open_page)
    assert read
    changed = FIELDS | {
        "title": "Un parcheggio in piazza",
        "place_label": "",
        "latitude": "",
        "longitude": "",
        "cost": "90000",
    }
    await proposals.revise(author, id, changed, version=2, at=clock.now())
    answer = await post(browser, here, f"{here}/sostegno", text=read[1])
    assert answer.status_code == 409
    assert "La proposta è cambiata mentre la leggevi" in answer.text
    assert f"{here}/versioni?da=2&amp;a=3" in answer.text
    assert await rows("SELECT id FROM support") == []
    slip = changed | {"body": FIELDS["body"].replace("per gli", "Per gli")}
    await proposals.revise(author, id, slip, version=3, at=clock.now())
    assert (await post(browser, here, f"{here}/sostegno", text="3")).status_code == 303  # the same in substance
    assert len(await rows("SELECT id FROM support")) == 1
