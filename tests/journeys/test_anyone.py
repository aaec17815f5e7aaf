# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Anyone: what is open, the map, the street finder, the office, results, English, problem pages."""

from playwright.sync_api import Locator

from tests.journeys.places import RESULT
from tests.journeys.visitors import Visitor

FOCUSED = "document.activeElement.textContent.trim()"


def test_somebody_looks_around_and_finds_their_neighbourhood(person: Visitor) -> None:
    person.go("/")
    person.sees("Che cosa succede")
    person.sees("persone e voti sono simulati")
    person.page.get_by_role("button", name="Chiudi l'avviso").click()
    person.look()
    assert not person.page.get_by_text("persone e voti sono simulati").count()
    person.page.get_by_label("La tua via e il numero").fill("via emilia levante 190")
    person.page.get_by_role("button", name="Trova").click()
    person.look()
    person.sees("Mazzini")
    person.page.get_by_role("link", name="Mazzini").first.click()
    person.look()
    person.sees("Comitato di Mazzini")


def test_the_places_are_in_a_row_or_behind_the_menu_of_a_phone(person: Visitor) -> None:
    person.go("/")
    places = person.page.get_by_role("navigation", name="Principale").get_by_role("link", name="Proposte")
    menu = person.page.get_by_role("button", name="Menu")
    if menu.is_visible():
        assert not places.is_visible()
        menu.click()
        person.look()
        person.page.keyboard.press("Escape")
        assert not places.is_visible()
        menu.press("Enter")
        nothing_is_behind(person, menu)
        menu.press("Enter")
    places.click()
    person.page.wait_for_url("**/proposte")


def nothing_is_behind(person: Visitor, menu: Locator) -> None:
    """While the phone's menu is open Tab goes round in it, never below it; Escape gives the focus back."""
    keys = person.page.keyboard
    assert person.page.evaluate(FOCUSED) == "Chiudi"
    links = person.page.locator("#menu a, #menu button").count()
    for _ in range(links + 2):
        keys.press("Tab")
        assert person.page.evaluate("!document.activeElement.closest('main, footer, .site-brand')")
    keys.press("Escape")
    assert menu.evaluate("it => it === document.activeElement")


def test_a_street_that_is_not_in_the_register_is_answered_and_kept(person: Visitor) -> None:
    person.go("/trova-il-tuo-quartiere?via=via+che+non+esiste&numero=1")
    person.sees("Non abbiamo trovato questa via")
    assert person.page.get_by_label("Via o piazza").input_value() == "via che non esiste"


def test_the_office_s_page_has_hours_contacts_and_documents(person: Visitor) -> None:
    person.go("/ufficio")
    person.sees("Orari")
    person.sees("Documenti")


def test_a_result_is_explained_and_can_be_recounted(person: Visitor) -> None:
    person.go(RESULT)
    person.sees("Finanziati")
    figure = person.page.get_by_role("img", name="avanzano")
    assert figure.is_visible()
    width = person.page.viewport_size["width"] if person.page.viewport_size else 0
    drawn = figure.bounding_box()
    assert drawn is not None
    assert drawn["x"] >= 0
    assert drawn["x"] + drawn["width"] <= width
    person.sees("Che cosa mancava?")
    lacked = person.page.get_by_text("oppure un costo più basso di")
    for _ in range(30):  # the worker finds it out after the count
        if lacked.count():
            break
        person.page.wait_for_timeout(1000)
        person.page.reload()
    assert lacked.count()
    person.sees("Chi ha votato, quartiere per quartiere")
    person.sees("Che cosa succede adesso")
    for folded in ("I numeri in tabella", "Ricontalo tu"):
        person.page.locator("summary", has_text=folded).focus()
        person.page.keyboard.press("Enter")
    person.sees("I numeri di ogni opzione")
    person.sees("rione tally --consultation")
    person.look_at_both_widths()


def test_how_votes_are_counted_is_told_by_what_is_asked(person: Visitor) -> None:
    person.go("/come-si-conta")
    person.page.locator("main").get_by_role("link", name="Mettere in ordine").click()
    person.page.locator("summary", has_text="In tre righe, con un esempio").nth(4).click()
    person.look_at_both_widths()
    person.go("/come-si-conta/irv")
    assert person.page.get_by_role("img", name="con le scelte che seguono arriva a 5").is_visible()
    person.sees("La scheda tecnica")


def test_the_whole_site_speaks_english(person: Visitor) -> None:
    person.go("/")
    person.page.get_by_role("button", name="English").click()
    person.look()
    assert person.page.locator("html").get_attribute("lang") == "en"
    person.sees("What is happening")


def test_unknown_and_forbidden_pages_show_a_way_out(person: Visitor) -> None:
    person.go("/questa-pagina-non-esiste")
    person.sees("Questa pagina non c'è")
    person.go("/gestione")
    person.sees("Accedi")


def test_anybody_asks_whether_they_may_vote(person: Visitor) -> None:
    person.go("/posso-votare")
    person.page.get_by_label("In che anno sei nato o nata?").fill("1985")
    person.page.get_by_label("Ci abito").check()
    person.page.get_by_role("button", name="Guarda la risposta").click()
    person.look()
    person.sees("La risposta")
