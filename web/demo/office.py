# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the demonstration's office says of itself. Contacts and names are invented, and say so."""

from deliberation.notices.office_page import OfficeText

TEXT = OfficeText(
    name="Ufficio partecipazione",
    introduction=(
        "Aiutiamo i residenti a discutere, proporre e decidere insieme al Comune.\n\n"
        "Da noi puoi:\n\n"
        "- **verificare il tuo profilo**: porta un documento, bastano cinque minuti;\n"
        "- **proporre e votare** con il nostro aiuto, se non usi il computer;\n"
        "- **chiedere** come si formano i comitati di quartiere e come si entra a farne parte;\n"
        "- **segnalare** un problema con questo sito.\n\n"
        "*Questo è un sito dimostrativo: indirizzo, telefono e posta sono inventati.*"
    ),
    opening_hours=(
        "| Giorno | Mattina | Pomeriggio |\n"
        "|---|---|---|\n"
        "| Lunedì | 9:00 – 13:00 | chiuso |\n"
        "| Martedì | 9:00 – 13:00 | 15:00 – 18:00 |\n"
        "| Mercoledì | 9:00 – 13:00 | chiuso |\n"
        "| Giovedì | 9:00 – 13:00 | 15:00 – 18:00 |\n"
        "| Venerdì | 9:00 – 13:00 | chiuso |\n\n"
        "Il martedì pomeriggio c'è un'operatrice che parla la lingua dei segni."
    ),
    address="Piazza dell'Esempio, 1 (indirizzo inventato)",
    phone="051 000 0000 (inventato)",
    email="partecipazione@comune.example",
)

_CALENDAR = (
    "comitato,giorno,ora,luogo\n"
    "Corticella,2026-12-02,20:45,Sala civica (simulata)\n"
    "San Ruffillo,2026-12-09,20:45,Biblioteca (simulata)\n"
    "Santa Viola,2026-12-14,18:30,Centro sociale (simulato)\n"
)

DOCUMENTS: tuple[tuple[str, str, bytes], ...] = (
    ("Calendario degli incontri dei comitati (simulato)", "incontri-comitati.csv", _CALENDAR.encode()),
)

PRESENTATION = (
    "Il comitato raccoglie le idee di chi vive a {place}, organizza incontri aperti e porta le richieste "
    "all'amministrazione.\n\nCi vediamo una volta al mese. Le riunioni sono aperte a tutti.\n\n"
    "*Le persone di questo comitato sono inventate.*"
)

FIRST_NAMES = (
    "Ada",
    "Amina",
    "Andrea",
    "Bruno",
    "Carla",
    "Chen",
    "Davide",
    "Elena",
    "Fatima",
    "Franco",
    "Giulia",
    "Ioana",
    "Luca",
    "Marta",
    "Nadia",
    "Omar",
    "Paola",
    "Renzo",
    "Sofia",
    "Tomas",
)
LAST_NAMES = (
    "Dell'Esempio",
    "Di Prova",
    "Fantasia",
    "Finti",
    "Immaginari",
    "Inventati",
    "Ipotesi",
    "Modelli",
    "Provvisori",
    "Simulati",
    "Supposti",
    "Verosimili",
)
