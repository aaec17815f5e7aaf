# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A moderator, the office and a council member at work."""

import re
from collections.abc import Callable
from datetime import date
from uuid import uuid4

from tests.journeys.places import BUDGET, COUNCILLOR, MODERATOR, OFFICE, RESIDENT, REVIEW, TO_COUNT
from tests.journeys.visitors import DESK, PHONE, Visitor


def test_a_moderator_hides_with_a_reason_that_the_author_sees_and_restores(
    person: Visitor, another: Callable[[], Visitor]
) -> None:
    words = f"Commento fuori luogo {uuid4().hex[:6]}"
    author = another()
    author.sign_in(*RESIDENT)
    author.go(BUDGET)
    author.page.get_by_role("main").get_by_role("article").get_by_role("link").first.click()
    author.page.get_by_label("Il tuo commento").fill(words)
    author.page.get_by_role("button", name="Commenta").click()
    author.look()
    proposal = author.page.url.split("#")[0].split("?")[0].removeprefix(author.address)
    person.sign_in(*MODERATOR)
    person.go("/moderazione")
    person.go("/moderazione?vista=nuovi")
    person.page.get_by_role("listitem").filter(has_text=words).get_by_role("link").first.click()
    person.look()
    case = person.page.url.removeprefix(person.address)
    person.page.get_by_role("radio", name=re.compile("Nascondi")).check()
    person.page.get_by_label("Motivo", exact=True).select_option(index=1)
    person.page.get_by_role("button", name="Decidi").click()
    person.look()
    author.go("/avvisi")
    author.sees("nascost")
    author.go(proposal)
    author.sees("Nascosto da chi modera")
    person.go(case)
    person.page.get_by_role("radio", name=re.compile("Mostra di nuovo")).check()
    person.page.get_by_label("Motivo", exact=True).select_option(index=1)
    person.page.get_by_role("button", name="Decidi").click()
    person.look()
    author.go(proposal)
    author.sees(words)


def test_the_office_hides_the_text_of_an_option_after_a_warning_and_shows_it_again(
    person: Visitor, another: Callable[[], Visitor]
) -> None:
    note = f"C'era un numero di telefono {uuid4().hex[:6]}"
    anybody = another()
    anybody.go(BUDGET)
    anybody.page.get_by_role("main").get_by_role("article").get_by_role("link").last.click()
    option = anybody.page.url.split("#")[0].split("?")[0].removeprefix(anybody.address)
    case = f"/moderazione{option.replace('/proposte/', '/proposta/')}"
    person.sign_in(*OFFICE)
    person.go(case)
    person.page.get_by_role("radio", name=re.compile("Nascondi")).check()
    person.page.get_by_label("Motivo", exact=True).select_option("personal-data")
    person.page.get_by_label("Nota", exact=True).fill(note)
    person.page.get_by_role("button", name="Continua").click()
    person.look()
    person.sees("Le schede già registrate valgono ancora")
    person.page.get_by_role("button", name="Nascondi il testo").click()
    person.look()
    person.sees("La decisione è registrata")
    for path in (option, f"{BUDGET}?ordine=sostenute"):
        anybody.go(path)
        anybody.sees("Testo nascosto")
    anybody.go(option)
    anybody.sees(note)
    person.go(case)
    person.page.get_by_role("radio", name=re.compile("Mostra di nuovo")).check()
    person.page.get_by_label("Motivo", exact=True).select_option("corrected")
    person.page.get_by_role("button", name="Continua").click()
    person.look()
    person.page.get_by_role("button", name="Mostra di nuovo il testo").click()
    person.look()
    anybody.go(option)
    assert anybody.page.get_by_text(note).count() == 0


def test_the_office_makes_a_consultation_in_four_steps_and_publishes_it(person: Visitor) -> None:
    title = f"Una prova {uuid4().hex[:6]}"
    person.sign_in(*OFFICE)
    person.go("/gestione/consultazioni/nuova")
    person.page.get_by_label("Titolo").fill(title)
    person.page.get_by_role("radio", name=re.compile("Scegliere alcuni")).check()
    person.page.get_by_role("button", name="Crea la bozza").click()
    person.look()
    person.page.get_by_label("Riassunto").fill("Che cosa facciamo qui?")
    person.page.get_by_role("button", name="Salva e continua").click()
    person.look()
    person.page.get_by_label(re.compile("Mazzini")).first.check()
    person.page.get_by_role("button", name="Salva e continua").click()
    person.look()
    person.page.get_by_role("button", name="Salva e continua").click()
    person.look()
    person.page.get_by_role("button", name="Pubblica la consultazione").click()
    person.look()
    person.sees(title)
    person.go("/consultazioni")
    person.sees(title)


def test_the_office_admits_a_proposal_and_refuses_another_with_reasons(person: Visitor) -> None:
    person.sign_in(*OFFICE)
    person.go(f"/gestione/consultazioni/{REVIEW}/proposte")
    rows = person.page.get_by_role("main").locator("a[href*='/gestione/proposte/']")
    links = [rows.nth(n).get_attribute("href") or "" for n in range(rows.count())]
    wide = person.page.viewport_size == {"width": DESK[0], "height": DESK[1]}
    admitted, refused = sorted(set(links))[:2] if wide else sorted(set(links))[2:4]
    person.go(admitted)
    person.page.get_by_role("radio", name=re.compile("^Ammessa")).check()
    person.page.get_by_label("Costo stimato").fill("quarantamila")
    person.page.get_by_role("button", name="Registra la valutazione").click()
    person.look()
    assert person.page.get_by_label("Costo stimato").input_value() == "quarantamila"
    person.page.get_by_label("Costo stimato").fill("40.000")
    person.page.get_by_role("button", name="Registra la valutazione").click()
    person.look()
    person.go(refused)
    person.page.get_by_role("radio", name=re.compile("Non ammessa")).check()
    person.page.get_by_role("textbox", name="Motivi").fill("L'area è privata.")
    person.page.get_by_role("button", name="Registra la valutazione").click()
    person.look()
    person.go(refused.replace("/gestione", ""))
    person.sees("L'area è privata.")


