# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Maps on pages: the ground that browsers keep, a new layer that is noticed, words beside every drawing."""

import json
import re
from typing import Any

import httpx
import pytest

from deliberation import clock
from deliberation.actor import COMMAND_LINE, Role
from deliberation.places import base_map
from deliberation.places.base_files import Layer
from tests.world import (
    NOON,
    World,
    a_city,
    a_consultation,
    a_person,
    a_proposal,
    another_place,
    post,
    sign_in,
    token_of,
)
from web.http import recent

STREETS = json.dumps(
    {
        "features": [
            {
                "properties": {"name": "Via del Prato", "class": "main"},
                "geometry": {"type": "LineString", "coordinates": [[11.31, 44.45], [11.34, 44.45]]},
            }
        ]
    }
).encode()


@pytest.fixture
async def world(database: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(recent.Recent.__init__, "__defaults__", (0.0,))  # what a minute later would show
    return await a_city()


async def load(source: str = "Comune, CC BY 4.0") -> None:
    await base_map.load_layer(COMMAND_LINE, Layer.STREETS, STREETS, at=NOON, attribution=source)


async def send(browser: httpx.AsyncClient, layer: str, texts: dict[str, Any], files: dict[str, Any]) -> httpx.Response:
    page = f"/gestione/territorio/mappa/{layer}"
    data = {"_csrf": await token_of(browser, page), **texts}
    return await browser.post(page, data=data, files=files, headers={"sec-fetch-site": "same-origin"})


def ground_of(page: str) -> str:
    found = re.search(r'<img src="(/fondi/[^"]+)"', page)
    assert found
    return found[1]


async def test_the_ground_is_kept_by_browsers_until_the_map_changes(world: World, browser: httpx.AsyncClient) -> None:
    before = ground_of((await browser.get("/quartieri/navile")).text)
    first = await browser.get(before)
    assert (first.status_code, first.headers["content-type"]) == (200, "image/svg+xml")
    assert "immutable" in first.headers["cache-control"]
    assert "set-cookie" not in first.headers
    await load()
    after = ground_of((await browser.get("/quartieri/navile")).text)
    assert after != before
    assert "Via del Prato" in (await browser.get("/quartieri/navile")).text
    late = await browser.get(before)
    assert (late.status_code, late.headers["cache-control"]) == (200, "no-cache")
    assert late.content == (await browser.get(after)).content != first.content


@pytest.mark.parametrize("name", ["quartiere-altrove-700.svg", "quartiere-navile-500.svg", "citta-700.png", "x"])
async def test_there_is_no_other_picture(world: World, browser: httpx.AsyncClient, name: str) -> None:
    assert (await browser.get(f"/fondi/v/{name}")).status_code == 404


async def test_the_ground_comes_packed_to_who_can_read_it(world: World, browser: httpx.AsyncClient) -> None:
    address = "/fondi/v/citta-336.svg"
    plain = await browser.get(address, headers={"accept-encoding": "identity"})
    packed = await browser.get(address, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text


async def test_under_each_map_stands_whose_data_it_is(world: World, browser: httpx.AsyncClient) -> None:
    await load("Base: Comune di <Prova>")
    for path in ("/", "/quartieri", "/quartieri/navile"):
        text = (await browser.get(path)).text
        assert "Base: Comune di &lt;Prova&gt;" in text
        assert text.count('class="map-sheet"') == text.count('class="map-source"')


async def test_a_neighbourhood_has_its_map_and_its_neighbours_as_links(
    world: World, browser: httpx.AsyncClient
) -> None:
    text = (await browser.get("/quartieri/navile", headers={"accept-language": "it"})).text
    assert "Navile sulla mappa" in text
    assert 'alt="Mappa di Navile.' in text
    assert '<a href="/quartieri/savena">Savena</a>' in text


async def test_a_consultation_shows_its_neighbourhood_or_its_neighbourhoods(
    world: World, browser: httpx.AsyncClient
) -> None:
    await another_place(world)
    for slug, places in (("una", (world.navile,)), ("due", (world.navile, world.savena)), ("tutte", ())):
        await a_consultation(world, slug=slug, neighbourhoods=places)
    one, two, all_of_them = [(await browser.get(f"/consultazioni/{slug}")).text for slug in ("una", "due", "tutte")]
    for page, here in ((one, 1), (two, 2)):
        assert page.count(' here"') == here
    assert ' here"' not in all_of_them
    assert not any("/fondi/" in page for page in (one, two, all_of_them))  # an outline: no picture is loaded


async def test_a_proposal_shows_the_streets_around_its_point(world: World, browser: httpx.AsyncClient) -> None:
    held = await a_consultation(world)
    point = {"latitude_e6": 44_450_000, "longitude_e6": 11_325_000}
    address = f"/proposte/{await a_proposal(held, neighbourhood=world.navile, **point)}"
    assert "quartiere-navile-336.svg" in (await browser.get(address)).text
    await load()
    text = (await browser.get(address, headers={"accept-language": "it"})).text
    assert 'role="img" aria-labelledby="v-title v-words"' in text
    assert "Si leggono: Via del Prato." in text
    assert "style=" not in text[text.index("map-sheet") : text.index("</figure>", text.index("map-sheet"))]


async def test_the_office_puts_a_layer_on_the_map_and_takes_it_off(world: World, browser: httpx.AsyncClient) -> None:
    await sign_in(browser, await a_person(None, Role.OFFICE))
    home = "/gestione/territorio/mappa"
    assert "Senza strati restano i confini" in (await browser.get(home)).text
    file = {"file": ("vie.geojson", STREETS)}
    answer = await send(browser, "strade", {"attribution": "Comune di Prova"}, file)
    assert (answer.status_code, answer.headers["location"]) == (303, home)
    text = (await browser.get(home)).text
    assert "Lo strato è sulla mappa." in text
    assert "1 forma" in text
    assert text.count("Comune di Prova") == 1  # under both maps, and once for all layers that come from there
    file = {
        "file": (
            "parchi.geojson",
            STREETS.replace(b"LineString", b"Polygon")
            .replace(b"[[11.31", b"[[[11.3, 44.4], [11.31")
            .replace(b"44.45]]", b"44.45], [11.3, 44.4]]]"),
        )
    }
    assert (await send(browser, "parchi", {"attribution": "Provincia"}, file)).status_code == 303
    text = (await browser.get(home)).text
    assert (text.count("Comune di Prova"), text.count("Provincia")) == (2, 2)  # and at each layer where they differ
    assert ">Via del Prato<" in text
    assert 'value="Comune di Prova"' in (await browser.get(f"{home}/strade")).text
    await post(browser, home, f"{home}/strade/togli")
    assert ">Via del Prato<" not in (await browser.get(home)).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Scegli il file da caricare."),
        ({"file": ("x.geojson", b"{")}, "Il file non si legge."),
        ({"file": ("x.geojson", STREETS), "name_column": "toponimo"}, "Ci sono: name, class."),
        ({"file": ("x.geojson", STREETS.replace(b"11.3", b"686000")), "system": ""}, "Scegli il sistema del file"),
    ],
)
async def test_a_file_that_is_refused_says_why_and_keeps_what_was_typed(
    world: World, browser: httpx.AsyncClient, fields: dict[str, Any], said: str
) -> None:
    await sign_in(browser, await a_person(None, Role.OFFICE))
    texts = {"attribution": "Comune di Prova"} | {k: v for k, v in fields.items() if isinstance(v, str)}
    files = {name: value for name, value in fields.items() if name not in texts} or {"other": ("", b"")}
    answer = await send(browser, "strade", texts, files)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Comune di Prova"' in answer.text
    assert await base_map.layers() == []


async def test_only_the_office_of_the_whole_city_may_load(world: World, browser: httpx.AsyncClient) -> None:
    await sign_in(browser, await a_person(None, Role.OFFICE, over=world.navile))
    text = (await browser.get("/gestione/territorio/mappa")).text
    assert "/gestione/territorio/mappa/strade" not in text
    answer = await send(browser, "strade", {}, {"file": ("vie.geojson", STREETS)})
    assert answer.status_code == 403
