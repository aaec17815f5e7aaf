# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What changes while somebody writes: the session ends, the phase closes. What was typed is still there."""

from html import unescape
from urllib.parse import quote

import httpx
import pytest

from deliberation import clock
from deliberation.consultations.tables import Phase
from deliberation.database import rows
from tests.hostile.forms import OWN, discover, read
from tests.hostile.test_forms import enter, send, starts
from tests.hostile.towns import a_town

TYPED = "Testo scritto con cura, «perché» conta"


@pytest.mark.parametrize("who", ["resident", "moderator", "office"])
async def test_a_session_that_ends_while_writing_loses_nothing_in_any_form(
    browser: httpx.AsyncClient, who: str
) -> None:
    town = await a_town()
    person = town.people()[who]
    await enter(browser, person)
    forms, _ = await discover(browser, *starts(town, who))
    anyone = ("/vota", "/valutazione")  # a ballot is kept elsewhere; a page is rated without a session
    forms = [f for f in forms if f.method == "POST" and f.typed - {"email"} and not any(a in f.action for a in anyone)]
    assert len(forms) >= 3
    wrong = []
    for form in forms:
        token = await enter(browser, person)
        await rows("DELETE FROM session")
        names = sorted(name for name in form.typed if "password" not in name)
        answer = await send(browser, form, token, {name: f"{TYPED} {name}".encode() for name in names})
        text = unescape(answer.text)
        if answer.status_code != 403 or not all(f"{TYPED} {name}" in text for name in names):
            wrong.append((form.action, answer.status_code))
        again = [f for f in read(form.page, answer.text)[0] if f.action == form.action]
        if not again:
            wrong.append((form.action, 0))  # no button to send again
    assert wrong == []


async def close_phases() -> None:
    await Phase.update({Phase.closes_at: clock.now()}).where(Phase.kind == "proposing")


async def test_a_phase_that_closes_while_writing_keeps_the_comment(browser: httpx.AsyncClient) -> None:
    town = await a_town()
    token = await enter(browser, town.resident)
    await close_phases()
    body = f"_csrf={token}&token=prova1&body={quote(TYPED)}"
    answer = await browser.post(f"/proposte/{town.others}/commenti", content=body, headers=OWN)
    assert answer.status_code in (409, 422)
    assert TYPED in unescape(answer.text)


@pytest.mark.parametrize("step", ["/testo", "/luogo", "/costo", "/riepilogo"])
async def test_a_phase_that_closes_while_proposing_keeps_the_draft(browser: httpx.AsyncClient, step: str) -> None:
    town = await a_town()
    token = await enter(browser, town.resident)
    here = "/consultazioni/idee/proposte/nuova"
    (form, *_) = [f for f in read(here, (await browser.get(f"{here}/testo")).text)[0] if f.action == f"{here}/testo"]
    kept = await send(browser, form, token, {"title": TYPED.encode(), "body": TYPED.encode()})
    assert kept.status_code == 303
    (form, *_) = [f for f in read(here, (await browser.get(here + step)).text)[0] if f.action == here + step]
    await close_phases()
    answer = await send(browser, form, token, {})
    assert answer.status_code in (200, 303, 409, 422)
    page = await browser.get(answer.headers["location"]) if answer.status_code == 303 else answer
    drafts = await browser.get("/proposte/bozze")
    assert TYPED in unescape(page.text) or TYPED in unescape(drafts.text)
    own = await rows("SELECT title FROM proposal WHERE author = {} AND state = 'draft'", town.resident.id)
    assert TYPED in [row["title"] for row in own]


async def test_a_phase_that_closes_while_revising_keeps_the_text(browser: httpx.AsyncClient) -> None:
    town = await a_town()
    token = await enter(browser, town.resident)
    here = f"/proposte/{town.own}/modifica"
    (form, *_) = [f for f in read(here, (await browser.get(here)).text)[0] if f.action == here]
    await close_phases()
    answer = await send(browser, form, token, {"body": TYPED.encode()})
    assert answer.status_code in (409, 422)
    assert TYPED in unescape(answer.text)
