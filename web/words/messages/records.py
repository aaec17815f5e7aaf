# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals of records."""

from web.words.messages.marks import N_

MESSAGES: dict[str, str] = {
    "attachment.empty": N_("Il file è vuoto. Scegline un altro."),
    "attachment.too_large": N_("Il file supera %(megabytes)s MB. Scegline uno più piccolo."),
    "attachment.unknown_type": N_("Non riconosciamo questo file. Accettiamo: %(accepted)s."),
    "attachment.wrong_type": N_(
        "Il nome dice che il file è %(declared)s, ma il contenuto è %(found)s. Controlla di aver scelto quello giusto."
    ),
    "attachment.not_accepted": N_("Qui non accettiamo file %(found)s. Accettiamo: %(accepted)s."),
    "attachment.unknown": N_("Questo file non c'è. Forse è stato tolto."),
    "attachment.broken": N_("Il documento è rovinato. Aprilo sul tuo computer, salvalo di nuovo e rimandalo."),
    "attachment.bomb": N_("Una volta aperto, il documento diventerebbe enorme. Salvalo in PDF e manda quello."),
    "attachment.macro": N_("Il documento contiene una macro, cioè un programma. Salvalo in PDF e manda quello."),
    "picture.empty": N_("Il file dell'immagine è vuoto. Sceglila di nuovo."),
    "picture.too_large": N_("L'immagine supera %(megabytes)s MB. Riducila, o mandane una meno pesante."),
    "picture.vector": N_("Questo è un disegno SVG. Aprilo con un programma di grafica ed esportalo in PNG."),
    "picture.unreadable": N_(
        "Non riusciamo ad aprire questa immagine. Accettiamo JPEG, PNG, WebP, GIF e le foto HEIC degli iPhone."
    ),
    "picture.too_many_pixels": N_("L'immagine ha più di %(millions)s milioni di punti. Riducila e mandala di nuovo."),
    "picture.too_small": N_("L'immagine è troppo piccola: servono almeno %(pixels)s punti per lato."),
    "picture.busy": N_("In questo momento arrivano molte immagini. Riprova tra %(wait)s."),
    "enclosure.no_file": N_("Scegli un file."),
    "enclosure.undescribed": N_("Scrivi che cosa si vede: lo legge chi non vede l'immagine."),
    "enclosure.description_long": N_("La descrizione è troppo lunga: bastano 300 caratteri."),
    "enclosure.caption_long": N_("La didascalia è troppo lunga: bastano 300 caratteri."),
    "enclosure.too_many_pictures": N_("Ci sono già %(most)s immagini, il massimo. Togline una per aggiungere questa."),
    "enclosure.too_many_files": N_("Ci sono già %(most)s documenti, il massimo. Togline uno per aggiungere questo."),
    "enclosure.full": N_("Immagini e documenti di una proposta pesano al massimo %(megabytes)s MB. Togline uno."),
    "enclosure.your_all": N_(
        "Hai già mandato %(megabytes)s MB in tutto, il massimo. Togli qualcosa dalle tue proposte."
    ),
    "enclosure.on_the_ballot": N_(
        "La proposta è sulla scheda e non cambia più. Per togliere un'immagine scrivi all'ufficio."
    ),
}
