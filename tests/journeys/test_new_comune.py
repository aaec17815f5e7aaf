# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's first Monday: an empty installation becomes a comune with two neighbourhoods of its own, thirty people
of a register, and a budget in pots that is voted and published. All of it by clicking, none of it Bologna's."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.databases import new_database
from tests.installation import valdombra
from tests.journeys.mailbox import Mailbox, mailbox
from tests.journeys.moving_time import CLOSED, moving
from tests.journeys.new_office import (
    MOUNTAIN,
    PASSWORD,
    VALLEY,
    begins,
    consultation,
    follow,
    load_register,
    press,
    set_up,
    until,
)
from tests.journeys.servers import Server, serving
from tests.journeys.visitors import DESK, PHONE, Visitor, visitor
from tests.register.files import csv_of, resident

MARIA, LUCA = "maria@example.org", "luca@example.org"
BORN = date(1980, 2, 3)
IDEAS = (  # who proposes, what, where, what it costs
    (MARIA, "Panchine all'ombra", MOUNTAIN, "20.000"),
    (MARIA, "Navetta della sera", MOUNTAIN, "18.000"),
    (LUCA, "Campo da bocce", VALLEY, "25.000"),
)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as held:
        yield held


@pytest.fixture
def nothing(box: Mailbox) -> Iterator[Server]:
    """An installation with no comune and no account, as `rione serve` starts it."""
    with serving(database_url=new_database("journey_new"), seed=(), mail_url=box.url) as server:
        yield server


@pytest.mark.timeout(900)  # half a minute where nothing else runs
def test_an_empty_installation_becomes_a_comune_that_votes_and_publishes(
    browser_program: Browser, nothing: Server, box: Mailbox, tmp_path: Path
) -> None:
    folder = valdombra.write(tmp_path / "valdombra")
    maria, luca = resident("Rossi", "Maria", BORN, zone=MOUNTAIN), resident("Bianchi", "Luca", BORN, zone=VALLEY)
    others = [resident("Verdi", "Anna", zone=(VALLEY, MOUNTAIN)[n % 2]) for n in range(28)]
    (folder / "anagrafe.csv").write_bytes(b"\xef\xbb\xbf" + csv_of([maria, luca, *others]))
    office, at_home, at_desk = (visitor(browser_program, nothing.address, size) for size in (DESK, PHONE, DESK))

    begins(office, nothing)
    set_up(office, folder)
    load_register(office, folder / "anagrafe.csv")
    slug = consultation(office)
    sign_up(at_home, box, MARIA)
    verify_from_home(at_home, box, maria.code)
    sign_up(at_desk, box, LUCA)
    declare_address(at_desk)
    verify_by_keyboard(office, luca.code)
    with moving(nothing, slug) as now:
        now("proposing")
        for author, *idea in IDEAS:
            propose(at_home if author == MARIA else at_desk, slug, *idea)
        now("reviewing")
        admit_all(office)
        freeze(office)
        now("voting")
        vote(at_home, slug, {MOUNTAIN: "Panchine all'ombra", "tutta la città": "Navetta della sera"})
        scriptless = visitor(browser_program, nothing.address, PHONE, java_script_enabled=False)
        sign_in_without_script(scriptless)
        vote(scriptless, slug, {VALLEY: "Campo da bocce", "tutta la città": "Navetta della sera"})
        now(CLOSED)
        count_and_publish(office)
    anybody = visitor(browser_program, nothing.address, DESK)
    read_result(anybody, slug)
    everybody = (office, at_home, at_desk, scriptless, anybody)
    for one in everybody:
        one.page.context.close()
    assert "\n".join(fault for one in everybody for fault in one.faults) == ""


def sign_up(person: Visitor, box: Mailbox, address: str) -> None:
    person.page.goto(f"{person.address}/registrazione")
    person.page.get_by_label("Indirizzo e-mail").fill(address)
    person.page.get_by_label("Ho letto l'informativa").check()
    person.page.get_by_role("button", name="Mandami il link").click()
    person.page.goto(person.address + box.find(address, r"(/conferma/[\w-]+)"))
    person.page.get_by_label("Password", exact=True).fill(PASSWORD)
    person.page.get_by_role("main").get_by_role("button", name="Conferma").click()
    person.sees("Che cosa puoi fare oggi")


def verify_from_home(person: Visitor, box: Mailbox, code: str) -> None:
    """Fiscal code, birth date, and the six digits that come by mail: no desk."""
    person.go("/verifica")
    person.page.get_by_label("Nome", exact=False).first.fill("Maria")
    person.page.get_by_label("Cognome").fill("Rossi")
    person.page.get_by_label("Codice fiscale").fill(code)
    person.born(BORN)
    person.page.get_by_role("button", name="Continua").click()
    person.look()
    person.page.get_by_label("Codice").fill(box.find(MARIA, r"(\d{6})"))
    person.page.get_by_role("button", name="Conferma").click()
    person.look()
    person.sees("ora puoi votare nel tuo quartiere")


def declare_address(person: Visitor) -> None:
    person.page.get_by_role("link", name="Scrivi dove abiti").click()
    person.born(BORN)
    person.page.get_by_label("Via o piazza").fill("via roma")
    person.page.get_by_label("Numero civico").fill("41")  # the last odd one of the valley's side
    person.page.get_by_role("button", name="Salva").click()
    person.look()
    person.sees("Che cos'è la verifica")


