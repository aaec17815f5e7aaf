# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of zones and the findings: what the figures publish and nothing more, in any order that is asked for."""

import re
from datetime import timedelta
from itertools import product
from random import Random

import httpx
import pytest

from analytics import dashboards
from analytics.dashboards import Dashboard
from analytics.disclosure import HIDDEN, THRESHOLD
from analytics.figures.tables import known
from analytics.figures.zones import Zones
from analytics.filters import Filter
from deliberation.actor import Role
from tests.analytics.test_attacks import WEEKS, scattered_supports, scattered_votes
from tests.analytics.town import NOW, a_town
from tests.world import a_city, a_person, sign_in
from web.words.speech import Speech

ITALIAN = Speech("it")
# A column of the table → the figure and its column that publish the same number.
SAME = {
    "schede": ("votanti", 1),
    "affluenza": ("votanti", 3),
    "mille": ("votanti", 5),
    "proposte": ("voci", 1),
    "sostegni": ("voci", 2),
    "commenti": ("voci", 3),
    "account": ("iscritti", 1),
}
PERIODS = [(None, None), *((week, week + timedelta(days=6)) for week in WEEKS)]


async def city(filter: Filter) -> tuple[Dashboard, Zones]:
    found = await dashboards.city(filter, ITALIAN, at=NOW)
    assert found.zones is not None
    return found, found.zones


@pytest.mark.parametrize("seed", range(2))
async def test_the_table_has_no_number_that_the_figures_do_not_publish(database: None, seed: int) -> None:
    """So that what test_attacks.py says of the files holds for the table too."""
    await a_town(comments=0)
    await scattered_supports(Random(seed))
    await scattered_votes(Random(seed))
    compared = 0
    for slug, (since, until) in product(("", "bilancio", "piazza", "uno"), PERIODS):
        found, table = await city(Filter(slug, since, until))
        published = {figure.key: {row[0]: row for row in figure.rows} for figure in found.figures()}
        for at, column in enumerate(table.columns):
            for row in table.rows:
                cell = row.cells[at]
                if column.key == "sostegni":
                    assert cell is HIDDEN or not 0 < (known(cell) or 0) < THRESHOLD
                if column.key not in SAME or (figure := published.get(SAME[column.key][0])) is None:
                    continue
                said = figure[row.name][SAME[column.key][1]] if row.name in figure else None
                hidden = row.name in figure and HIDDEN in figure[row.name][1:3] and SAME[column.key][0] == "votanti"
                assert cell == said or (cell in (None, 0) and said is None) or (cell is HIDDEN and hidden), column.key
                compared += 1
    assert compared > 200


async def test_accounts_of_today_are_left_out_where_something_else_is_asked_for(database: None) -> None:
    await a_town()
    assert "account" in {column.key for column in (await city(Filter()))[1].columns}
    assert "account" not in {column.key for column in (await city(Filter("bilancio")))[1].columns}


async def test_any_column_sorts_and_what_is_hidden_stays_last(database: None) -> None:
    await a_town()
    _, table = await city(Filter("bilancio"))
    assert (table.key, table.is_descending) == ("mille", True)
    for at, column in enumerate(table.columns):
        for is_descending in (True, False):
            found = table.sorted(column.key, is_descending=is_descending)
            cells = [known(row.cells[at]) for row in found.rows]
            values = [cell for cell in cells if cell is not None]
            assert cells[: len(values)] == sorted(values, reverse=is_descending)
            assert {row.slug for row in found.rows} == {row.slug for row in table.rows}
    assert HIDDEN in table.sorted("schede", is_descending=False).rows[-1].cells
    assert "I numeri piccoli sono nascosti" in table.note
    names = [row.name for row in table.rows]
    assert [row.name for row in table.sorted("zona", is_descending=True).rows] == sorted(names, reverse=True)
    assert table.sorted("altezza", is_descending=True) is table


