# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One budget with three pots, two neighbourhoods' and the city's: divided, voted and published, all by clicking."""

import re
import subprocess
import sys
from uuid import uuid4

from playwright.sync_api import Browser

from tests.journeys.places import OFFICE
from tests.journeys.servers import Server
from tests.journeys.visitors import DESK, PHONE, Visitor, visitor
from web.demo.story import PASSWORD

PLACES = ("Mazzini", "San Ruffillo")


def meanwhile(server: Server, act: str, slug: str) -> None:
    command = [sys.executable, "-m", "tests.journeys.pots_story", act, slug]
    done = subprocess.run(command, env=server.environment, cwd=server.root, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def press(person: Visitor, name: str) -> None:
    person.page.get_by_role("button", name=name).click()
    person.look()


def test_a_budget_is_divided_voted_in_its_pots_and_published(browser_program: Browser, server: Server) -> None:
    office = visitor(browser_program, server.address, DESK)
    slug = divided(office, f"Due zone {uuid4().hex[:6]}")
    meanwhile(server, "begin", slug)
    here = f"/gestione/consultazioni/{slug}"
    office.go(f"{here}/congela")
    office.sees("Tram notturno · 18.000")
    press(office, "Fissa")
    office.sees("Sono fissati l'elenco sulla scheda")
    meanwhile(server, "open", slug)
    faults = []
    for place in PLACES:
        resident = visitor(browser_program, server.address, PHONE, java_script_enabled=place != PLACES[0])
        vote_in_both(resident, slug, place)
        faults += resident.faults
        resident.page.context.close()
    meanwhile(server, "close", slug)
    office.go(here)
    press(office, "Conta le schede")
    office.page.get_by_role("link", name="Pubblica il risultato").click()
    office.look()
    press(office, "Pubblica il risultato")
    for size in (PHONE, DESK):
        anybody = visitor(browser_program, server.address, size)
        anybody.go(f"/consultazioni/{slug}/risultato")
        anybody.sees("Zona per zona")
        assert anybody.page.get_by_text("persone hanno votato").count() == 0  # two voted: neither a true number nor 0
        anybody.page.get_by_role("link", name="Tutta la città", exact=True).first.click()
        anybody.look()
        anybody.sees("Hanno votato in pochi")
        anybody.sees("12.000 € li paga Regione")
        faults += anybody.faults
        anybody.page.context.close()
    assert "\n".join([*office.faults, *faults]) == ""
    office.page.context.close()


def divided(office: Visitor, title: str) -> str:
    """A published consultation of two neighbourhoods, its budget divided; its slug."""
    office.sign_in(*OFFICE)
    office.go("/gestione/consultazioni/nuova")
    office.page.get_by_label("Titolo").fill(title)
    office.page.get_by_role("radio", name=re.compile("Bilancio partecipativo di quartiere")).check()
    press(office, "Crea la bozza")
    office.page.get_by_label("Riassunto").fill("Una somma per ogni zona, e una per tutti.")
    press(office, "Salva e continua")
    for place in PLACES:
        office.page.get_by_label(re.compile(place)).first.check()
    press(office, "Salva e continua")
    office.page.get_by_label("Somma a disposizione").fill("100.000,01")
    office.page.get_by_role("radio", name=re.compile("una per tutta la città")).check()
    office.page.get_by_text("Limiti di spesa").click()
    office.page.get_by_label(re.compile("^Sport.*, al massimo")).fill("molto")
    press(office, "Salva e continua")
    office.page.get_by_label(re.compile("^Sport.*, al massimo")).fill("90 %")
    press(office, "Salva e continua")
    office.sees("Quanto va a ogni zona?")
    office.page.get_by_label("A tutta la città").fill("20.000")
    office.page.get_by_role("radio", name=re.compile("In parti uguali")).check()
    press(office, "Mostra le somme")
    office.sees("40.000,01")
    press(office, "Salva e continua")
    press(office, "Pubblica la consultazione")
    return office.page.url.rsplit("/", 1)[1]


def vote_in_both(resident: Visitor, slug: str, place: str) -> None:
    """The neighbourhood's pot, then the city's; one of the two people has no script."""
    key = place.lower().replace(" ", "-")
    page = resident.page
    page.goto(f"{resident.address}/accesso?next=/consultazioni/{slug}/vota")
    page.get_by_label("E-mail").fill(f"{key}@{slug}.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Accedi").click()
    page.get_by_role("heading", name="Per che cosa voti?").wait_for()
    page.get_by_role("link", name=f"Apri la scheda : {place}").click()
    for title, ballot in (
        (f"Progetto 1 di {place}", f"Voti per {place}"),
        ("Tram notturno", "Voti per tutta la città"),
    ):
        page.get_by_role("heading", name=ballot).first.wait_for()
        page.get_by_label(re.compile(title)).check()
        page.get_by_role("button", name="Rivedi e vota").click()
        page.get_by_role("button", name="Registra il voto").click()
        page.get_by_text("Il tuo voto è registrato.").first.wait_for()
        if title != "Tram notturno":
            page.get_by_role("link", name="Vota anche questa").click()
    page.goto(f"{resident.address}/consultazioni/{slug}/vota")
    assert page.get_by_text("Registrato", exact=True).count() == 2
