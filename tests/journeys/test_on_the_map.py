# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A point is chosen by address without a script, by tap and by keyboard; list and map go together; without WebGL the
drawing stays. No request leaves the host and nothing breaks the content policy: both are faults of a visitor."""

import re
import subprocess
import sys
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.places import IDEAS, RESIDENT
from tests.journeys.servers import Server
from tests.journeys.visitors import DESK, FLAGS, PHONE, Visitor, visitor

WITH_WEBGL = [
    *(flag for flag in FLAGS if flag != "--disable-gpu"),
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
PLACE = f"{IDEAS}/proposte/nuova/luogo"
# A few doors of the city's register, where the demonstration has none.
DOORS = """
import asyncio
from deliberation import clock, database
from deliberation.actor import COMMAND_LINE
from deliberation.places.loads import loading
from deliberation.places.loads.differences import Kind
from deliberation.places.loads.options import NumberOptions
FILE = b"via;civico;x;y\\nVIA SARAGOZZA;12;11.33716;44.49010\\nVIA SARAGOZZA;14;11.33698;44.49006\\n"
async def load():
    async with database.opened():
        if not await database.rows("SELECT 1 AS one FROM house_number LIMIT 1"):
            columns = NumberOptions("via", "civico", "x", "y")
            await loading.apply(COMMAND_LINE, Kind.NUMBERS, FILE, columns, at=clock.now())
