# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A resident: sign up, be verified, propose, support, comment, vote in three ways by keyboard alone."""

import re
import time
from collections.abc import Callable
from datetime import date
from uuid import uuid4

from playwright.sync_api import Browser, Locator

from tests.enclosures import samples
from tests.journeys.places import APPROVAL, BUDGET, IDEAS, OFFICE, RANKING, RESIDENT
from tests.journeys.servers import Server
from tests.journeys.visitors import DESK, Visitor, visitor


def _mailed_link(server: Server, address: str) -> str:
    """The one-time link in the mail that the server printed."""
    for _ in range(60):
        mails = [text for text in server.mail.read_text().split("--- end ---") if address in text]
        found = re.findall(r"/conferma/[\w-]+", mails[-1]) if mails else []
        if found:
            return str(found[-1])
        time.sleep(0.5)
    raise AssertionError("no mail came")


def test_a_newcomer_signs_up_comes_back_and_is_verified(
    person: Visitor, another: Callable[[], Visitor], server: Server
) -> None:
    address = f"{uuid4().hex[:10]}@example.org"
    person.go(IDEAS)
    person.go(f"/registrazione?next={IDEAS}")
    person.page.get_by_label("Indirizzo e-mail").fill(address)
    person.page.get_by_label("Ho letto l'informativa").check()
    person.page.get_by_role("button", name="Mandami il link").click()
    person.look()
    person.go(_mailed_link(server, address))
    person.page.get_by_label("Password", exact=True).fill("tre parole a caso")
    person.page.get_by_role("main").get_by_role("button", name="Conferma").click()
    person.look()
    person.sees("Che cosa puoi fare oggi")
    name = person.page.get_by_role("radio").nth(1)
    chosen = str(name.input_value())
    name.check()
    person.page.get_by_role("button", name="Usa questo nome").click()
    person.look()
    person.page.get_by_role("link", name="Scrivi dove abiti").click()
    person.look()
    person.born(date(1990, 4, 12))
    person.page.get_by_label("Via o piazza").fill("via emilia levante")
    person.page.get_by_label("Numero civico").fill("190")
    person.page.get_by_role("button", name="Salva").click()
    person.look()
    person.sees("Che cos'è la verifica")
    person.page.get_by_role("link", name="Torna dove eri").click()
    person.look()
    assert person.page.url.endswith(IDEAS)
    person.go("/profilo/nome")
    person.go("/profilo")
    person.sees("Mazzini")
    person.sees(chosen)
    office = another()
    office.sign_in(*OFFICE)
    office.go(f"/gestione/persone?q={address}")
    office.page.get_by_role("main").get_by_role("link", name=address).click()
    office.look()
    office.page.get_by_role("radio").first.check()
    office.page.get_by_label("Cognome").fill(f"Rossi {address[:6]}")
    office.page.get_by_label("Nome (se vuoi)").fill("Maria")
    office.born(date(1990, 4, 12))
    office.page.get_by_role("button", name="I dati coincidono").click()
    office.look()
    office.sees("Manca il codice fiscale.")
    office.page.get_by_label("Se va bene così, perché?").fill("Tessera smarrita")
    office.page.get_by_role("button", name="I dati coincidono").click()
    office.look()
    person.go("/profilo")
    person.sees("verificat")


def add_a_photo(person: Visitor) -> None:
    """From the list of a draft: the photo of a telephone, first without words, and then with them."""
    page = person.page
    page.get_by_role("link", name="Aggiungi un'immagine").click()
    person.look()
    page.get_by_label("Immagine", exact=True).set_input_files(files=[{
        "name": "IMG_0412.JPG", "mimeType": "image/jpeg", "buffer": samples.photo((4000, 3000))
    }])  # fmt: skip
    page.get_by_label("Didascalia").fill("Via Lepido, a novembre")
    page.get_by_role("button", name="Aggiungi").click()
    person.sees("non serve mandarla di nuovo")
    person.look()
    page.get_by_label("Che cosa si vede").fill("La fermata senza pensilina, sotto la pioggia")
    page.get_by_role("button", name="Salva").click()
    person.look()
    person.sees("Via Lepido, a novembre")