async def test_equal_zones_stand_by_name_whichever_way(database: None) -> None:
    await a_town()
    _, table = await city(Filter("bilancio"))
    at = [column.key for column in table.columns].index("proposte")
    for is_descending in (True, False):
        rows = [(row.cells[at], row.name) for row in table.sorted("proposte", is_descending=is_descending).rows]
        for number in {number for number, _ in rows}:
            assert (names := [name for other, name in rows if other == number]) == sorted(names)


async def test_bars_are_shares_of_the_largest_number(database: None) -> None:
    await a_town()
    _, table = await city(Filter())
    for at, column in enumerate(table.columns):
        bars = [row.bars[at] for row in table.rows]
        assert (max(bar for bar in bars if bar is not None) == 1) if column.is_drawn else set(bars) == {None}
        numbers = [known(row.cells[at]) for row in table.rows]
        most = max(number for number in numbers if number is not None)
        if column.is_drawn:
            assert bars == [None if number is None else number / most for number in numbers]
        for row in table.rows:
            assert row.cells[at] is not HIDDEN or row.bars[at] is None


async def test_a_city_without_a_vote_is_a_list_of_its_zones(database: None) -> None:
    await a_city()
    found, table = await city(Filter())
    names = [row.name for row in table.rows]
    assert names == sorted(names)
    assert {column.key for column in table.columns} == {"residenti"}
    assert found.findings == ()


async def test_three_findings_each_with_the_figure_that_shows_it(database: None) -> None:
    await a_town()
    of_colli = await dashboards.neighbourhood("colli", Filter(), ITALIAN, at=NOW)
    for found in ((await city(Filter()))[0], of_colli):
        assert len(found.findings) == 3
        assert {one.figure for one in found.findings} <= {figure.key for figure in found.figures()}
    found, _ = await city(Filter())
    rows = {row[0]: row for row in found.figure("votanti").rows}
    high, low = (ITALIAN.number(known(rows[name][5]) or 0) for name in ("Colli", "Marconi"))
    title = "In proporzione, Colli ha votato più del doppio di Marconi"
    assert found.findings[0].text == f"{title}: da {high} a {low} schede ogni 1.000 residenti."


@pytest.fixture
async def council(browser: httpx.AsyncClient) -> httpx.AsyncClient:
    await a_town()
    await sign_in(browser, await a_person(None, Role.COUNCILLOR))
    return browser


async def test_the_address_sorts_and_keeps_the_filter(council: httpx.AsyncClient) -> None:
    page = (await council.get("/cruscotti?consultazione=bilancio&ordine=-schede")).text
    part = page.split('id="zone"', 1)[1]
    assert re.search(r'class="number" aria-sort="descending">\s*<a href="([^"]*)"', part)[1] == (  # type: ignore[index]
        "/cruscotti?consultazione=bilancio&amp;ordine=schede#zone"
    )
    assert part.count("aria-sort=") == 1
    assert '<input type="hidden" name="ordine" value="-schede">' in page
    assert "Solo «Bilancio 2026»." in page
    assert "Filtri: «Bilancio 2026»" in page
    assert '<details class="filters-folded">' in page


async def test_an_order_that_nobody_knows_changes_nothing(council: httpx.AsyncClient) -> None:
    plain = (await council.get("/cruscotti")).text
    assert (await council.get("/cruscotti?ordine=-altezza")).text.split('id="zone"')[1] == plain.split('id="zone"')[1]


async def test_the_table_is_a_file_too(council: httpx.AsyncClient) -> None:
    answer = await council.get("/cruscotti/tabella/zone.csv")
    assert answer.text.startswith("\ufeffQuartiere,Residenti,Schede ogni 1.000,")
    assert (await council.get("/cruscotti/colli/tabella/zone.csv")).status_code == 404


async def test_a_wrong_filter_unfolds_the_form(council: httpx.AsyncClient) -> None:
    page = (await council.get("/cruscotti?dal=ieri")).text
    assert '<details class="filters-folded" open>' in page
    assert 'value="ieri"' in page
