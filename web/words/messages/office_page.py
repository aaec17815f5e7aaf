# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals of the office's page, its documents and the committees."""

from web.words.messages.marks import N_

MESSAGES: dict[str, str] = {
    "office_page.not_yours": N_("Solo l'ufficio può cambiare questa pagina."),
    "office_page.changed": N_(
        "Qualcuno ha pubblicato un altro testo mentre scrivevi. Qui sotto li trovi tutti e due: scegli e ripubblica."
    ),
    "office_page.nameless": N_("Scrivi il nome dell'ufficio."),
    "email.unreadable": N_("Questo indirizzo e-mail non sembra completo. Controllalo."),
    "field.too_long": N_("Questo testo è troppo lungo. Accorcialo."),
    "document.unknown": N_("Questo documento non c'è. Forse l'ufficio lo ha tolto."),
    "document.untitled": N_("Scrivi un titolo per il documento."),
    "document.no_file": N_("Scegli un file."),
    "committee.unknown": N_("Questo quartiere non ha ancora un comitato."),
    "committee.not_yours": N_("Solo l'ufficio può cambiare la pagina del comitato."),
    "committee.nameless": N_("Scrivi il nome del comitato."),
    "member.unknown": N_("Questa persona non è nel comitato."),
    "member.nameless": N_("Scrivi il nome della persona, al massimo 120 lettere."),
    "member.term_reversed": N_("L'ultimo giorno viene prima del primo. Controlla le date."),
    "member.no_date": N_("Scrivi una data, per esempio 30/11/2026."),
}
