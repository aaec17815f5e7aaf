# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Moderation in words: the published list of reasons, and refusals."""

from web.words.messages.marks import N_

# The keys are those of deliberation.moderation.judgements: short name, then what it means.
REASONS: dict[str, tuple[str, str]] = {
    "threat": (N_("Minaccia"), N_("Minaccia qualcuno o invita alla violenza.")),
    "personal-data": (N_("Dati personali"), N_("Rivela dati di una persona: nome, indirizzo, telefono, salute.")),
    "hate": (N_("Odio"), N_("Offende per origine, religione, sesso, orientamento o disabilità.")),
    "insult": (N_("Insulto"), N_("Insulta una persona o un gruppo invece di discutere.")),
    "false-identity": (N_("Identità falsa"), N_("Finge di parlare a nome di un altro o di un ente.")),
    "advertising": (N_("Pubblicità"), N_("Fa pubblicità o propaganda elettorale.")),
    "off-topic": (N_("Fuori tema"), N_("Non riguarda ciò che la consultazione chiede.")),
    "duplicate": (N_("Doppione"), N_("Ripete una proposta o un commento che c'è già.")),
    "other": (N_("Altro motivo"), N_("Un motivo spiegato nella nota.")),
}
REASONS_TO_KEEP: dict[str, tuple[str, str]] = {
    "within-rules": (N_("Rispetta le regole"), N_("Il testo può non piacere, ma rispetta le regole.")),
    "judged-again": (N_("Valutato di nuovo"), N_("La decisione di prima non era giusta.")),
    "corrected": (N_("Chiarito"), N_("L'autore ha chiarito e il motivo non c'è più.")),
}

MESSAGES: dict[str, str] = {
    "report.nothing_there": N_("Questo testo non c'è più."),
    "report.own": N_("Il testo è tuo: non puoi segnalarlo."),
    "report.already": N_("Hai già segnalato questo testo. Chi modera lo guarderà."),
    "report.wrong": N_("Manca qualcosa nella segnalazione."),
    "report.reason_missing": N_("Scegli un motivo."),
    "report.note_long": N_("La nota è troppo lunga."),
    "moderation.not_your_place": N_("Questo testo è di un quartiere che non segui."),
    "moderation.own": N_("Il testo, o la proposta a cui risponde, è tuo: decide un'altra persona."),
    "moderation.on_ballot": N_(
        "Questa proposta è sulla scheda: ora decide solo l'ufficio. "
        "Se il testo va nascosto, segnalalo o scrivi all'ufficio."
    ),
    "moderation.moderators_judge": N_("Di questo testo decide chi modera il quartiere."),
    "moderation.mind_the_ballot": N_(
        "Questa proposta è sulla scheda. Leggi che cosa cambia per il voto, poi conferma."
    ),
    "moderation.note_missing": N_("Scrivi una nota: la leggono tutti, sulla scheda e nella pagina della proposta."),
    "moderation.wrong": N_("Manca qualcosa nella decisione."),
    "moderation.act_missing": N_("Scegli che cosa fare: nascondere, lasciare o mostrare di nuovo."),
    "moderation.reason_missing_hide": N_("Scegli il motivo per cui lo nascondi: l'autore lo leggerà."),
    "moderation.reason_missing_keep": N_("Scegli il motivo per cui resta."),
    "moderation.reason_missing_restore": N_("Scegli il motivo per cui lo mostri di nuovo."),
    "moderation.changed_meanwhile": N_("Qualcuno ha già deciso mentre leggevi. Guarda la decisione qui sotto."),
    "moderation.no_decision": N_("Questa decisione non c'è o non è tua."),
    "moderation.undo_too_late": N_("È passata un'ora: prendi una nuova decisione, invece di annullare."),
}
