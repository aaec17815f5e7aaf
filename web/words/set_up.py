# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The steps of the set-up as an office reads them: where each is, what it is called, what it asks, what it lacks."""

from dataclasses import dataclass

from deliberation.installation.steps import Step
from web.words.messages.marks import N_

HOME = "/gestione/impostazioni"


@dataclass(frozen=True, slots=True)
class Place:
    """A step's address, its name and the question that it answers."""

    path: str
    name: str
    asks: str


PLACES: dict[Step, Place] = {
    Step.CITY: Place(f"{HOME}/comune", N_("Il comune"), N_("Come si chiama e che aspetto ha il sito?")),
    Step.PLACES: Place(f"{HOME}/luoghi", N_("Quartieri"), N_("Com'è diviso il comune?")),
    Step.STREETS: Place(f"{HOME}/strade", N_("Strade"), N_("In che quartiere sta ogni via?")),
    Step.POPULATION: Place(f"{HOME}/popolazione", N_("Residenti"), N_("Quante persone abitano in ogni quartiere?")),
    Step.OFFICE: Place(f"{HOME}/ufficio", N_("L'ufficio"), N_("Dove e quando vi trovano le persone?")),
    Step.RULES: Place(f"{HOME}/regole", N_("Chi partecipa"), N_("Chi può proporre e votare?")),
    Step.PRIVACY: Place(f"{HOME}/privacy", N_("Privacy e accessibilità"), N_("Chi risponde dei dati e del sito?")),
    Step.MAIL: Place(f"{HOME}/posta", N_("La posta"), N_("I messaggi partono davvero?")),
}
# What a step that was begun still waits for, by its code in StepView.lacks.
LACKS: dict[str, str] = {
    "look": N_("guarda il nome e la parola per le parti, poi salva"),
    "opening_hours": N_("gli orari"),
    "contact": N_("un telefono o un indirizzo e-mail"),
    "controller": N_("il titolare dei dati"),
    "controller_email": N_("l'e-mail del titolare"),
    "officer_email": N_("l'e-mail del responsabile della protezione dei dati"),
    "retention": N_("per quanto tempo tenete i dati"),
    "accessibility_email": N_("l'e-mail a cui segnalare una barriera"),
}