def test_the_office_counts_a_closed_vote_and_publishes_its_result(another: Callable[[], Visitor]) -> None:
    office = another()
    office.sign_in(*OFFICE)
    here = f"/gestione/consultazioni/{TO_COUNT}"
    office.go(here)
    office.page.get_by_role("button", name="Conta le schede").click()
    office.look()
    office.go(f"{here}/pubblica-risultato")
    office.page.get_by_role("main").get_by_role("button", name="Pubblica il risultato").click()
    office.look()
    office.go(f"/consultazioni/{TO_COUNT}/risultato")
    office.sees("Ricontalo tu")


def test_the_office_changes_its_page(person: Visitor) -> None:
    phone = f"051 {uuid4().int % 10**6:06d}"
    person.sign_in(*OFFICE)
    person.go("/gestione/ufficio")
    person.page.get_by_label("Telefono").fill(phone)
    person.page.get_by_role("main").get_by_role("button", name=re.compile("Salva|Registra|Pubblica")).first.click()
    person.look()
    person.go("/ufficio")
    person.sees(phone)


def test_a_councillor_reads_the_city_and_a_neighbourhood(person: Visitor) -> None:
    person.sign_in(*COUNCILLOR)
    person.go("/cruscotti")
    if person.page.viewport_size == {"width": PHONE[0], "height": PHONE[1]}:
        # In a meeting: two findings and the way to the table are on the first screen.
        last = person.page.locator(".findings li").nth(1).bounding_box()
        way = person.page.get_by_role("link", name="Quartiere per quartiere").bounding_box()
        assert last
        assert way
        assert max(one["y"] + one["height"] for one in (last, way)) <= PHONE[1]
    person.page.get_by_role("link", name="Quartiere per quartiere").click()
    shown = person.page.locator("#zone table")
    names = shown.get_by_role("rowheader")
    lively = names.all_inner_texts()
    shown.get_by_role("link", name="Quartiere").click()
    person.page.wait_for_url("**ordine=zona#zone")
    assert shown.locator("[aria-sort='ascending']").inner_text().startswith("Quartiere")
    assert names.all_inner_texts() == sorted(lively) != lively
    with person.page.expect_download() as download:
        person.page.locator("#zone").get_by_role("link", name=re.compile("CSV")).click()
    assert download.value.suggested_filename.endswith(".csv")
    person.go("/cruscotti/borgo-panigale")
    person.sees("Borgo Panigale")
    person.go("/gestione")
    person.sees("non è aperta a tutti")


def test_people_in_a_room_are_verified_by_keyboard_alone(person: Visitor) -> None:
    person.sign_in(*OFFICE)
    person.go("/gestione/persone")
    found = person.page.get_by_role("main").get_by_role("row").get_by_role("link").all_inner_texts()
    waiting = found[-3:] if person.page.viewport_size == {"width": DESK[0], "height": DESK[1]} else found[:3]
    person.go("/gestione/persone/in-sala")
    for n, email in enumerate(waiting):
        person.page.keyboard.type(email)
        person.page.keyboard.press("Enter")
        surname = person.page.get_by_label("Cognome")
        surname.wait_for()
        assert surname.evaluate("field => field === document.activeElement")
        if n == 0:
            person.look()
        person.page.keyboard.type(f"Bianchi {email.split('@')[0]}")
        person.page.keyboard.press("Tab")
        person.page.keyboard.type("Lin")
        person.page.keyboard.press("Tab")
        person.page.keyboard.press("Tab")
        assert person.page.get_by_label("Giorno", exact=True).evaluate("field => field === document.activeElement")
        said = str(person.page.locator("#aiuto-birth_date").inner_text())
        person.born(_day(said))
        person.page.keyboard.press("Enter")
        reason = person.page.get_by_label("Se va bene così, perché?")
        reason.wait_for()
        if n == 0:
            person.look()
        reason.focus()
        person.page.keyboard.type("Senza tessera")
        person.page.keyboard.press("Enter")
        person.page.get_by_label("Chi hai davanti?").wait_for()
    person.look()
    person.sees("Residenza verificata")


MONTHS = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
]


def _day(said: str) -> date:
    """The day of 'La persona ha dichiarato: 17 maggio 1985.'"""
    day, month, year = re.findall(r"(\d+)°? (\w+) (\d{4})", said)[0]
    return date(int(year), MONTHS.index(month) + 1, int(day))


def test_two_accounts_of_one_person_become_one_and_are_divided_again(person: Visitor) -> None:
    person.sign_in(*OFFICE)
    person.go("/gestione/persone?q=residente1")
    accounts = person.page.get_by_role("main").get_by_role("row").get_by_role("link")
    first, second = [str(accounts.nth(n).get_attribute("href")).rsplit("/", 1)[1] for n in (0, 1)]
    person.go(f"/gestione/persone/{first}/unisci/{second}")
    person.page.get_by_role("button", name="Unisci i due account").click()
    person.look()
    person.sees("I due account sono uno")
    person.page.get_by_role("link", name=re.compile("dividi di nuovo")).click()
    person.look()
    person.page.get_by_role("button", name="Dividi").click()
    person.look()
    person.sees("I due account sono di nuovo divisi")
