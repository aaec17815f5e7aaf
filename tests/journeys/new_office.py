# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office of a new comune does before anybody comes: set-up, register, consultation."""

import re
from pathlib import Path

from tests.journeys.servers import Server
from tests.journeys.visitors import Visitor

OFFICE, PASSWORD = "ufficio@valdombra.example", "quattro cavalli blu"
VALLEY, MOUNTAIN = "Pieve a Valle", "Monte Ombroso"


def press(person: Visitor, name: str) -> None:
    person.page.get_by_role("main").get_by_role("button", name=name).first.click()
    person.page.wait_for_load_state("load")


def follow(person: Visitor, name: str) -> None:
    person.page.get_by_role("main").get_by_role("link", name=name).first.click()
    person.page.wait_for_load_state("load")


def begins(office: Visitor, server: Server) -> None:
    """Anybody sees that the site is not ready; the link that `rione serve` printed makes the first account."""
    office.page.goto(f"{office.address}/consultazioni")
    office.sees("Questo sito non è ancora pronto")
    office.faults.clear()  # the browser tells of the 503 that this page is
    [link] = re.findall(r"/primo-avvio/\S+", server.mail.read_text())
    office.page.goto(office.address + link)
    office.look_at_both_widths()
    office.page.get_by_label("Il tuo indirizzo e-mail di lavoro").fill(OFFICE)
    office.page.get_by_label("Scegli una password").fill(PASSWORD)
    press(office, "Crea l'account e vai avanti")


def set_up(office: Visitor, folder: Path) -> None:
    """Eight steps, one after the other; the second is left and taken up from the desk."""
    page = office.page
    page.get_by_label("Nome", exact=True).fill("Comune di Valdombra")
    page.get_by_label("Stemma").set_input_files(folder / "vie.csv")
    press(office, "Salva e vai avanti")
    office.sees("Non riusciamo ad aprire questa immagine")
    office.look_at_both_widths()
    assert page.get_by_label("Nome", exact=True).input_value() == "Comune di Valdombra"
    page.get_by_label("Stemma").set_input_files(folder / "stemma.png")
    press(office, "Salva e vai avanti")
    office.sees("Passo 2 di 8")
    office.page.goto(f"{office.address}/gestione")
    office.sees("Al sito mancano ancora 7 passi")
    office.look_at_both_widths()
    follow(office, "Quartieri")
    follow(office, "Carica i confini")
    half = folder / "a-meta.geojson"
    half.write_bytes((folder / "frazioni.geojson").read_bytes()[:300])
    upload(office, half)
    office.sees("Il file dei confini finisce a metà, alla riga 1")
    office.look_at_both_widths()
    upload(office, folder / "frazioni.geojson")
    press(office, "Guarda che cosa cambia")
    office.look_at_both_widths()
    press(office, "Conferma e carica")
    office.look_at_both_widths()
    follow(office, "Vai al prossimo passo: Strade")
    follow(office, "Carica lo stradario")
    upload(office, folder / "frazioni.geojson")
    office.sees("Questo file è un GeoJSON o un JSON")
    (folder / "errata.csv").write_bytes((folder / "vie.csv").read_bytes() + b"\n4;Via Storta;Altrove;2;10;1;9\n")
    upload(office, folder / "errata.csv")
    press(office, "Guarda che cosa cambia")
    office.sees("Riga 6: Via Storta, il quartiere «Altrove» non c'è.")
    office.look_at_both_widths()
    press(office, "Elimina questo file")
    page.get_by_role("main").get_by_role("link", name="Carica lo stradario").click()
    upload(office, folder / "vie.csv")
    confirm(office)
    follow(office, "Vai al prossimo passo: Residenti")
    follow(office, "Carica i residenti")
    upload(office, folder / "abitanti.csv")
    press(office, "Guarda che cosa cambia")
    office.sees("Scrivi chi ha contato")
    office.look_at_both_widths()
    page.get_by_label("A quale giorno si riferiscono").fill("2025-12-31")
    page.get_by_label("Chi ha contato").fill("Anagrafe comunale")
    confirm(office)
    follow(office, "Vai al prossimo passo: L'ufficio")
    page.get_by_label("Nome dell'ufficio").fill("Ufficio partecipazione")
    page.get_by_label("Orari").fill("- lunedì, 9–13")
    page.get_by_label("E-mail").fill(OFFICE)
    press(office, "Salva e vai avanti")
    press(office, "Salva e vai avanti")  # who takes part: as it is proposed
    page.get_by_label("E-mail del titolare").fill("protocollo@valdombra.example")
    page.get_by_label("E-mail del responsabile").fill("dpo@valdombra.example")
    page.get_by_label("Per quanto tempo tenete i dati").fill("Un anno dopo l'ultimo accesso.")
    page.get_by_label("E-mail a cui segnalare una barriera").fill("barriere@valdombra.example")
    press(office, "Salva e vai avanti")
    page.get_by_label("A quale indirizzo?").fill(OFFICE)
    press(office, "Manda il messaggio di prova")
    until(office, "Il messaggio è partito")
    office.look_at_both_widths()
    follow(office, "Tutte le impostazioni")
    office.sees("Non manca niente: il sito è pronto.")