def test_an_idea_is_written_in_steps_and_its_draft_is_resumed(person: Visitor) -> None:
    title = f"Una pensilina per il bus {uuid4().hex[:6]}"
    person.sign_in(*RESIDENT)
    person.go(f"{IDEAS}/proposte/nuova/testo")  # where another draft would be taken up elsewhere
    person.page.get_by_label("Titolo").fill(title)
    person.page.get_by_label("La tua idea").fill("Chi aspetta il bus si bagna quando piove. Basta una pensilina.")
    person.page.get_by_role("button", name="Continua").click()
    person.look()
    person.go("/proposte/bozze")
    person.sees(title)
    person.go(f"{IDEAS}/proposte/nuova/luogo")
    person.page.get_by_label("In quale punto, a parole").fill("Via Marco Emilio Lepido, fermata")
    person.page.get_by_role("button", name="Continua").click()
    person.look()
    person.page.get_by_label("Quanto costa").fill("4.800,50")
    person.page.get_by_role("button", name="Continua").click()
    person.look()
    add_a_photo(person)
    person.page.get_by_role("link", name="Continua").click()
    person.look()
    person.sees("4.800,50")
    person.page.get_by_role("button", name="Manda la proposta").click()
    person.look()
    person.sees(title)
    photo = person.page.get_by_role("img", name="La fermata senza pensilina, sotto la pioggia")
    assert photo.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
    person.page.get_by_text("Via Lepido, a novembre").wait_for()
    person.page.get_by_role("button", name="Sostieni").click()
    person.look()
    person.page.get_by_role("button", name="Togli il sostegno").wait_for()
    person.page.get_by_label("Il tuo commento").fill("Aggiungo: serve anche una panchina.")
    person.page.get_by_role("button", name="Commenta").click()
    person.look()
    person.sees("serve anche una panchina")


def _reach(person: Visitor, target: Locator) -> None:
    """Tab until the element has the focus: no pointer."""
    for _ in range(150):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        person.page.keyboard.press("Tab")
    raise AssertionError("not reached by Tab")


def _press(person: Visitor, name: str) -> None:
    """Press Enter on the button that leads to the next page."""
    _reach(person, person.page.get_by_role("main").get_by_role("button", name=name, exact=True))
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.look()


def _tick(person: Visitor, number: int) -> None:
    """Toggle the nth box of the ballot with the space bar, unless an earlier vote left it ticked."""
    box = person.page.get_by_role("main").get_by_role("checkbox").nth(number)
    _reach(person, box)
    if not box.is_checked():
        person.page.keyboard.press("Space")


def test_the_basket_is_filled_by_keyboard_alone(person: Visitor) -> None:
    person.sign_in(*RESIDENT)
    person.go(f"{BUDGET}/vota")
    _tick(person, 0)
    person.sees("Restano")
    _press(person, "Rivedi e vota")
    assert "Il tuo voto è registrato." not in person.page.get_by_role("main").inner_text()
    _press(person, "Registra il voto")
    person.sees("Il tuo voto è registrato.")
    person.sees("Puoi cambiarlo fino a")
    person.page.reload()
    person.sees("Il tuo voto è registrato.")


def test_projects_are_approved_by_keyboard_alone_up_to_the_limit(person: Visitor) -> None:
    person.sign_in(*RESIDENT)
    person.go(f"{APPROVAL}/vota")
    _tick(person, 0)
    _tick(person, 1)
    _press(person, "Rivedi e vota")
    _press(person, "Registra il voto")
    person.sees("Il tuo voto è registrato.")


def test_a_ranking_is_made_by_keyboard_alone(person: Visitor) -> None:
    person.sign_in(*RESIDENT)
    person.go(f"{RANKING}/vota")
    ranked = person.page.locator("[data-ranking]")
    while ranked.locator("[aria-pressed=true]").count() < 3:
        _reach(person, ranked.locator("[aria-pressed=false]").first)
        person.page.keyboard.press("Enter")
    _reach(person, ranked.get_by_role("button", name=re.compile("Sposta"), disabled=False).last)
    person.page.keyboard.press("Enter")
    _press(person, "Rivedi e vota")
    _press(person, "Registra il voto")
    person.sees("Il tuo voto è registrato.")


def test_a_ranking_is_cast_without_javascript(server: Server, browser_program: Browser) -> None:
    person = visitor(browser_program, server.address, DESK, java_script_enabled=False)
    page = person.page
    page.goto(server.address + "/accesso")
    page.get_by_label("E-mail").fill(RESIDENT[0])
    page.get_by_label("Password", exact=True).fill(RESIDENT[1])
    page.get_by_role("main").get_by_role("button", name="Accedi").click()
    page.goto(f"{server.address}{RANKING}/vota")
    boxes = page.locator("input[name^='posto-']")
    for n in range(boxes.count()):
        boxes.nth(n).fill("1" if n in (0, 2) else "")
    page.get_by_role("button", name="Rivedi e vota").click()
    assert boxes.nth(2).input_value() == "1", "what was typed is still there"
    boxes.nth(0).fill("2")
    page.get_by_role("button", name="Rivedi e vota").click()
    page.get_by_role("button", name="Registra il voto").click()
    person.sees("Il tuo voto è registrato.")
    page.context.close()
    assert person.faults == []
