# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""In a small comune the office loads a list that asks something, and verifies by a declaration one who works there.

Who is on the list and verifies from home is in test_new_comune.py.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.databases import new_database
from tests.journeys.servers import ROOT, Server, serving
from tests.journeys.visitors import DESK, PHONE, Visitor, visitor
from tests.register.files import csv_of, resident

PASSWORD = "quattro cavalli blu"
OFFICE, ELSEWHERE = "ufficio@example.org", "ana@example.org"
TOWN = f"""
import asyncio
from deliberation.actor import Role
from deliberation.database import opened, rows
from deliberation.people.access.passwords import hash_password
from tests.world import a_city, a_person

async def main():
    async with opened():
        await a_city("Borgo")
        secret = await hash_password({PASSWORD!r})
        for email, roles in (({OFFICE!r}, [Role.OFFICE]), ({ELSEWHERE!r}, [])):
            person = await a_person(None, *roles, password_hash=secret)
            await rows("UPDATE account SET email = {{}} WHERE id = {{}}", email, person.id)

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def town() -> Iterator[Server]:
    """A comune of two neighbourhoods without a register of streets, an officer and somebody who lives elsewhere."""
    with serving(database_url=new_database("journey_register"), seed=()) as server:
        environment = {**server.environment, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", TOWN], env=environment, cwd=ROOT, check=True, timeout=120)
        yield server


def test_a_list_asks_where_a_zone_is_and_who_works_here_declares_it(
    town: Server, browser_program: Browser, tmp_path: Path
) -> None:
    maria = resident("Rossi", "Maria")
    people = [maria, *(resident("Verdi", "Anna") for _ in range(29)), resident(zone="Altrove")]
    path = tmp_path / "anagrafe.csv"
    path.write_bytes(csv_of([*people, maria.at(code="ERRATO")]))
    office, worker = (visitor(browser_program, town.address, size) for size in (DESK, PHONE))
    load_list(office, path)
    look_up(office, maria.code)
    office.go("/gestione/registro/dichiarazioni")
    office.page.get_by_label("lavora").check()
    office.page.get_by_role("button", name="Salva").click()
    office.look_at_both_widths()

    worker.sign_in(ELSEWHERE, PASSWORD)
    worker.go("/verifica/dichiarazione")
    worker.page.get_by_label("Ci lavoro").check()
    worker.page.get_by_label("Dove").fill("Officine Rossi")
    worker.page.get_by_label("Quartiere").select_option(label="Savena")
    worker.born(date(1985, 5, 17))
    worker.page.get_by_label("Fino a quando").fill(time.strftime("%Y-%m-%d", time.gmtime(time.time() + 90 * 86400)))
    worker.page.get_by_role("button", name="Dichiara").click()
    worker.look()
    worker.sees("aspetta l'ufficio")

    office.go("/gestione/registro/dichiarazioni")
    office.page.get_by_role("link", name=ELSEWHERE).click()
    office.look_at_both_widths()
    office.page.get_by_role("button", name="Approva", exact=True).click()
    office.look_at_both_widths()
    office.sees("Ora verifica la persona")
    office.go("/gestione/registro")
    office.page.get_by_role("link", name="Annulla").click()
    office.look_at_both_widths()
    for each in (office, worker):
        each.page.context.close()
        assert each.faults == []


def load_list(office: Visitor, path: Path) -> None:
    office.sign_in(OFFICE, PASSWORD)
    office.go("/gestione/registro")
    office.page.get_by_role("link", name="Carica un elenco").click()
    office.look_at_both_widths()
    office.page.get_by_label("File dell'anagrafe").set_input_files(path)
    office.page.get_by_role("button", name="Continua").click()
    office.look_at_both_widths()
    office.page.get_by_role("button", name="Guarda le differenze").click()
    office.sees("questo quartiere non c'è")
    office.look_at_both_widths()  # its selector of zones too
    office.page.get_by_label("Altrove").select_option(label="Savena")
    office.page.get_by_role("button", name="Usa questi quartieri").click()
    office.look_at_both_widths()
    office.page.get_by_role("group").or_(office.page.locator("details")).first.click()
    office.look_at_both_widths()
    office.page.get_by_role("button", name="Conferma e carica").click()
    office.look_at_both_widths()
    office.sees("L'elenco è caricato: 31 persone nuove")


def look_up(office: Visitor, code: str) -> None:
    office.go("/gestione/registro/cerca")
    office.page.get_by_label("Codice fiscale").fill(code)
    office.page.get_by_role("main").get_by_role("button", name="Cerca").click()
    office.look_at_both_widths()
    office.sees("Navile")
