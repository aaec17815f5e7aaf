# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of suggested changes, by HTTP and without a script."""

import re
from datetime import timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Actor
from deliberation.database import rows
from deliberation.proposals import proposals, supports
from tests.world import NOON as WORLD_NOON
from tests.world import World, a_city, a_consultation, a_person, a_proposal, post, sign_in

BODY = "Servono due panchine <b>all'ombra</b>, per gli anziani."
TEXT = {"title": "Panchine in piazza", "body": BODY, "category": "ambiente", "neighbourhood": "navile"}


@pytest.fixture
async def world(browser: httpx.AsyncClient) -> World:
    return await a_city()


@pytest.fixture
async def author(world: World) -> Actor:
    return await a_person(world.navile)


@pytest.fixture
async def here(browser: httpx.AsyncClient, world: World, author: Actor) -> str:
    """A proposal's address; somebody else than its author is signed in."""
    hours = round((clock.now() - WORLD_NOON) / timedelta(hours=1))
    held = await a_consultation(world, ("proposing", hours - 5, hours + 5))
    id = await a_proposal(held, author, neighbourhood=world.navile)
    await proposals.revise(author, id, TEXT, version=1, at=clock.now())
    await sign_in(browser, await a_person(world.navile))
    return f"/proposte/{id}"


async def change(author: Actor, here: str, version: int, **fields: str) -> None:
    await proposals.revise(author, here.rsplit("/", 1)[1], TEXT | fields, version=version, at=clock.now())


async def suggest(browser: httpx.AsyncClient, here: str, **fields: str) -> httpx.Response:
    form = f"{here}/suggerimenti/nuovo"
    page = (await browser.get(form)).text
    hidden = dict(re.findall(r'name="(base|token|instead)" value="([^"]*)"', page))
    return await post(browser, form, form, **(hidden | {"title": TEXT["title"], "body": BODY, "reason": ""} | fields))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


async def test_a_suggestion_is_read_word_by_word_and_accepted_into_the_proposal(
    browser: httpx.AsyncClient, world: World, author: Actor, here: str
) -> None:
    sent = await suggest(
        browser, here, body=BODY.replace("due", "tre") + " Non di più.", reason="<i>Due</i> non bastano"
    )
    this = sent.headers["location"]
    page = (await browser.get(this)).text
    assert '<del><span class="visually-hidden">tolto: </span>due</del>' in page
    assert "&lt;b&gt;all&#39;ombra&lt;/b&gt;" in page
    assert "&lt;i&gt;Due&lt;/i&gt; non bastano" in page
    assert "Accetta il suggerimento" not in page
    assert "Ritira il suggerimento" in page
    assert "Segnala questo suggerimento" not in page
    assert this in (await browser.get(here)).text
    await supports.support(await a_person(world.navile), here.rsplit("/", 1)[1], at=clock.now())
    await sign_in(browser, author)
    page = (await browser.get(this)).text
    assert "chiediamo a una persona se sostiene ancora la proposta" in words(page)
    assert "Segnala questo suggerimento" in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    done = await post(browser, this, f"{this}/accetta", version=version[1])
    assert done.headers["location"] == here
    assert "Servono tre panchine" in (await browser.get(here)).text
    assert this in (await browser.get(f"{here}/versioni")).text
    assert "Guarda la versione 3" in (await browser.get(this)).text


async def test_a_refused_suggestion_comes_back_as_it_was_typed(browser: httpx.AsyncClient, here: str) -> None:
    sent = await suggest(browser, here, title="Ehi", body=BODY + " E una fontana.")
    assert sent.status_code == 422
    assert 'value="Ehi"' in sent.text
    assert "E una fontana." in sent.text
    assert "Scrivi in una riga perché è meglio così." in sent.text


async def test_a_no_needs_its_reason_and_the_suggestion_may_become_a_draft(
    browser: httpx.AsyncClient, author: Actor, here: str
) -> None:
    suggester = await a_person(author.neighbourhood)
    await sign_in(browser, suggester)
    this = (await suggest(browser, here, body=BODY + " E una fontana.", reason="Fa caldo")).headers["location"]
    await sign_in(browser, author)
    silent = await post(browser, this, f"{this}/rifiuta", answer=" ")
    assert silent.status_code == 422
    assert "Scrivi perché non lo accetti: lo leggono tutti." in silent.text
    await post(browser, this, f"{this}/rifiuta", answer="L'acqua non arriva.")
    browser.cookies.clear()
    assert "L&#39;acqua non arriva." in (await browser.get(this)).text
    await sign_in(browser, suggester)
    drafted = await post(browser, this, f"{this}/da-solo")
    step = await browser.get(drafted.headers["location"], follow_redirects=True)
    assert "E una fontana." in step.text


async def test_a_suggestion_whose_words_are_gone_shows_both_texts_and_the_way_out(
    browser: httpx.AsyncClient, author: Actor, here: str
) -> None:
    this = (await suggest(browser, here, body=BODY.replace("due", "tre"), reason="Siamo in tre")).headers["location"]
    await change(author, here, 2, body=BODY.replace("due", "cinque"))
    page = (await browser.get(this)).text
    assert "Le parole che questo suggerimento cambia non ci sono più" in words(page)
    assert "Servono cinque panchine" in page
    again = f"{here}/suggerimenti/nuovo?da={this.rsplit('/', 1)[1]}"
    assert again in page
    form = (await browser.get(again)).text
    assert "Servono tre panchine" in form
    assert 'value="Siamo in tre"' in form
    assert 'name="base" value="3"' in form


async def test_an_acceptance_from_an_old_screen_is_told_and_changes_nothing(
    browser: httpx.AsyncClient, author: Actor, here: str
) -> None:
    this = (await suggest(browser, here, body=BODY.replace("due", "tre"), reason="Siamo in tre")).headers["location"]
    await sign_in(browser, author)
    await change(author, here, 2, body=BODY + " Presto.")
    old = await post(browser, this, f"{this}/accetta", version="2")
    assert old.status_code == 409
    assert "La proposta è cambiata mentre leggevi." in old.text
    assert "Accetta il suggerimento" in old.text
    assert (await rows("SELECT state FROM amendment")) == [{"state": "open"}]


async def test_a_suggestion_sent_after_the_phase_comes_back_whole(browser: httpx.AsyncClient, here: str) -> None:
    form = f"{here}/suggerimenti/nuovo"
    await browser.get(form)
    await rows("UPDATE phase SET closes_at = {}", clock.now() - timedelta(minutes=1))
    late = await post(
        browser, here, form, base="2", token="tardi1", title="Panchine", body=BODY + " Tre.", reason="Ora"
    )
    assert late.status_code == 409 or late.status_code == 422
    assert BODY[:14] in late.text
    assert " Tre." in late.text


async def test_the_list_of_suggestions_grows_without_more_statements(
    browser: httpx.AsyncClient, world: World, here: str
) -> None:
    assert "Nessun suggerimento, per ora." in (await browser.get(f"{here}/suggerimenti")).text
    for n in range(5):
        await sign_in(browser, await a_person(world.navile))
        await suggest(browser, here, title=f"Panchine in piazza {n}", reason=f"Motivo {n}")
    page = (await browser.get(here)).text
    assert "Tutti i suggerimenti (5)" in page
    assert page.count("/suggerimenti/") == 4
    assert (await browser.get(f"{here}/suggerimenti")).text.count("Motivo ") == 5