def verify_by_keyboard(office: Visitor, code: str) -> None:
    """Who stands at the desk is found, seen and verified without a mouse."""
    keys = office.page.keyboard
    office.page.goto(f"{office.address}/gestione/persone/in-sala")
    keys.type(LUCA)
    with office.page.expect_navigation():
        keys.press("Enter")
    office.look_at_both_widths()
    office.page.get_by_label("Cognome").focus()
    for typed in ("Bianchi", "Luca", code, str(BORN.day), str(BORN.month)):
        keys.type(typed)
        keys.press("Tab")
    keys.type(str(BORN.year))
    with office.page.expect_navigation():
        keys.press("Enter")
    office.sees("Residenza verificata")
    office.sees("Oggi hai verificato")


def propose(person: Visitor, slug: str, title: str, place: str, cost: str) -> None:
    person.page.goto(f"{person.address}/consultazioni/{slug}/proposte/nuova/testo")
    person.page.get_by_label("Titolo").fill(title)
    person.page.get_by_label("La tua idea").fill("Serve a tutti, grandi e piccoli.")
    person.page.get_by_role("button", name="Continua").click()
    person.page.get_by_label("Quartiere").select_option(label=place)
    person.page.get_by_role("button", name="Continua").click()
    person.page.get_by_label("Quanto costa").fill(cost)
    person.page.get_by_role("button", name="Continua").click()
    person.page.get_by_role("link", name="Continua").click()
    person.page.get_by_role("button", name="Manda la proposta").click()
    person.page.get_by_role("heading", name=title, level=1).wait_for()


def admit_all(office: Visitor) -> None:
    """From the desk to the last proposal; somebody else pays a part of the shuttle."""
    office.page.goto(f"{office.address}/gestione")
    follow(office, "Valuta")
    for _, title, *_ in IDEAS:
        office.page.get_by_role("main").get_by_role("link", name=title).first.click()
        office.page.get_by_role("radio", name=re.compile("^Ammessa")).check()
        if title.startswith("Navetta"):
            office.page.get_by_label("Va sulla somma di tutta la città").check()
            office.page.get_by_label("Quanto pagano altri").fill("3.000")
            office.page.get_by_label("Chi paga quella parte").fill("Regione")
            office.look_at_both_widths()
        office.page.get_by_role("button", name="Registra la valutazione").click()
    office.sees("Sono tutte valutate.")


def freeze(office: Visitor) -> None:
    office.page.goto(f"{office.address}/gestione")
    follow(office, "Prepara l'elenco")
    office.sees("Navetta della sera · 15.000")
    office.sees("In questo momento sono 2 persone.")
    office.look_at_both_widths()
    press(office, "Fissa")
    office.sees("Sono fissati l'elenco sulla scheda")


def look(person: Visitor) -> None:
    """At both widths, where axe can run."""
    if person.has_script:
        person.look_at_both_widths()


def sign_in_without_script(person: Visitor) -> None:
    person.page.goto(f"{person.address}/accesso")
    person.page.get_by_label("E-mail").fill(LUCA)
    person.page.get_by_label("Password", exact=True).fill(PASSWORD)
    person.page.get_by_role("main").get_by_role("button", name="Accedi").click()


def vote(person: Visitor, slug: str, chosen: dict[str, str]) -> None:
    """In each pot that is theirs, the neighbourhood's and then the whole comune's."""
    page = person.page
    page.goto(f"{person.address}/consultazioni/{slug}/vota")
    look(person)
    page.get_by_role("link", name=f"Apri la scheda : {next(iter(chosen))}").click()
    for place, title in chosen.items():
        page.get_by_role("heading", name=f"Voti per {place}").first.wait_for()
        look(person)
        page.get_by_label(re.compile(title)).check()
        page.get_by_role("button", name="Rivedi e vota").click()
        page.get_by_role("button", name="Registra il voto").wait_for()
        look(person)
        page.get_by_role("button", name="Registra il voto").click()
        page.get_by_text("Il tuo voto è registrato.").first.wait_for()
        look(person)
        if place in (VALLEY, MOUNTAIN):
            page.get_by_role("link", name="Vota anche questa").click()
    page.goto(f"{person.address}/consultazioni/{slug}/vota")
    assert page.get_by_text("Registrato", exact=True).count() == 2
    look(person)


def count_and_publish(office: Visitor) -> None:
    office.page.goto(f"{office.address}/gestione")
    until(office, "Il voto è chiuso: conta le schede")
    assert office.page.get_by_text("Al sito manca").count() == 0
    follow(office, "Conta")
    press(office, "Conta le schede")
    office.look_at_both_widths()
    follow(office, "Pubblica il risultato")
    press(office, "Pubblica il risultato")


def read_result(anybody: Visitor, slug: str) -> None:
    """The pots together, what each spent, and the whole sum; two people voted, and nobody reads how many in a place."""
    page = anybody.page
    page.goto(anybody.address)
    page.get_by_role("main").get_by_role("link", name="Una somma per ogni quartiere").first.click()
    anybody.look_at_both_widths()
    rows = page.get_by_role("row")
    for place, budget, spent in (
        (VALLEY, "40.000 €", "25.000 €"),
        (MOUNTAIN, "40.000,01 €", "20.000 €"),
        ("Tutta la città", "20.000 €", "15.000 €"),
        ("In tutto", "100.000,01 €", "60.000 €"),
    ):
        row = rows.filter(has_text=place)
        row.get_by_text(budget, exact=True).wait_for()
        row.get_by_text(spent, exact=True).wait_for()
    assert page.get_by_text("persone hanno votato").count() == 0
    page.get_by_role("link", name="Tutta la città", exact=True).first.click()
    anybody.look_at_both_widths()
    anybody.sees("Hanno votato in pochi")
    anybody.sees("3.000 € li paga Regione")
