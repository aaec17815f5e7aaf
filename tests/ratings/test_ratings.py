# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How clear a page is: anybody says it, without a cookie; the office alone reads it."""

import re
from datetime import timedelta

import httpx
import pytest

from deliberation.actor import VISITOR, Role
from deliberation.database import rows
from deliberation.errors import Invalid, NotAllowed, TooMany
from deliberation.ratings import queries, ratings, rules
from tests.ballots.votes import a_vote
from tests.consultations.test_pages import statements
from tests.world import NOON, a_city, a_consultation, a_person, a_proposal, sign_in

HERE = {"sec-fetch-site": "same-origin"}
# What the State's own program asks of the page (italia/pa-website-validator, C.SI.2.5), word for word.
QUESTION = "Quanto sono chiare le informazioni su questa pagina?"
GOOD = [
    "Le indicazioni erano chiare",
    "Le indicazioni erano complete",
    "Capivo sempre che stavo procedendo correttamente",
    "Non ho avuto problemi tecnici",
    "Altro",
]
BAD = [
    "A volte le indicazioni non erano chiare",
    "A volte le indicazioni non erano complete",
    "A volte non capivo se stavo procedendo correttamente",
    "Ho avuto problemi tecnici",
    "Altro",
]


async def test_the_component_is_what_the_states_model_asks_for(browser: httpx.AsyncClient) -> None:
    await a_city()
    page = (await browser.get("/privacy")).text
    assert page.count('data-element="feedback"') == 1
    title = re.search(r'<h2[^>]*data-element="feedback-title">([^<]*)</h2>', page)
    assert title
    assert title[1] == QUESTION
    for n in range(1, 6):
        assert re.search(rf'<label for="stelle-{n}" data-element="feedback-rate-{n}">', page)
    for element, question, answers in (
        ("positive", "Quali sono stati gli aspetti che hai preferito?", GOOD),
        ("negative", "Dove hai incontrato le maggiori difficoltà?", BAD),
    ):
        part = page.split(f'data-element="feedback-rating-{element}"', 1)[1].split("</fieldset>", 1)[0]
        assert f'<legend data-element="feedback-rating-question">{question}</legend>' in part
        assert re.findall(r'data-element="feedback-rating-answer">([^<]*)</label>', part) == answers
    assert re.search(r'<input [^>]*maxlength="200"[^>]*data-element="feedback-input-text">', page, re.DOTALL)


async def test_public_pages_ask_and_forms_ballots_and_errors_do_not(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    held = await a_consultation(world)
    proposal = await a_proposal(held)
    vote = await a_vote(world, "approval", "approval", budget_cents=None)
    for path in ("/consultazioni", "/consultazioni/bilancio-2026", f"/proposte/{proposal}", "/quartieri/navile"):
        assert QUESTION in (await browser.get(path)).text, path
    for path in ("/", "/accesso", f"/consultazioni/{vote.slug}/vota", "/consultazioni/nessuna", "/registrazione"):
        assert QUESTION not in (await browser.get(path)).text, path


async def test_a_visitor_rates_a_page_without_a_cookie_and_reads_thanks(browser: httpx.AsyncClient) -> None:
    await a_city()
    sent = {"page": "/privacy", "stars": "2", "bad": "unclear", "good": "clear", "text": "Troppo <b>lunga</b>"}
    answer = await browser.post("/valutazione", data=sent, headers=HERE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/privacy#grazie")
    assert "set-cookie" not in answer.headers
    assert 'id="grazie"' in (await browser.get("/privacy")).text
    office = await a_person(None, Role.OFFICE)
    [one] = await queries.everything(office)
    assert (one.page, one.stars, one.reason, one.text) == ("/privacy", 2, "unclear", "Troppo <b>lunga</b>")


async def test_nothing_of_who_rated_is_stored(database: None) -> None:
    await a_city()
    await ratings.give("/proposte", 5, origin="192.0.2.7", at=NOON)
    [row] = await rows("SELECT * FROM page_rating")
    assert set(row) == {"id", "page", "stars", "reason", "text", "given_on"}


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"stars": ""}, "Scegli quante stelle"),
        ({"stars": "9"}, "Scegli quante stelle"),
        ({"stars": "3", "text": "x" * 201}, "troppo lungo"),
    ],
)
async def test_what_is_wrong_comes_back_as_it_was_typed(
    browser: httpx.AsyncClient, sent: dict[str, str], words: str
) -> None:
    await a_city()
    typed = {"page": "/ufficio", "bad": "unsure", "text": "Gli orari?", **sent}
    answer = await browser.post("/valutazione", data=typed, headers=HERE)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{typed["text"]}"' in answer.text
    assert re.search(r'value="unsure" id="perche-unsure" checked', answer.text)
    assert await rows("SELECT id FROM page_rating") == []


