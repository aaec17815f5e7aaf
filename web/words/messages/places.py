# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals of places: the finder, and the files that found a city."""

from web.words.messages.marks import N_

MESSAGES: dict[str, str] = {
    "place.unknown": N_("Questo quartiere non c'è. Guarda l'elenco dei quartieri."),
    "street.number_unreadable": N_("Scrivi il numero civico, per esempio 12 oppure 12/A."),
    "street.missing": N_("Scrivi anche il nome della via."),
    "city.exists": N_("Questo sito ha già il suo comune."),
    "city.unknown": N_("Questo sito non ha ancora un comune. Chiedi a chi lo gestisce di crearlo."),
    "city.nameless": N_("Scrivi il nome del comune."),
    "register.empty_field": N_("Riga %(line)s, campo «%(field)s»: è vuoto."),
    "register.not_a_number": N_("Riga %(line)s, campo «%(field)s»: «%(found)s» non è un numero intero."),
    "register.reversed_range": N_("Riga %(line)s, campo «%(field)s»: «%(found)s» viene prima dell'inizio."),
    "register.unknown_sex": N_("Riga %(line)s, campo «%(field)s»: «%(found)s» non è né F né M."),
    "register.bad_age": N_("Riga %(line)s, campo «%(field)s»: «%(found)s» non è una fascia di età, come 15-19."),
}
