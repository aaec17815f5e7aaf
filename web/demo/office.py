# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demonstration's committees. Names are invented, and say so."""

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
