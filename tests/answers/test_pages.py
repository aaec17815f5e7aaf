# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of answers and of following, in a browser without a script: what is shown, to whom, and what is refused."""

import re
from datetime import timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.database import engine
from deliberation.proposals.answers import answers
from tests.answers.answering import Desk, a_desk
from tests.world import a_person, a_proposal, post, sign_in

DAY = timedelta(days=1)


@pytest.fixture
async def desk(browser: httpx.AsyncClient) -> Desk:
    return await a_desk()


def words(answer: httpx.Response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).replace("\xa0", " ").split())


async def test_from_the_list_of_offices_to_a_published_answer(browser: httpx.AsyncClient, desk: Desk) -> None:
    await sign_in(browser, desk.officer)
    offices, form = "/gestione/uffici", f"/gestione/risposte/{desk.id}"
    refused = await post(browser, offices, offices, name="verde pubblico", email="cultura@example.org")
    assert refused.status_code == 422
    assert "C'è già un ufficio con questo nome" in refused.text.replace("&#39;", "'")
    assert "cultura@example.org" in refused.text
    assert (await post(browser, offices, offices, name="Cultura", email="c@example.org")).status_code == 303
    assert desk.id in (await browser.get("/gestione/risposte")).text
    opened = await browser.get(form)
    assert (opened.status_code, "fino a" in words(opened)) == (200, True)
    assert "Scegli un ufficio." in words(await post(browser, form, form + "/prendi", version="0", registry="PG 7"))
    taken = await post(browser, form, form + "/prendi", version="0", office=desk.office, registry="PG 7")
    assert taken.status_code == 303
    opened = await browser.get(form)
    assert (opened.status_code, "Come rispondi" in words(opened)) == (200, True)
    public = words(await browser.get(f"/proposte/{desk.id}"))
    assert "L'ha presa in carico Verde pubblico" in public
    assert "Entro " in public
    wrong = await post(browser, form, form + "/rispondi", version="1", outcome="accepted", reasons="Perché <b>sì</b>")
    assert wrong.status_code == 422
    assert "Scrivi che cosa succede adesso." in words(wrong)
    assert "Perché &lt;b&gt;sì&lt;/b&gt;" in wrong.text
    fields = {"outcome": "accepted", "reasons": "Perché <b>sì</b>", "next_steps": "A marzo."}
    assert (await post(browser, form, form + "/rispondi", version="1", **fields)).status_code == 303
    opened = await browser.get(form)
    assert (opened.status_code, "A marzo." in words(opened)) == (200, True)
    browser.cookies.clear()
    seen = await browser.get(f"/proposte/{desk.id}")
    assert "La risposta del comune: Sì" in words(seen)
    assert "<b>sì</b>" not in seen.text
    listed = await browser.get("/risposte")
    assert "Data in giornata." in words(listed)
    for page in (seen, listed):
        assert "example.org" not in page.text  # nobody's address, the office's neither


async def test_two_officers_at_once_the_second_is_told_and_loses_nothing(
    browser: httpx.AsyncClient, desk: Desk
) -> None:
    await desk.take(at=clock.now())
    await sign_in(browser, desk.officer)
    form = f"/gestione/risposte/{desk.id}"
    await desk.give(at=clock.now())
    late = await post(browser, form, form + "/rispondi", version="1", outcome="rejected", reasons="Un altro motivo")
    assert late.status_code == 409
    assert "qualcun altro ha cambiato la risposta" in words(late)


async def test_late_ones_stand_first_and_say_so(browser: httpx.AsyncClient, desk: Desk) -> None:
    late = await a_proposal(desk.held, title="Da un pezzo")
    await desk.take(at=clock.now())
    await desk.take(id=late, at=clock.now() - 50 * DAY)
    public = words(await browser.get("/risposte?elenco=in-ritardo"))
    assert "Da un pezzo" in public
    assert "Doveva arrivare entro" in public
    assert "Panchine in piazza" not in public
    await sign_in(browser, desk.officer)
    page = (await browser.get("/gestione/risposte")).text
    assert page.index("Da un pezzo") < page.index("Panchine in piazza")
    assert "Una risposta è in ritardo." in words(await browser.get("/gestione"))