@pytest.mark.parametrize(
    "page", ["/", "/gestione", "/accesso", "//evil.example", "https://evil.example/", "/privacy\n", ""]
)
async def test_only_pages_that_ask_are_rated(browser: httpx.AsyncClient, page: str) -> None:
    await a_city()
    if page != "/privacy\n":  # the form's text is in normal form
        answer = await browser.post("/valutazione", data={"page": page, "stars": "5"}, headers=HERE)
        assert answer.status_code == 422
    with pytest.raises(Invalid, match=r"rating\.unknown_page"):
        await ratings.give(page, 5, at=NOON)


async def test_another_site_rates_nothing(browser: httpx.AsyncClient) -> None:
    await a_city()
    sent = {"page": "/proposte", "stars": "1"}
    answer = await browser.post("/valutazione", data=sent, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert await rows("SELECT id FROM page_rating") == []


async def test_one_network_rates_so_often_an_hour(database: None) -> None:
    await a_city()
    for _ in range(ratings.MOST_OF_ONE):
        await ratings.give("/proposte", 4, origin="192.0.2.7", at=NOON)
    with pytest.raises(TooMany):
        await ratings.give("/proposte", 4, origin="192.0.2.7", at=NOON)
    await ratings.give("/proposte", 4, origin="192.0.2.8", at=NOON)
    await ratings.give("/proposte", 4, origin="192.0.2.7", at=NOON + timedelta(hours=1))


async def test_all_together_rate_so_often_an_hour(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratings, "MOST_OF_ALL", 3)
    for number in range(3):
        await ratings.give("/proposte", 4, origin=f"192.0.2.{number}", at=NOON)
    with pytest.raises(TooMany):
        await ratings.give("/proposte", 4, origin="192.0.2.9", at=NOON)
    with pytest.raises(TooMany):
        await ratings.give("/proposte", 4, at=NOON)


async def test_the_office_reads_averages_exactly_and_texts_and_nobody_else(browser: httpx.AsyncClient) -> None:
    await a_city()
    for stars in (3, 4, 4):
        await ratings.give("/privacy", stars, at=NOON)
    await ratings.give("/proposte", 2, bad="trouble", text="=1+1 non va", at=NOON)
    office, other = await a_person(None, Role.OFFICE), await a_person(None, Role.COUNCILLOR)
    found = await queries.averages(office)
    assert [(one.page, one.ratings, one.low, str(one.average)) for one in found] == [
        ("/privacy", 3, 1, "11/3"),
        ("/proposte", 1, 1, "2"),
    ]
    for person in (VISITOR, other):
        for query in (queries.averages, queries.written, queries.everything, queries.reasons):
            with pytest.raises(NotAllowed):
                await query(person)  # type: ignore[operator]
    await sign_in(browser, office)
    page = (await browser.get("/gestione/valutazioni")).text
    assert "3,7" in page
    assert "=1+1 non va" in page
    assert "Ho avuto problemi tecnici: 1" in page
    table = (await browser.get("/gestione/valutazioni.csv")).text
    assert "'=1+1 non va" in table
    assert table.count("\r\n") == 5


async def test_a_page_of_texts_that_is_not_there_is_the_last_one(database: None) -> None:
    await a_city()
    for number in range(31):
        await ratings.give("/privacy", 4, text=f"Testo {number}", at=NOON)
    office = await a_person(None, Role.OFFICE)
    for page, first in ((0, "Testo 30"), (1, "Testo 30"), (2, "Testo 0"), (99, "Testo 0")):
        found = await queries.written(office, page=page)
        assert (found.items[0].text, found.total, found.pages) == (first, 31, 2)


async def test_the_page_of_ratings_takes_the_same_statements_however_many(browser: httpx.AsyncClient) -> None:
    await a_city()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    counts = []
    for times in (1, 40):
        for n in range(times):
            await ratings.give("/proposte", 1 + n % 5, text=f"Testo {n}", at=NOON)
        await browser.get("/gestione/valutazioni")
        counts.append(await statements(browser, "/gestione/valutazioni"))
    assert counts[0] == counts[1]


async def test_texts_go_after_a_year_and_stars_stay(database: None) -> None:
    await a_city()
    await ratings.give("/proposte", 5, text="vecchio", at=NOON)
    await ratings.give("/proposte", 5, text="nuovo", at=NOON + timedelta(days=2))
    await ratings.forget_texts(at=NOON + timedelta(days=366))
    office = await a_person(None, Role.OFFICE)
    assert [one.text for one in await queries.everything(office)] == ["", "nuovo"]


def test_a_reason_fits_its_stars() -> None:
    assert rules.fitting(5, "clear", "unclear") == "clear"
    assert rules.fitting(3, "clear", "unclear") == "unclear"
    assert rules.fitting(1, "clear", "") == ""
    assert rules.fitting(4, "'; DROP", "") == ""