def upload(office: Visitor, path: Path) -> None:
    office.page.get_by_label("File", exact=True).set_input_files(path)
    press(office, "Carica e guarda")


def confirm(office: Visitor) -> None:
    press(office, "Guarda che cosa cambia")
    press(office, "Conferma e carica")


def until(person: Visitor, text: str) -> None:
    """The worker does it within seconds: look again until it is done."""
    for _ in range(60):
        if person.page.get_by_text(text).count():
            return
        person.page.wait_for_timeout(250)
        person.page.reload()
    raise AssertionError(f"{text} never came on {person.page.url}")


def load_register(office: Visitor, path: Path) -> None:
    office.page.goto(f"{office.address}/gestione")
    follow(office, "Registro dei residenti")
    follow(office, "Carica un elenco")
    office.page.get_by_label("File dell'anagrafe").set_input_files(path)
    press(office, "Continua")
    press(office, "Guarda le differenze")
    office.look_at_both_widths()
    press(office, "Conferma e carica")
    office.sees("L'elenco è caricato: 30 persone nuove")


def consultation(office: Visitor) -> str:
    """By the wizard: a part of the budget for each neighbourhood and one for the whole comune. Its slug."""
    page = office.page
    office.page.goto(f"{office.address}/gestione")
    follow(office, "Nuova consultazione")
    page.get_by_label("Titolo").fill("Una somma per ogni quartiere")
    page.get_by_role("radio", name=re.compile("Dividere un bilancio")).check()
    press(office, "Crea la bozza")
    page.get_by_label("Riassunto").fill("Una somma per ogni quartiere, e una per tutti.")
    press(office, "Salva e continua")
    for place in (VALLEY, MOUNTAIN):
        page.get_by_label(place).check()
    press(office, "Salva e continua")
    page.get_by_label("Somma a disposizione").fill("100.000,01")
    page.get_by_role("radio", name=re.compile("una per tutta la città")).check()
    page.get_by_text("Limiti di spesa").click()
    page.get_by_label(re.compile("^Sport.*, al massimo")).fill("molto")
    press(office, "Salva e continua")
    page.get_by_label(re.compile("^Sport.*, al massimo")).fill("90 %")
    press(office, "Salva e continua")
    page.get_by_label("A tutta la città").fill("20.000")
    page.get_by_role("radio", name=re.compile("In parti uguali")).check()
    press(office, "Mostra le somme")
    office.sees("40.000,01")
    office.look_at_both_widths()
    press(office, "Salva e continua")
    press(office, "Pubblica la consultazione")
    office.sees("La consultazione è pubblicata")
    office.look_at_both_widths()
    return page.url.rsplit("/", 1)[1]
