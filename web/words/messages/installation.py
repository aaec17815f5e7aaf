# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals of the first start and of the settings."""

from web.words.messages.marks import N_

MESSAGES: dict[str, str] = {
    "settings.not_yours": N_("Solo l'ufficio può cambiare le impostazioni."),
    "settings.changed": N_(
        "Qualcuno ha salvato mentre scrivevi. Il tuo testo è ancora qui: confronta i due e salva di nuovo."
    ),
    "settings.nameless": N_("Scrivi il nome del comune."),
    "settings.same_words": N_("Le parti grandi e quelle piccole hanno lo stesso nome. Scegline due diversi."),
    "settings.no_https": N_("Copia l'indirizzo intero: comincia con https://"),
    "regulation.preset": N_("Scegli un regolamento dell'elenco."),
    "regulation.wrong": N_("Questo valore non va bene: controllalo."),
    "regulation.years": N_("Scrivi gli anni e a chi si chiedono, oppure nessuno dei due."),
    "eligibility.year": N_("Scrivi un anno di quattro cifre, per esempio 1985."),
    "stay.not_asked": N_("Nessuna versione del regolamento lo chiede: non si scrive."),
    "stay.future": N_("Questa data deve ancora venire."),
    "regulation.reason": N_("Scrivi il motivo: resta accanto a questa versione."),
    "regulation.day": N_("Scrivi da quale giorno vale."),
    "regulation.past": N_("Questo giorno è passato: una versione vale da oggi in poi."),
    "settings.min_age": N_("Scrivi un'età da %(least)s a %(most)s anni."),
    "settings.needed": N_("Senza questo passo il sito non può funzionare: non si può lasciare da parte."),
    "folder.demo": N_(
        "La cartella e questo archivio non vanno insieme: uno dei due è di una città dimostrativa e l'altro no."
    ),
    "set_up.has_office": N_("L'ufficio ha già un account: si entra con quello."),
    "colour.unreadable": N_("Questo non è un colore. Scegline uno dalla tavolozza."),
    "colour.too_light": N_("Questo colore si legge male sul bianco. La tinta più vicina che va bene è %(offered)s."),
    "coat.empty": N_("Il file dello stemma è vuoto. Sceglilo di nuovo."),
    "coat.too_large": N_("Lo stemma può pesare al massimo %(megabytes)s MB. Riducilo e mandalo di nuovo."),
    "coat.vector": N_("Questo è un disegno SVG. Aprilo con un programma di grafica ed esportalo in PNG."),
    "coat.unreadable": N_("Non riusciamo ad aprire questa immagine. Servono PNG, JPEG o WebP interi."),
    "coat.too_many_pixels": N_("Questa immagine è troppo grande: al massimo %(millions)s milioni di punti. Riducila."),
    "coat.too_small": N_("Questa immagine è troppo piccola: servono almeno %(pixels)s punti per lato."),
}
