# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One search across everything: found by stems without accents, seen as each room shows it, on both engines alike."""

import re
import time
from html import unescape
from random import Random
from urllib.parse import quote

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Role
from deliberation.committees.tables import Committee
from deliberation.places.tables import Street
from tests.consultations.test_pages import statements
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal, sign_in
from web.pages.search import search
from web.pages.search.finding import ask, meant

HOSTILE = (
    "%",
    "_",
    "' OR 1=1 --",
    '"',
    "\x00",
    "\\",
    "a" * 5000,
    "🌳",
    "<script>",
    "{}",
    "ا" * 50,
    "((((",
    "AND NOT *",
    "%%%",
)


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


async def something_of_all() -> World:
    world = await a_city()
    held = await a_consultation(world, title="L'acqua pubblica", summary="Perché le fontanelle?")
    await a_consultation(world, slug="decisa", title="Le fontane di Savena", state="results", result_published_at=NOON)
    await a_proposal(held, title="Più fontanelle", body="L'acqua è di tutti.", neighbourhood=world.navile)
    await Street(municipality=world.city, name="Via dell'Acqua", code="1").save()
    await Committee(
        neighbourhood=world.navile, name="Comitato di Navile", presentation="Acqua e verde", created_at=NOON
    ).save()
    return world


def titles(page: str) -> list[str]:
    found = re.findall(r'<h3 class="h5"><a href="([^"]*)" lang="it">(.*?)</a>', page)
    return [unescape(re.sub("<[^>]*>", "", title)) for _, title in found]


async def found(browser: httpx.AsyncClient, query: str, kind: str = "") -> list[str]:
    answer = await browser.get(f"/cerca?q={quote(query)}" + (f"&tipo={kind}" if kind else ""))
    assert answer.status_code == 200, query
    return titles(answer.text)


async def test_every_kind_is_found_by_one_word(browser: httpx.AsyncClient) -> None:
    await something_of_all()
    assert await found(browser, "acqua") == [
        "L'acqua pubblica",
        "Più fontanelle",
        "Via dell'Acqua",
        "Comitato di Navile",
    ]
    assert await found(browser, "fontana", "risultati") == ["Le fontane di Savena"]
    assert await found(browser, "navile", "quartieri") == ["Navile"]
    assert "Privacy" in await found(browser, "cookie")
    assert "Posso votare?" in await found(browser, "età residenza")
    assert await found(browser, "schulze") == ["Schulze (confronti a coppie)"]


async def test_what_is_called_so_stands_before_what_speaks_of_it_and_a_page_too_far_is_the_last(
    browser: httpx.AsyncClient,
) -> None:
    world = await a_city()
    for slug, title, summary in (("a", "Orti", "Un pozzo"), ("b", "Il pozzo", ""), ("c", "Prati", "Un pozzo")):
        await a_consultation(world, slug=slug, title=title, summary=summary)
    first, *others = await found(browser, "pozzo", "consultazioni&pagina=99")
    assert (first, sorted(others)) == ("Il pozzo", ["Orti", "Prati"])


@pytest.mark.parametrize(
    "query", ["perche", "perché fontanella", "PERCHÉ FONTANELLE", "dell'acqua", "l'acqua", "pubbliche fontanella"]
)
async def test_accents_elisions_plurals_and_capitals_do_not_matter(browser: httpx.AsyncClient, query: str) -> None:
    await something_of_all()
    assert "L'acqua pubblica" in await found(browser, query)


