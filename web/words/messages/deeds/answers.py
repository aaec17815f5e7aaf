# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals and words of official answers, of the offices that give them, and of following."""

from deliberation.proposals.answers.states import AnswerState
from web.words.messages.marks import N_

MESSAGES: dict[str, str] = {
    "office.nameless": N_("Scrivi il nome dell'ufficio."),
    "office.known": N_("C'è già un ufficio con questo nome."),
    "office.unknown": N_("Questo ufficio non c'è."),
    "office.owes": N_("Questo ufficio deve ancora delle risposte (%(count)s). Prima passale a un altro."),
    "office.too_many": N_("Si possono tenere al massimo %(most)s uffici."),
    "answer.own": N_("Questa proposta è tua: le risponde qualcun altro."),
    "answer.not_taken": N_("Nessun ufficio ha in carico questa proposta."),
    "answer.is_taken": N_("Un ufficio ha già in carico questa proposta."),
    "answer.is_given": N_("La risposta c'è già e non si cambia più."),
    "answer.changed": N_("Nel frattempo qualcun altro ha cambiato la risposta. Guarda com'è adesso, poi riprova."),
    "answer.unfinished": N_("Manca qualcosa."),
    "answer.office_missing": N_("Scegli un ufficio."),
    "answer.same_office": N_("La proposta è già di questo ufficio: scegline un altro."),
    "answer.outcome_missing": N_("Scegli come rispondi."),
    "answer.reasons_missing": N_("Scrivi i motivi: li leggono tutti."),
    "answer.next_missing": N_("Scrivi che cosa succede adesso."),
    "follow.unknown": N_("Questa cosa non si può seguire."),
    "follow.too_many": N_("Segui già %(most)s cose: prima togline qualcuna dal tuo profilo."),
}
# State → its name for everybody and the tone of its chip.
STATES: dict[AnswerState, tuple[str, str]] = {
    AnswerState.NONE: (N_("Senza risposta"), "neutral"),
    AnswerState.TAKEN: (N_("In attesa di risposta"), "wait"),
    AnswerState.ACCEPTED: (N_("Sì"), "ok"),
    AnswerState.PARTLY: (N_("In parte"), "ok"),
    AnswerState.REJECTED: (N_("No"), "stop"),
    AnswerState.NOT_COMPETENT: (N_("Non tocca al comune"), "neutral"),
}
# How the office answers: what it chooses, and what that means.
OUTCOMES: dict[AnswerState, tuple[str, str]] = {
    AnswerState.ACCEPTED: (N_("Sì"), N_("il comune fa quello che la proposta chiede")),
    AnswerState.PARTLY: (N_("In parte"), N_("il comune ne fa una parte, o in un altro modo")),
    AnswerState.REJECTED: (N_("No"), N_("il comune non la fa")),
    AnswerState.NOT_COMPETENT: (N_("Non tocca al comune"), N_("decide qualcun altro: scrivi chi")),
}
