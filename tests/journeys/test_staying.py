# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who does something on a page stays where they were: the focus, the place, what was typed."""

from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from tests.journeys.places import IDEAS, NEWCOMER, RESIDENT
from tests.journeys.servers import Server
from tests.journeys.visitors import DESK, PHONE, Visitor, visitor

FOCUSED = "document.activeElement.textContent.trim()"


def first_idea(person: Visitor) -> None:
    person.page.goto(person.address + IDEAS)
    person.page.get_by_role("main").get_by_role("article").get_by_role("link").first.click()
    person.page.wait_for_load_state("load")


def supporting(person: Visitor) -> tuple[str, str]:
    """The words of the two acts, as the page has them: what can be done now first."""
    mine = str(person.page.locator("#sostegno").text_content()).strip()
    return (mine, "Sostieni" if mine != "Sostieni" else "Togli il sostegno")


def test_who_supports_stays_in_place_hears_it_and_takes_it_back_at_the_same_button(person: Visitor) -> None:
    person.sign_in(*RESIDENT)
    first_idea(person)
    page = person.page
    button = "#sostegno-in-basso" if page.viewport_size == {"width": PHONE[0], "height": PHONE[1]} else "#sostegno"
    now, then = supporting(person)
    page.evaluate("scrollTo(0, 240)")
    place = page.evaluate("scrollY")
    for words, other in ((now, then), (then, now)):
        page.locator(button, has_text=words).evaluate("button => button.focus({ preventScroll: true })")
        page.keyboard.press("Enter")
        page.locator(button, has_text=other).wait_for()
        assert page.evaluate(FOCUSED) == other
        assert page.evaluate("scrollY") == place
        assert (
            "sostegno" in page.locator("[data-said]").inner_text()
            or "Sostieni" in page.locator("[data-said]").inner_text()
        )
        assert page.locator("#sostegno").text_content() == other
    person.look()


@pytest.mark.parametrize(("size", "button"), [(PHONE, "#sostegno-in-basso"), (DESK, "#sostegno")])
def test_without_a_script_the_page_comes_back_at_the_button(
    server: Server, browser_program: Browser, size: tuple[int, int], button: str
) -> None:
    person = visitor(browser_program, server.address, size, java_script_enabled=False)
    person.sign_in(*RESIDENT)
    first_idea(person)
    now, then = supporting(person)
    for words, other in ((now, then), (then, now)):
        person.page.locator(button, has_text=words).click()
        person.page.locator(f"{button}:focus", has_text=other).wait_for()
        box = person.page.locator(button).bounding_box()
        assert box is not None
        assert 0 <= box["y"] < size[1]
    person.page.context.close()


def test_a_comment_is_kept_over_a_reload_and_gone_when_it_is_public(person: Visitor) -> None:
    person.sign_in(*RESIDENT)
    first_idea(person)
    words, page = f"Ci passo ogni mattina {uuid4().hex[:8]}", person.page
    page.get_by_label("Il tuo commento").fill(words)
    page.reload()
    assert page.get_by_label("Il tuo commento").input_value() == words
    page.get_by_role("button", name="Commenta").click()
    person.sees("Il tuo commento è pubblico.")
    assert page.get_by_label("Il tuo commento").input_value() == ""
    assert page.locator("li.comment:focus", has_text=words).count() == 1
    page.reload()
    assert page.get_by_label("Il tuo commento").input_value() == ""


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_birth_date_that_cannot_be_is_mended_in_its_own_part(
    server: Server, browser_program: Browser, size: tuple[int, int]
) -> None:
    person = visitor(browser_program, server.address, size)
    person.sign_in(*NEWCOMER)
    person.page.goto(f"{server.address}/residenza")
    was = [person.page.locator(f"#campo-birth_date-{part}").input_value() for part in ("day", "month", "year")]
    day, month, year = map(int, was)
    person.born(date(1956, 2, 28))
    person.page.get_by_label("Giorno", exact=True).fill("31")
    person.page.get_by_role("button", name="Salva").click()
    person.look()
    assert [person.page.locator(f"#campo-birth_date-{part}").input_value() for part in ("day", "month", "year")] == [
        "31", "2", "1956",
    ]  # fmt: skip
    person.page.get_by_role("link", name="febbraio ha 29 giorni").click()
    assert person.page.evaluate("document.activeElement.id") == "campo-birth_date-day"
    person.born(date(year, month, day))
    assert person.faults == []
    person.page.context.close()
