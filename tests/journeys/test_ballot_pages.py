# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can go wrong at a ballot, on a phone: too many, one gender only, two tabs, going back, two taps, too late."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.booth import ON
from tests.journeys.moving_time import CLOSED, moving
from tests.journeys.places import APPROVAL, RESIDENT
from tests.journeys.servers import Server
from tests.journeys.visitors import IS_POSTGRES, PHONE, Visitor, visitor

GROUP, CREDITS, ORDER, LATE = (f"/consultazioni/{slug}" for slug in ("gruppo", "crediti", "ordine", "tardi"))
looks = pytest.mark.skipif(IS_POSTGRES, reason="what is seen on a page does not depend on the database")
FIRST_SCREEN = "element => element.getBoundingClientRect().bottom <= innerHeight"


@pytest.fixture(scope="session")
def votes(server: Server) -> Server:
    """The journeys' server with a few votes more."""
    command = [sys.executable, "-m", "tests.journeys.kinds"]
    done = subprocess.run(command, env=server.environment, cwd=server.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return server


@pytest.fixture
def someone(votes: Server, browser_program: Browser) -> Iterator[Visitor]:
    who = visitor(browser_program, votes.address, PHONE, has_touch=True)
    who.sign_in(*RESIDENT)
    yield who
    who.page.context.close()
    assert who.faults == []


def boxes(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("checkbox")


def on(page: Page, name: str) -> None:
    page.locator(ON).tap()
    page.get_by_role("heading", level=1, name=name).wait_for()


@looks
def test_title_and_act_stand_on_the_first_screen_and_what_is_told_stays_in_view(someone: Visitor) -> None:
    page = someone.page
    page.goto(someone.address + f"{GROUP}/vota")
    expect(page.get_by_role("navigation", name="Principale")).to_have_count(0)
    for place in (page.get_by_role("heading", level=1), page.locator(ON)):
        assert place.evaluate(FIRST_SCREEN)
    assert page.locator(".demo-banner").evaluate("strip => strip.offsetHeight") <= 48
    page.locator(".option-text summary").last.tap()
    expect(page.locator(".option-text[open] .prose")).to_be_visible()
    expect(page.locator("[data-basket-status]")).to_be_in_viewport()
    expect(page.locator(ON)).to_be_in_viewport()
    page.get_by_role("button", name="Chiudi l'avviso").tap()
    expect(page.locator(".demo-banner")).to_have_count(0)
    assert page.url.endswith(f"{GROUP}/vota")


@looks
def test_two_preferences_for_one_gender_are_told_while_choosing_and_refused_with_nothing_lost(someone: Visitor) -> None:
    page = someone.page
    page.goto(someone.address + f"{GROUP}/vota")
    for at in range(boxes(page).count()):
        boxes(page).nth(at).set_checked(at in (0, 2))
    expect(page.locator("[data-basket-status]")).to_have_text(
        "Sono tutte dello stesso genere: cambiane una, o lasciane una sola."
    )
    page.locator(ON).tap()
    expect(page.get_by_role("alert")).to_contain_text(
        "Hai dato 2 preferenze a persone dello stesso genere. La regola vuole generi diversi: cambiane una, o lasciane "
        "una sola."
    )
    someone.look()
    assert [boxes(page).nth(at).is_checked() for at in range(3)] == [True, False, True]
    boxes(page).nth(1).check()
    expect(page.locator("[data-basket-status]")).to_have_text("Una di troppo: togline una.")
    boxes(page).nth(2).uncheck()
    on(page, "Rileggi e registra il voto")


@looks
def test_too_many_credits_are_told_while_choosing_and_refused(someone: Visitor) -> None:
    page = someone.page
    page.goto(someone.address + f"{CREDITS}/vota")
    more = page.get_by_role("button", name=re.compile("Un voto in più"))
    for at in (0, 1):
        for _ in range(5):
            more.nth(at).tap()
    expect(page.locator("[data-points-status]")).to_contain_text("Crediti di troppo")
    page.locator(ON).tap()
    expect(page.get_by_role("alert")).to_contain_text("costano")


def test_reload_back_two_tabs_and_two_taps_lose_nothing_and_record_one_ballot(someone: Visitor) -> None:
    page, address = someone.page, someone.address
    path = address + f"{ORDER}/vota"
    page.goto(path)
    taps = page.locator(".ranking-tap")
    titles = [taps.nth(at).locator("..").get_attribute("data-option") or "" for at in (2, 0)]
    for at in (2, 0):
        taps.nth(at).tap()
    expect(page.locator("[data-ranking-status]")).to_contain_text("Tocca la prossima: sarà la 3.")
    on(page, "Rileggi e registra il voto")
    page.reload()
    chosen = page.locator(".chosen-list strong")
    expect(chosen).to_have_text(titles)
    page.go_back()
    expect(page.locator("[aria-pressed=true]")).to_have_count(2)
    on(page, "Rileggi e registra il voto")
    expect(chosen).to_have_text(titles)
    other = page.context.new_page()
    other.goto(path)
    expect(other.locator("[aria-pressed=true]")).to_have_count(2)
    page.locator(ON).dblclick()
    page.get_by_role("heading", level=1, name="Il tuo voto è registrato.").wait_for()
    expect(page.get_by_text("È la versione")).to_have_count(0)
    other.locator(".ranking-tap").nth(1).tap()
    on(other, "Rileggi e registra il voto")
    expect(other.get_by_text("Prende il posto del voto che hai registrato")).to_be_visible()
    on(other, "Il tuo voto è registrato.")
    expect(other.get_by_text("È la versione 2: conta solo questa.")).to_be_visible()
    page.reload()
    expect(chosen).to_have_count(3)


def test_a_vote_that_closes_while_the_page_is_open_is_refused_with_its_rule_and_the_choices(
    someone: Visitor, votes: Server
) -> None:
    page = someone.page
    page.goto(someone.address + f"{LATE}/vota")
    taps = page.locator(".ranking-tap")
    titles = [taps.nth(at).locator("..").get_attribute("data-option") or "" for at in (3, 1)]
    for at in (3, 1):
        taps.nth(at).tap()
    on(page, "Rileggi e registra il voto")
    with moving(votes, "tardi") as now:
        now(CLOSED)
    on(page, "Il voto è chiuso")
    expect(page.get_by_text("Vale l'ora in cui la scheda arriva al sito")).to_be_visible()
    expect(page.get_by_text("Queste scelte non sono state registrate")).to_be_visible()
    expect(page.locator(".chosen-list strong")).to_have_text(titles)
    expect(page.get_by_text("In questa votazione non risulta un tuo voto.")).to_be_visible()
    someone.look()


@looks
def test_a_project_too_many_is_told_while_choosing(someone: Visitor) -> None:
    page = someone.page
    page.goto(someone.address + f"{APPROVAL}/vota")
    for at in range(4):
        boxes(page).nth(at).check()
    expect(page.locator("[data-basket-status]")).to_have_text("Una di troppo: togline una.")
