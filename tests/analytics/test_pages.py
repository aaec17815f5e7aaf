# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The dashboards as pages: who may open them, what the filter answers, which files they give."""

import csv
import io
import re
from datetime import timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Role
from deliberation.consultations.tables import Consultation, ConsultationNeighbourhood, Phase
from deliberation.places.tables import Neighbourhood
from tests.analytics.town import a_town
from tests.world import a_city, a_person, sign_in


@pytest.fixture
async def council(browser: httpx.AsyncClient) -> httpx.AsyncClient:
    """A councillor's browser over the town."""
    await a_town()
    await sign_in(browser, await a_person(None, Role.COUNCILLOR))
    return browser


async def test_visitors_are_sent_to_sign_in_and_residents_are_refused(browser: httpx.AsyncClient) -> None:
    await a_town()
    paths = ("/cruscotti", "/cruscotti/colli", "/cruscotti/figure/votanti.json", "/cruscotti/colli/tabella/votanti.csv")
    for path in paths:
        assert (await browser.get(path)).status_code == 303
    await sign_in(browser, await a_person(None))
    for path in paths:
        assert (await browser.get(path)).status_code == 403


async def test_the_office_opens_them_too(browser: httpx.AsyncClient) -> None:
    await a_town()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    assert (await browser.get("/cruscotti")).status_code == 200


async def test_the_filter_keeps_what_was_chosen(council: httpx.AsyncClient) -> None:
    page = (await council.get("/cruscotti?consultazione=bilancio&dal=2026-01-01")).text
    assert '<option value="bilancio" selected>' in page
    assert 'value="2026-01-01"' in page
    assert "/cruscotti/figure/votanti.json?consultazione=bilancio&amp;dal=2026-01-01" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("dal=2026-02-30", "Questa data non esiste"),
        ("dal=ieri", "Questa data non esiste"),
        ("dal=2026-03-02&al=2026-03-01", "La fine viene prima dell&#39;inizio"),
        ("consultazione=inventata", "Questa consultazione qui non c&#39;è"),
        ("consultazione=bozza", "Questa consultazione qui non c&#39;è"),
    ],
)
async def test_a_wrong_filter_is_told_and_kept(council: httpx.AsyncClient, query: str, words: str) -> None:
    answer = await council.get(f"/cruscotti?{query}")
    assert answer.status_code == 422
    assert words in answer.text


async def test_a_file_holds_the_numbers_of_the_figure(council: httpx.AsyncClient) -> None:
    answer = await council.get("/cruscotti/tabella/votanti.csv?consultazione=bilancio")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="votanti.csv"'
    assert answer.text.startswith("\ufeffQuartiere,Schede,Potevano votare,Affluenza,")
    drawn = (await council.get("/cruscotti/figure/votanti.json?consultazione=bilancio")).json()["data"][0]
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))[1:]
    assert [row[5] for row in rows] == [f"{x:.6f}" if x is not None else "" for x in drawn["x"]]
    assert next(row for row in rows if row[0] == "Savena")[1:] == ["nascosto", "nascosto", "", "", "", "", ""]


async def test_unknown_figures_and_places_are_not_found(council: httpx.AsyncClient) -> None:
    for path in (
        "/cruscotti/atlantide",
        "/cruscotti/figure/nessuna.json",
        "/cruscotti/figure/mappa.json",
        "/cruscotti/atlantide/figure/votanti.json",
    ):
        assert (await council.get(path)).status_code == 404
    assert (await council.get("/cruscotti/figure/mappa.csv")).status_code == 422


async def test_the_map_is_drawn_by_the_server_with_words_and_textures_beside_its_table(
    council: httpx.AsyncClient,
) -> None:
    page = (await council.get("/cruscotti")).text
    part = page.split('id="figura-mappa"', 1)[1].split("</details>", 1)[0]
    assert "data-figure" not in part
    colli = re.search(
        r'<a href="/cruscotti/colli"[^>]*><path class="map-area" fill="url\(#(level-\d)\)"[^>]*>(.*?)<', part
    )
    assert colli
    assert colli[1] == "level-5"
    assert "<title>Colli: 150</title>" in part
    for level in re.findall(r'fill="url\(#(level-\d)\)"', part):
        assert f'<pattern id="{level}"' in part
    assert len(set(re.findall(r'class="texture-\d" d="([^"]*)"', part))) == 6  # no two levels alike
    assert "fino a 150" in part
    assert '<a href="/cruscotti/colli">Colli</a>' in page  # and beside it the table has the same numbers


async def test_a_dashboard_without_a_drawing_loads_no_plotly(browser: httpx.AsyncClient) -> None:
    await a_city()
    await sign_in(browser, await a_person(None, Role.COUNCILLOR))
    page = (await browser.get("/cruscotti")).text
    assert "data-figure" not in page
    assert "plotly" not in page


async def test_the_page_shows_no_hidden_number(council: httpx.AsyncClient) -> None:
    page = (await council.get("/cruscotti?consultazione=bilancio")).text
    rows = [part.split("</tr>", 1)[0] for part in re.split(r'scope="row"[^>]*>(?:<a[^>]*>)?Savena<', page)[1:]]
    assert len(rows) > 1  # in the table of zones and under the figures
    for row in rows[:2]:
        assert "nascosto" in row
    for row in rows:
        assert ">2<" not in row
        assert "> 2<" not in row


async def test_a_figure_of_a_neighbourhood_has_its_own_address(council: httpx.AsyncClient) -> None:
    page = (await council.get("/cruscotti/colli")).text
    assert "/cruscotti/colli/figure/confronti-piazza.json" in page
    assert 'id="zone"' not in page  # the table of all zones is the city's
    answer = await council.get("/cruscotti/colli/figure/confronti-piazza.json")
    assert answer.json()["data"][0]["type"] == "heatmap"


async def test_a_result_leads_to_its_public_page(council: httpx.AsyncClient) -> None:
    page = (await council.get("/cruscotti?consultazione=bilancio")).text
    assert '<a href="/consultazioni/bilancio/risultato">' in page


WHOLE = "almeno 10<br><small>di tutti i quartieri che votano</small>"


@pytest.mark.parametrize(
    ("asked", "said", "unsaid"),
    [
        ("only Corticella", (), ("", "/corticella")),
        ("Corticella and Marconi", ("/corticella", "/marconi"), ("",)),
        ("the whole city", ("/corticella", "/colli"), ("",)),
    ],
)
async def test_a_neighbourhood_reads_that_the_ballots_of_an_open_vote_are_not_only_its_own(
    council: httpx.AsyncClient, asked: str, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    await Phase.update({Phase.closes_at: clock.now() + timedelta(days=1)}).where(Phase.kind == "voting")
    if asked == "Corticella and Marconi":
        [marconi] = await Neighbourhood.select(Neighbourhood.id).where(Neighbourhood.slug == "marconi")
        [opened] = await Consultation.select(Consultation.id).where(Consultation.slug == "panchine")
        await ConsultationNeighbourhood(consultation=opened["id"], neighbourhood=marconi["id"]).save()
    if asked == "the whole city":
        await Consultation.update({Consultation.city_wide: True}).where(Consultation.slug == "panchine")
    for place in (*said, *unsaid):
        page = " ".join((await council.get(f"/cruscotti{place}")).text.split())  # as a browser reads it
        assert "<span>almeno 10" in page
        assert (WHOLE in page) == (place in said), place
