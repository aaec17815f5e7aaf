# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Notices, the language of the site, and the pages that say how we work."""

import io
import re
import tarfile
from pathlib import Path

import httpx
import pytest

from deliberation.database import rows
from deliberation.notices.notices import tell
from tests.world import NOON, a_city, a_person, post, sign_in

ROOT = Path(__file__).parents[2]


async def test_a_notice_is_told_opened_and_marked_as_read(browser: httpx.AsyncClient) -> None:
    person, stranger = await a_person(), await a_person()
    for path in ("/profilo", "", "//evil.example"):
        await tell(person.id, "residence.verified", {}, path, at=NOON)
    await tell(stranger.id, "residence.corrected", {}, "/gestione", at=NOON)
    await sign_in(browser, person)
    page = (await browser.get("/avvisi")).text
    assert "3 avvisi da leggere" in page
    assert "corretto" not in page.split("<main", 1)[1].split("</main>", 1)[0]
    found = await rows("SELECT public_id, path FROM notice ORDER BY id")
    goes = [
        (await post(browser, "/avvisi", f"/avvisi/{row['public_id']}/apri")).headers.get("location", "refused")
        for row in found
    ]
    assert goes == ["/profilo", "/avvisi", "/avvisi", "refused"]
    assert "Hai letto tutto" in (await browser.get("/avvisi")).text
    await tell(person.id, "residence.corrected", {}, "", at=NOON)
    assert (await post(browser, "/avvisi", "/avvisi/letti")).status_code == 303
    unread = await rows("SELECT account FROM notice WHERE read_at IS NULL")
    assert [row["account"] for row in unread] == [stranger.id]


async def test_a_notice_with_unknown_words_is_still_shown(browser: httpx.AsyncClient) -> None:
    person = await a_person()
    await tell(person.id, "residence.corrected", {"title": "<b>x</b>"}, "", at=NOON)
    await rows("UPDATE notice SET kind = 'di.domani'")  # a newer version wrote it
    await sign_in(browser, person)
    assert "novità che ti riguarda" in (await browser.get("/avvisi")).text


async def test_a_kind_of_notice_that_there_is_not_is_a_fault_and_not_a_notice(database: None) -> None:
    person = await a_person()
    with pytest.raises(ValueError, match=r"residence\.verifed"):
        await tell(person.id, "residence.verifed", {}, "/profilo", at=NOON)
    assert await rows("SELECT id FROM notice") == []


async def test_the_language_is_chosen_without_a_token_and_stays_with_the_account(browser: httpx.AsyncClient) -> None:
    person = await a_person()
    answer = await browser.post("/lingua", data={"locale": "en", "next": "/accesso"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/accesso")
    assert '<html lang="en">' in (await browser.get("/accesso")).text
    assert (await browser.post("/lingua", data={"locale": "xx", "next": "https://evil.example"})).headers[
        "location"
    ] == "/"
    await sign_in(browser, person)
    await browser.post("/lingua", data={"locale": "en"})
    assert (await rows("SELECT locale FROM account"))[0]["locale"] == "en"
    foreign = await browser.post("/lingua", data={"locale": "it"}, headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403


async def test_the_strip_of_a_demonstration_closes_in_this_browser_and_leads_back(browser: httpx.AsyncClient) -> None:
    await a_city(is_demo=True)
    strip = "Sito dimostrativo"
    assert strip in (await browser.get("/privacy")).text
    answer = await browser.post("/striscia/chiudi", data={"next": "/privacy"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/privacy")
    assert strip not in (await browser.get("/privacy")).text
    assert (await browser.post("/striscia/chiudi", data={"next": "//evil.example"})).headers["location"] == "/"
    foreign = await browser.post("/striscia/chiudi", headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403


@pytest.mark.parametrize("founded_as", ["Bologna", "Comune di Bologna", "COMUNE DI BOLOGNA"])
async def test_the_name_of_the_comune_is_said_once(browser: httpx.AsyncClient, founded_as: str) -> None:
    await a_city(founded_as)
    text = (await browser.get("/privacy")).text.casefold()
    assert "titolare dei dati: comune di bologna." in text
    assert "comune di comune" not in text


@pytest.mark.without_comune
async def test_before_a_comune_is_founded_no_name_is_made_up(browser: httpx.AsyncClient) -> None:
    text = (await browser.get("/privacy")).text
    assert "Comune di" not in text


async def test_how_we_work_is_said_on_pages_of_their_own(browser: httpx.AsyncClient) -> None:
    for path in ("/privacy", "/accessibilita", "/sorgente"):
        assert (await browser.get(path)).status_code == 200
    packed = await browser.get("/sorgente/rione.tar.gz")
    with tarfile.open(fileobj=io.BytesIO(packed.content)) as tar:
        names = tar.getnames()
    assert "rione/voting/ballots.py" in names
    assert "rione/pyproject.toml" in names
    assert not any(re.search(r"vendor/|node_modules|__pycache__|\.venv|secret_key|sqlite$", name) for name in names)
