# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every kind of ballot is cast by keyboard alone, by thumb on a phone, and without JavaScript."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.kinds import KINDS, OTHERS
from tests.journeys.places import APPROVAL, BUDGET, RANKING, RESIDENT
from tests.journeys.servers import Server
from tests.journeys.visitors import DESK, IS_POSTGRES, PHONE, Visitor, visitor

NEW = [f"/consultazioni/{slug}" for slug in (*KINDS, *OTHERS)]
ALL = [*NEW, BUDGET, APPROVAL, RANKING]


@pytest.fixture(scope="session")
def votes(server: Server) -> Server:
    """The journeys' server with a vote of each kind."""
    command = [sys.executable, "-m", "tests.journeys.kinds"]
    done = subprocess.run(command, env=server.environment, cwd=server.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return server


def _main(page: Page) -> Locator:
    return page.get_by_role("main")


def _focus(field: Locator) -> None:
    """By the keyboard one comes to a field in the order of the page: that it takes the focus is what is asked here."""
    field.focus()
    expect(field).to_be_focused()


def _by_keyboard(page: Page) -> None:
    """Mark the first option of whatever ballot this is."""
    for kind in ("button[aria-pressed]", "input[type=number]", "input[type=checkbox]", "input[type=radio]"):
        found = _main(page).locator(kind)
        if found.count():
            break
    first = found.first
    _focus(first)
    if kind == "input[type=number]":
        page.keyboard.press("ArrowUp")
    elif kind.startswith("button"):
        if first.get_attribute("aria-pressed") == "false":
            page.keyboard.press("Enter")
    elif not first.is_checked():
        page.keyboard.press("Space")


def _by_thumb(page: Page) -> None:
    """The same with a finger, on what is seen: a tap of at least 44 pixels."""
    for kind in (".ranking-tap", ".stepper button:last-of-type", ".scale-steps label", ".option .choice"):
        found = _main(page).locator(kind)
        if found.count():
            break
    box = found.first.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44, kind
    is_marked = "input:checked:not([value='']), [aria-pressed=true]"
    if not _main(page).locator(f".option:first-of-type :is({is_marked})").count():
        found.first.tap()


def _without_script(page: Page) -> None:
    """Numbers are typed, boxes and circles are chosen."""
    numbers, boxes = _main(page).locator("input[type=number]"), _main(page).locator("input[type=checkbox]")
    if numbers.count():
        for at in range(numbers.count()):
            numbers.nth(at).fill("1" if at == 0 else "")
    elif boxes.count():
        boxes.first.check()
    else:
        _main(page).locator("input[type=radio]").first.check(force=True)


def _recorded(page: Page, press: str = "click") -> None:
    for name in ("Rivedi e vota", "Registra il voto"):
        button = _main(page).get_by_role("button", name=name)
        if press == "Enter":
            _focus(button)
            page.keyboard.press("Enter")
        else:
            button.tap() if press == "tap" else button.click()
        page.wait_for_url(re.compile("/riepilogo$|/registrato"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Il tuo voto è registrato.")


@pytest.fixture
def someone(votes: Server, browser_program: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    size, options = request.param
    who = visitor(browser_program, votes.address, size, **options)
    who.sign_in(*RESIDENT)
    yield who
    who.page.context.close()
    assert who.faults == []


@pytest.mark.parametrize("someone", [(DESK, {})], indirect=True, ids=["1280"])
def test_every_new_kind_is_cast_by_keyboard(someone: Visitor) -> None:
    for path in NEW:
        someone.go(f"{path}/vota")
        _by_keyboard(someone.page)
        _recorded(someone.page, "Enter")


@pytest.mark.skipif(IS_POSTGRES, reason="what a thumb finds on a page does not depend on the database")
@pytest.mark.parametrize("someone", [(PHONE, {"has_touch": True})], indirect=True, ids=["360"])
def test_every_kind_is_cast_by_thumb(someone: Visitor) -> None:
    for path in ALL:
        someone.page.goto(someone.address + f"{path}/vota")
        _by_thumb(someone.page)
        someone.look()  # with something chosen
        _recorded(someone.page, "tap")


@pytest.mark.parametrize("someone", [(PHONE, {"java_script_enabled": False})], indirect=True, ids=["360"])
def test_every_kind_is_cast_without_javascript(someone: Visitor) -> None:
    for path in ALL:
        someone.page.goto(someone.address + f"{path}/vota")
        _without_script(someone.page)
        _recorded(someone.page)


@pytest.mark.parametrize("someone", [(PHONE, {"has_touch": True})], indirect=True, ids=["360"])
def test_limits_are_told_while_choosing_and_refused_by_the_server_with_nothing_lost(someone: Visitor) -> None:
    page = someone.page
    page.goto(someone.address + "/consultazioni/gruppo/vota")
    boxes = _main(page).get_by_role("checkbox")
    for at in range(boxes.count()):
        boxes.nth(at).set_checked(at in (0, 2))
    expect(page.locator("[data-basket-status]")).to_contain_text("dello stesso genere")
    page.get_by_role("button", name="Rivedi e vota").tap()
    expect(page.get_by_role("alert")).to_contain_text("La regola vuole generi diversi")
    someone.look()
    assert [boxes.nth(at).is_checked() for at in range(3)] == [True, False, True]
    page.goto(someone.address + "/consultazioni/crediti/vota")
    more = page.get_by_role("button", name=re.compile("Un voto in più"))
    for at in (0, 1):
        for _ in range(5):
            more.nth(at).tap()
    expect(page.locator("[data-points-status]")).to_contain_text("crediti di troppo")
    page.get_by_role("button", name="Rivedi e vota").tap()
    expect(page.get_by_role("alert")).to_contain_text("costano")