asyncio.run(load())
"""


@pytest.fixture(scope="module")
def town(server: Server) -> Server:
    """The demonstration with doors, and the tiles of its map."""
    subprocess.run([sys.executable, "-c", DOORS], env=server.environment, cwd=server.root, check=True, timeout=120)
    server.rione("map", "tiles")
    return server


@pytest.fixture(scope="module")
def with_webgl(browser_program: Browser, chromium: str) -> Iterator[Browser]:
    browser = browser_program.browser_type.launch(executable_path=chromium, args=WITH_WEBGL)
    yield browser
    browser.close()


def _writing(person: Visitor) -> None:
    """At the step of the place, with a draft that is not sent."""
    person.sign_in(*RESIDENT)
    person.page.goto(f"{person.address}{IDEAS}/proposte/nuova/testo")
    person.page.get_by_label("Titolo").fill(f"Un albero in più {uuid4().hex[:6]}")
    person.page.get_by_label("La tua idea").fill("D'estate il marciapiede scotta: serve un albero.")
    person.page.get_by_role("button", name="Continua").click()
    person.page.wait_for_url("**/luogo")


def _field(person: Visitor, name: str) -> str:
    return person.page.locator(f"[name={name}]").input_value()


def _open_map(person: Visitor) -> None:
    person.page.get_by_role("button", name="Apri la mappa").click()
    person.page.locator("[data-moving-map][data-ready='1']").wait_for(timeout=60_000)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
def test_an_address_is_chosen_without_a_script(town: Server, browser_program: Browser, size: tuple[int, int]) -> None:
    person = visitor(browser_program, town.address, DESK)
    _writing(person)
    cookies = person.page.context.cookies()
    person.page.context.close()
    without = browser_program.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="it-IT", java_script_enabled=False
    )
    without.add_cookies(cookies)  # type: ignore[arg-type]
    page = without.new_page()
    page.goto(town.address + PLACE)
    page.get_by_label("Via e numero").fill("saragozza 12")
    page.get_by_role("button", name="Cerca l'indirizzo").click()
    page.get_by_label("Via Saragozza 12", exact=True).check()
    page.get_by_role("button", name="Continua").click()
    page.wait_for_url("**/costo")
    page.goto(town.address + PLACE)
    expect(page.get_by_text("Il punto: Via Saragozza 12")).to_be_visible()
    assert page.get_by_label("Quartiere").input_value() == "malpighi"
    without.close()
    assert person.faults == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_point_is_chosen_by_suggestion_by_tap_and_by_keyboard(
    town: Server, with_webgl: Browser, size: tuple[int, int]
) -> None:
    person = visitor(with_webgl, town.address, size)
    _writing(person)
    page, status = person.page, person.page.locator("[data-map-status]")
    page.get_by_label("Via e numero").press_sequentially("saragozza 12")
    page.get_by_role("option", name="Via Saragozza 12", exact=True).wait_for()
    person.look_as_it_is()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(status).to_contain_text("Via Saragozza 12 · Malpighi")
    expect(page.locator("[name=place_label]")).to_have_value("Via Saragozza 12")
    by_address = _field(person, "longitude")
    _open_map(person)
    person.look_as_it_is()
    canvas = page.get_by_role("region", name="Mappa per scegliere il punto")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2 - 40, box["y"] + box["height"] / 2)
    expect(page.locator("[name=longitude]")).not_to_have_value(by_address)
    by_tap = _field(person, "longitude")
    assert float(by_tap) < float(by_address)
    canvas.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)  # the map glides
    page.keyboard.press("Enter")
    expect(page.locator("[name=longitude]")).not_to_have_value(by_tap)
    assert float(_field(person, "longitude")) > float(by_address)
    page.get_by_role("button", name="Continua").click()
    page.wait_for_url("**/costo")
    page.context.close()
    assert person.faults == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
def test_the_home_page_suggests_addresses_and_one_is_taken_with_the_keyboard(
    town: Server, browser_program: Browser, size: tuple[int, int]
) -> None:
    person = visitor(browser_program, town.address, size)
    person.go("/")
    field = person.page.get_by_label("La tua via e il numero")
    field.press_sequentially("saragozza 12")
    person.page.get_by_role("option", name="Via Saragozza 12", exact=True).wait_for()
    person.look()
    field.press("ArrowDown")
    field.press("Enter")
    person.page.wait_for_url("**/trova-il-tuo-quartiere**")
    person.sees("È nel quartiere Malpighi")
    assert person.faults == []


def test_list_and_map_go_together(town: Server, with_webgl: Browser) -> None:
    person = visitor(with_webgl, town.address, DESK)
    _writing(person)
    page = person.page
    page.get_by_label("Via e numero").press_sequentially("saragozza 14")
    page.get_by_role("option", name="Via Saragozza 14", exact=True).click()
    expect(page.locator("[data-map-status]")).to_contain_text("Via Saragozza 14")
    page.get_by_role("button", name="Continua").click()
    page.wait_for_url("**/costo")
    page.get_by_role("button", name="Continua").click()
    page.get_by_role("link", name="Continua").click()
    page.get_by_role("button", name="Manda la proposta").click()
    page.wait_for_url(re.compile(r"/proposte/\w+$"))
    title = page.locator("h1").inner_text()
    person.go(f"{IDEAS}?vicino=via+saragozza+14")
    assert page.locator(".card-proposal a").first.inner_text() == title
    _open_map(person)
    person.look()
    page.locator(".card-proposal").first.hover()
    expect(page.locator("[data-map-status]")).to_have_text(title)
    expect(page.locator(".card-proposal a[aria-current]")).to_have_text(title)
    page.context.close()
    assert person.faults == []


def test_without_webgl_the_drawing_takes_the_point(town: Server, browser_program: Browser, chromium: str) -> None:
    browser = browser_program.browser_type.launch(executable_path=chromium, args=[*FLAGS, "--disable-3d-apis"])
    person = visitor(browser, town.address, PHONE)
    _writing(person)
    page = person.page
    page.locator("[data-moving-map][data-ready='drawing']").wait_for()
    expect(page.get_by_role("button", name="Apri la mappa")).to_be_hidden()
    person.look()
    drawing = page.locator("[data-point-map]")
    drawing.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-map-status]")).to_contain_text("Il punto:")
    assert _field(person, "latitude").startswith("44.")
    browser.close()
    assert person.faults == []
