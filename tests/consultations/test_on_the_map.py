# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proposals on a map: the list and the points are the same proposals, and a list may begin from an address."""

import json
import re

import httpx
import pytest

from deliberation import clock
from deliberation.actor import COMMAND_LINE, VISITOR
from deliberation.places import base_map
from deliberation.places.base_files import Layer
from deliberation.places.tables import HouseNumber, Street
from deliberation.proposals import queries
from deliberation.proposals.tables import Proposal
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal, post, sign_in

HERE = "/consultazioni/bilancio-2026"


@pytest.fixture
async def world(database: None) -> World:
    world = await a_city()
    held = await a_consultation(world, neighbourhoods=(world.navile, world.savena))
    author = await a_person(world.navile)
    for title, longitude in (("A ovest", 11.31), ("A est", 11.39), ("Senza punto", None), ("Nascosta", 11.30)):
        point = {"longitude_e6": round(longitude * 1e6), "latitude_e6": 44_450_000} if longitude else {}
        await a_proposal(held, author, neighbourhood=world.navile, title=title, **point)
    await Proposal.update({Proposal.hidden_at: NOON, Proposal.state: "on_ballot"}).where(Proposal.title == "Nascosta")
    street = Street(municipality=world.city, code="1", name="Via Lunga", plain_name="via lunga")
    await street.save()
    await HouseNumber.insert(HouseNumber(street=street.id, number=3, suffix="", lon=11.30, lat=44.45))
    return world


async def test_points_are_those_of_what_may_be_read(world: World) -> None:
    assert [point.title for point in await queries.points(VISITOR)] == ["A est", "A ovest"]
    assert [point.longitude for point in await queries.points(VISITOR, query="ovest")] == [11.31]
    assert await queries.points(VISITOR, consultation="altra") == ()


async def test_a_list_begins_with_the_nearest_and_a_hidden_point_does_not_count(world: World) -> None:
    found = await queries.proposals(VISITOR, at=NOON, near=(11.30, 44.45))
    assert [card.title for card in found.items] == ["A ovest", "A est", "Nascosta", "Senza punto"]
    found = await queries.proposals(VISITOR, at=NOON, near=(11.40, 44.45), size=1, page=2)
    assert [card.title for card in found.items] == ["A ovest"]


@pytest.mark.parametrize("path", [HERE, "/proposte"])
async def test_list_and_map_stand_together_without_a_script(
    browser: httpx.AsyncClient, world: World, path: str
) -> None:
    text = (await browser.get(f"{path}?vicino=via%20lunga%203")).text
    assert "2 proposte sulla mappa" in text
    assert text.count('<circle class="point"') == 2
    assert "Prima le proposte più vicine a Via Lunga 3" in text
    assert text.index(">A ovest<") < text.index(">A est<")
    assert 'data-near="11.3 44.45"' in text
    unknown = (await browser.get(f"{path}?vicino=via%20ignota")).text
    assert "Non troviamo l'indirizzo «via ignota»" in unknown
    assert 'value="via ignota"' in unknown


@pytest.mark.parametrize("path", [HERE, "/proposte", f"{HERE}/proposte/nuova/luogo"])
async def test_until_the_map_opens_the_labelled_drawing_stands_there_and_says_whose_data_it_is(
    browser: httpx.AsyncClient, world: World, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    line = {"type": "LineString", "coordinates": [[11.31, 44.45], [11.38, 44.45]]}
    street = {"properties": {"name": "Via del Prato", "class": "main"}, "geometry": line}
    await base_map.load_layer(
        COMMAND_LINE, Layer.STREETS, json.dumps({"features": [street]}).encode(), at=NOON, attribution="Comune, CC BY"
    )
    await sign_in(browser, await a_person(world.navile))
    step = f"{HERE}/proposte/nuova/testo"
    await post(browser, step, step, version="0", step="text", title="Un albero", body="All'ombra si sta meglio.")
    text = (await browser.get(path)).text
    box = text[text.index("data-moving-map") :]
    assert 'src="/fondi/' in box
    assert ">Navile<" in box
    assert '<p class="map-source" lang="it">Comune, CC BY</p>' in box
    west, south, east, north = map(float, box[box.index('data-bounds="') + 13 :].split('"')[0].split())
    assert west < 11.30 < 11.39 < east
    assert south < 44.45 < north


async def test_a_point_lies_on_the_drawing_where_it_is_in_the_city(browser: httpx.AsyncClient, world: World) -> None:
    box = (await browser.get("/proposte")).text.split("data-moving-map")[1]
    west, _, east, _ = map(float, box[box.index('data-bounds="') + 13 :].split('"')[0].split())
    found = sorted(float(x) for x in re.findall(r'<circle class="point" cx="([\d.]+)"', box))
    assert found == pytest.approx([(lon - west) / (east - west) * 700 for lon in (11.31, 11.39)], abs=0.1)


async def test_the_script_gets_the_points_of_the_same_filters(browser: httpx.AsyncClient, world: World) -> None:
    found = (await browser.get("/proposte/punti?q=ovest&consultazione=bilancio-2026")).json()
    assert [(one["title"], one["longitude"], one["latitude"]) for one in found] == [("A ovest", 11.31, 44.45)]
    assert found[0]["path"].startswith("/proposte/")


async def test_a_page_without_a_point_has_no_map(browser: httpx.AsyncClient, world: World) -> None:
    await Proposal.update({Proposal.latitude_e6: None, Proposal.longitude_e6: None}).where(Proposal.id > 0)
    for path in (HERE, "/proposte", "/", "/consultazioni", "/quartieri/navile", "/accesso"):
        text = (await browser.get(path)).text
        assert "data-moving-map" not in text
        assert "maplibre" not in text
        assert "/vendor/map-" not in text
        assert "plotly" not in text
