# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals of the web floor itself."""

from web.words.messages.marks import N_

MESSAGES: dict[str, str] = {
    "rating.no_stars": N_("Scegli quante stelle, da una a cinque."),
    "rating.unknown_page": N_("Questa pagina non si può valutare."),
    "generic": N_("Non è andata. Quello che hai scritto non è perso: torna indietro e riprova."),
    "database.unavailable": N_("In questo momento l'archivio non risponde. Riprova tra poco."),
    "page.unknown": N_("Questa pagina non c'è. Forse l'indirizzo è cambiato."),
    "request.unreadable": N_("Non riusciamo a leggere la richiesta. Torna indietro e riprova."),
    "value.unstorable": N_("C'è un carattere o un numero che non possiamo registrare. Toglilo e riprova."),
    "route.unlisted": N_("Questa pagina non è aperta al pubblico."),
    "sign_in.needed": N_("Per continuare devi accedere."),
    "role.needed": N_("È per chi lavora nell'ufficio, modera o siede in Consiglio."),
    "forgery.other_site": N_("La richiesta arriva da un altro sito. Per la tua sicurezza non l'abbiamo eseguita."),
}
