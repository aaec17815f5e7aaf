# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is printed of a consultation can be had by everybody who may see it, as long as there is something to do."""

from datetime import timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Role
from tests.world import NOON, a_city, a_consultation, a_person, sign_in


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


async def test_a_committee_finds_the_sheets_on_the_page_and_reads_in_text_what_they_say(
    browser: httpx.AsyncClient,
) -> None:
    world = await a_city()
    await a_consultation(world, ("proposing", -24, 24), ("voting", 48, 96), ballot_kind="approval")
    here = "/consultazioni/bilancio-2026"
    assert f"{here}/stampa" in (await browser.get(here)).text
    page = (await browser.get(f"{here}/stampa")).text
    for words in ("Comune di Bologna", "Bilancio di Navile 2026", "Che cosa serve al quartiere?", "Può votare chi ha"):
        assert words in page, words
    for name in ("locandina-a3", "locandina-a4", "volantino-a5", "pieghevole-a4"):
        assert f"{here}/stampa/{name}.pdf" in page
    assert "girando il foglio sul lato corto" in page
    folded = await browser.get(f"{here}/stampa/pieghevole-a4.pdf")
    assert folded.content.startswith(b"%PDF")
    sheet = await browser.get(f"{here}/stampa/volantino-a5.pdf")
    assert sheet.headers["content-type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF")
    assert "bilancio-2026-volantino-a5.pdf" in sheet.headers["content-disposition"]
    for wrong in ("locandina-a2.pdf", "locandina-a4", "locandina-a4.svg", "..%2f..%2fx.pdf"):
        assert (await browser.get(f"{here}/stampa/{wrong}")).status_code == 404


async def test_nobody_prints_a_draft_but_the_office_nor_what_is_over(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await a_city()
    await a_consultation(world, state="draft")
    path = "/consultazioni/bilancio-2026/stampa/locandina-a4.pdf"
    assert (await browser.get(path)).status_code == 404
    assert (await browser.get("/consultazioni/bilancio-2026/stampa")).status_code == 404
    await sign_in(browser, await a_person(None, Role.OFFICE))
    assert (await browser.get("/consultazioni/bilancio-2026/stampa")).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=9))
    await a_consultation(world, slug="finita", title="Finita")
    assert "non c'è più niente" in (await browser.get("/consultazioni/finita/stampa")).text.replace("&#39;", "'")
    assert (await browser.get("/consultazioni/finita/stampa/locandina-a4.pdf")).status_code == 404
