# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office corrects the roll of an open vote, and takes the correction back; what everybody reads of it."""

from tests.journeys.places import BUDGET, OFFICE, RESIDENT
from tests.journeys.visitors import Visitor

ROLL = f"/gestione{BUDGET}/lista"


def test_the_office_strikes_somebody_with_a_reason_and_reinstates_them(person: Visitor) -> None:
    person.go(BUDGET)
    person.sees("Se manchi e puoi votare qui")
    person.sign_in(*OFFICE)
    for button, done in (("Togli", "è stata tolta dalla lista"), ("Riammetti", "è di nuovo nella lista")):
        person.go(ROLL)
        person.page.get_by_role("main").get_by_role("searchbox").fill(RESIDENT[0])
        person.page.get_by_role("main").get_by_role("button", name="Cerca").click()
        person.look()
        person.page.get_by_role("region", name="Persone trovate").get_by_role("link", name=button).click()
        person.look()
        person.page.get_by_role("button", name=button).click()
        person.look()
        person.sees("Scrivi il motivo")
        person.page.get_by_label("Motivo").fill("Una prova")
        person.page.get_by_role("button", name=button).click()
        person.look()
        person.sees(done)
    person.sees("Correzioni fatte")