async def test_a_kind_is_a_chip_in_the_address_with_pages(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    held = await a_consultation(world)
    for n in range(23):
        await a_proposal(held, title=f"Panchina numero {n}")
    page = (await browser.get("/cerca?q=panchina")).text
    assert len(titles(page)) == 4
    assert "Vedi tutto: Proposte (23)" in page
    first, second = [await found(browser, "panchina", f"proposte&pagina={n}") for n in (1, 2)]
    assert (len(first), len(second), len({*first, *second})) == (20, 3, 23)
    assert (await browser.get("/cerca?q=panchina&tipo=proposte&pagina=99")).status_code == 200
    assert 'aria-current="true">Proposte' in (await browser.get("/cerca?q=panchina&tipo=proposte")).text
    assert len(await found(browser, "panchina", "nessuno")) == 4


async def test_nobody_finds_what_they_may_not_see(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    author = await a_person(world.navile)
    await a_consultation(world, slug="bozza", title="Segretissima", state="draft")
    held = await a_consultation(world)
    for columns in (
        {"hidden_at": NOON},
        {"hidden_at": NOON, "state": "admissible"},
        {"state": "draft"},
        {"state": "withdrawn"},
    ):
        await a_proposal(held, author, title="Segretissima", body="Nascosta", **columns)  # type: ignore[arg-type]
    await a_consultation(world, slug="contata", title="Segretissima non pubblicata", state="closed")
    for query in ("segretissima", "nascosta"):
        assert await found(browser, query, "proposte") == []
        assert await found(browser, query, "risultati") == []
    assert await found(browser, "segretissima") == ["Segretissima non pubblicata"]
    # nor is a guess made from it
    page = (await browser.get("/cerca?q=segretisimma+nascosat")).text
    assert "Forse cercavi" not in page or "nascosta" not in page


async def test_a_program_that_asks_too_often_is_asked_to_wait(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_city()
    monkeypatch.setattr(search, "A_MINUTE", 3)
    answers = [(await browser.get("/cerca?q=acqua")).status_code for _ in range(7)]  # whenever a minute begins
    assert answers[:3] == [200, 200, 200]
    assert 429 in answers


async def test_words_that_were_looked_for_are_marked_and_nothing_else_is_html(browser: httpx.AsyncClient) -> None:
    await a_consultation(await a_city(), title="<b>Fontane</b> & fontanelle")
    page = (await browser.get("/cerca?q=fontane")).text
    assert "&lt;b&gt;<mark>Fontane</mark>&lt;/b&gt; &amp; <mark>fontanelle</mark>" in page


async def test_a_misspelt_word_is_guessed_from_what_there_is(browser: httpx.AsyncClient) -> None:
    await something_of_all()
    page = (await browser.get("/cerca?q=fontanellle")).text
    assert "Nessun risultato per «fontanellle»" in page
    assert "Forse cercavi:" in page
    assert "q=fontanelle" in page
    assert "Forse cercavi" not in (await browser.get("/cerca?q=xyzzyplugh")).text


@pytest.mark.parametrize("query", HOSTILE)
async def test_whatever_is_typed_gets_a_page(browser: httpx.AsyncClient, query: str) -> None:
    await something_of_all()
    answer = await browser.get(f"/cerca?q={quote(query)}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert "Oppure comincia da qui" in answer.text


async def test_the_statements_are_the_same_however_much_there_is(browser: httpx.AsyncClient) -> None:
    world = await something_of_all()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    counts = []
    for times in (1, 30):
        for n in range(times):
            held = await a_consultation(world, slug=f"acqua-{times}-{n}", title=f"Acqua {n}")
            await a_proposal(held, title=f"Acqua {n}")
        await browser.get("/cerca?q=acqua")
        counts.append(await statements(browser, "/cerca?q=acqua"))
    assert counts[0] == counts[1] <= 12


def test_a_guess_leaves_alone_what_is_known() -> None:
    known = ["Biblioteca di quartiere", "Piste ciclabili"]
    assert meant(ask("bibliotecca"), known) == "biblioteca"
    assert meant(ask("pista bibblioteca"), known) == "pista biblioteca"
    assert meant(ask("biblioteche"), known) == ""
    assert meant(ask("di"), known) == ""


def test_twelve_words_that_nothing_is_like_are_guessed_at_among_the_streets_of_a_large_city() -> None:
    """Each was compared with every name letter by letter: three and a half seconds, in which nobody else was served."""
    chance = Random(2)

    def word() -> str:
        return "".join(chance.choice("aeioulrstnmcdp") for _ in range(chance.randint(5, 11)))

    streets = [f"via {word()} {word()}" for _ in range(12_000)]
    asked = ask(" ".join(word() for _ in range(12)))
    begun = time.thread_time()
    meant(asked, streets)
    assert time.thread_time() - begun < 1.5