async def test_due_days_are_a_calendar(browser: httpx.AsyncClient, desk: Desk) -> None:
    now = clock.now()
    await desk.take(at=now)
    await sign_in(browser, desk.officer)
    answer = await browser.get("/gestione/risposte/scadenze.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    text = answer.text.replace("\r\n ", "")
    day = clock.in_rome(now).date() + 30 * DAY
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in text
    assert f"UID:risposta-{clock.in_rome(now).year}-1@" in text
    assert text.count("BEGIN:VALARM") == 2
    assert "Panchine in piazza" in text


async def counted(browser: httpx.AsyncClient, path: str) -> int:
    assert (await browser.get(path)).status_code == 200
    seen = engine().statements._seen.get()
    assert seen is not None
    return len(seen)


@pytest.mark.parametrize("path", ["/risposte?elenco=in-attesa", "/gestione/risposte", "/profilo/seguiti"])
async def test_statements_do_not_grow_with_rows(browser: httpx.AsyncClient, desk: Desk, path: str) -> None:
    await sign_in(browser, desk.officer)
    await desk.take(at=clock.now())
    fields = {"kind": "proposal", "subject": desk.id}
    assert (await post(browser, "/profilo", "/segui", **fields)).status_code == 303
    few = await counted(browser, path)
    for n in range(12):
        id = await a_proposal(desk.held, title=f"Proposta {n}")
        if n % 2:
            await desk.take(id=id, at=clock.now())
        assert (await post(browser, "/profilo", "/segui", kind="proposal", subject=id)).status_code == 303
    assert await counted(browser, path) == few > 0


async def test_a_person_follows_and_leaves_from_page_and_list(browser: httpx.AsyncClient, desk: Desk) -> None:
    anna = await a_person(desk.world.navile)
    assert 'action="/segui"' not in (await browser.get(f"/proposte/{desk.id}")).text
    await sign_in(browser, anna)
    things = [("proposal", desk.id, "/proposte/"), ("consultation", "bilancio-2026", "/consultazioni/")]
    for kind, subject, path in (*things, ("neighbourhood", "navile", "/quartieri/")):
        page = f"{path}{subject}"
        assert 'action="/segui"' in (await browser.get(page)).text
        done = await post(browser, page, "/segui", kind=kind, subject=subject)
        assert (done.status_code, done.headers["location"]) == (303, page)
        assert 'action="/segui/smetti"' in (await browser.get(page)).text
    mine = words(await browser.get("/profilo/seguiti"))
    assert mine.index("Navile") < mine.index("Bilancio di Navile 2026") < mine.index("Panchine in piazza")
    left = await post(browser, "/profilo/seguiti", "/segui/smetti", kind="proposal", subject=desk.id, listed="1")
    assert left.headers["location"] == "/profilo/seguiti"
    assert "Panchine in piazza" not in words(await browser.get("/profilo/seguiti"))


@pytest.mark.parametrize(
    ("kind", "subject"),
    [("proposal", "nessuna"), ("account", "x"), ("", ""), ("proposal", "../x"), ("consultation", "x" * 200)],
)
async def test_what_is_not_there_cannot_be_followed(
    browser: httpx.AsyncClient, desk: Desk, kind: str, subject: str
) -> None:
    await sign_in(browser, desk.author)
    assert (await post(browser, "/profilo", "/segui", kind=kind, subject=subject)).status_code == 404


async def test_a_hidden_proposal_is_on_no_list_and_takes_no_answer(browser: httpx.AsyncClient, desk: Desk) -> None:
    hidden = await a_proposal(desk.held, title="Nascosta", hidden_at=clock.now())
    with pytest.raises(Exception, match=r"proposal\.not_public"):
        await answers.take(desk.officer, hidden, desk.office, "", 0, at=clock.now())
    await sign_in(browser, desk.officer)
    assert "Nascosta" not in (await browser.get("/gestione/risposte")).text
    assert "Prendi in carico questa proposta" not in (await browser.get(f"/proposte/{hidden}")).text
