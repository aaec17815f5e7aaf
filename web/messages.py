# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sentences of refusals: code → Italian source text. Each says what happened, that nothing was lost, what to do."""

from collections.abc import Callable

# The extractor knows `N_`: the text is translated when it is shown.
N_: Callable[[str], str] = str

MESSAGES: dict[str, str] = {
    "generic": N_("Non è andata. Quello che hai scritto non è perso: torna indietro e riprova."),
    "page.unknown": N_("Questa pagina non c'è. Forse l'indirizzo è cambiato."),
    "request.unreadable": N_("Non riusciamo a leggere la richiesta. Torna indietro e riprova."),
    "route.unlisted": N_("Questa pagina non è aperta al pubblico."),
    "sign_in.needed": N_("Per continuare devi accedere."),
    "role.needed": N_("Questa pagina è riservata a chi ha un incarico."),
    "forgery.other_site": N_("La richiesta arriva da un altro sito. Per la tua sicurezza non l'abbiamo eseguita."),
}
