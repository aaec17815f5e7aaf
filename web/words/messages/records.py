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
}
