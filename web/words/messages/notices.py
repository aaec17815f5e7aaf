# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals of notices, and the words of each kind of notice."""

from deliberation.notices.choices import Event, Followed, Told, Way
from web.words.messages.marks import N_

MESSAGES: dict[str, str] = {
    "notice.unknown": N_("Questo avviso non c'è."),
    "choice.missing": N_("Scegli come vuoi saperlo."),
    "unsubscribe.unknown": N_(
        "Questo link non vale più, o è incompleto. Apri quello della mail più recente, "
        "oppure accedi e scegli gli avvisi dal tuo profilo."
    ),
    "announcement.unknown": N_("Questo avviso non c'è."),
    "announcement.begun": N_("L'avviso è già partito: non si può più fermare."),
}

# kind (deliberation/notices/kinds.py) → what the list says; parameters by %(name)s.
WORDS: dict[str, str] = {
    "residence.verified": N_("L'ufficio ha verificato la tua residenza: ora puoi votare nel tuo quartiere."),
    "residence.verification_withdrawn": N_("L'ufficio ha ritirato la verifica della tua residenza."),
    "vote.suspended": N_(
        "Il tuo diritto di voto in «%(title)s» è sospeso. Se avevi votato, la scheda è messa da parte."
    ),
    "vote.reinstated": N_("Il tuo diritto di voto in «%(title)s» vale di nuovo. Se avevi votato, la scheda si conta."),
    "vote.added": N_("L'ufficio ti ha aggiunto alla lista di chi vota in «%(title)s»: ora puoi votare."),
    "roll.corrected": N_("È stata corretta la lista di chi vota in «%(title)s»: guarda che cosa è cambiato e perché."),
    "account.merged": N_("L'ufficio ha unito i tuoi due account: quello che avevi scritto è tutto qui."),
    "account.unmerged": N_("L'ufficio ha diviso di nuovo i due account che aveva unito."),
    "residence.corrected": N_("L'ufficio ha corretto i dati della tua residenza."),
    "register.collision": N_(
        "Una persona non riesce a farsi riconoscere da casa: forse ha già un altro account. Apri la sua scheda."
    ),
    "declaration.approved": N_("L'ufficio ha approvato la tua dichiarazione. Ora passa a mostrare un documento."),
    "declaration.refused": N_("L'ufficio non ha approvato la tua dichiarazione. Motivo: %(reason)s"),
    "declaration.ending": N_("La tua dichiarazione scade il %(day)s. Se vale ancora, rinnovala."),
    "declaration.ended": N_("La tua dichiarazione è scaduta: per votare qui serve una nuova dichiarazione."),
    "proposal.admissible": N_("L'ufficio ha ammesso la tua proposta «%(title)s»."),
    "proposal.inadmissible": N_("L'ufficio non ha ammesso la tua proposta «%(title)s». Motivi: %(reasons)s"),
    "proposal.asks_again": N_("È cambiata una proposta che sostenevi: «%(title)s». La sostieni ancora?"),
    "proposal.reopened": N_("L'ufficio riesamina la tua proposta «%(title)s»."),
    "proposal.selected": N_("La tua proposta «%(title)s» è fra quelle scelte con il voto."),
    "proposal.not_selected": N_("La tua proposta «%(title)s» non è fra quelle scelte. Guarda che cosa le mancava."),
    "proposal.hidden": N_("Chi modera ha nascosto la tua proposta «%(title)s». Motivo: %(reason)s. %(note)s"),
    "proposal.restored": N_("Chi modera ha mostrato di nuovo la tua proposta «%(title)s». %(note)s"),
    "amendment.suggested": N_("Qualcuno suggerisce una modifica a «%(title)s». Perché: %(note)s"),
    "amendment.accepted": N_("Il tuo suggerimento è entrato nella proposta «%(title)s»."),
    "amendment.rejected": N_("Il tuo suggerimento a «%(title)s» non è stato accettato. Motivo: %(note)s"),
    "amendment.withdrawn": N_("Un suggerimento a «%(title)s» è stato ritirato da chi l'aveva scritto."),
    "amendment.hidden": N_("Chi modera ha nascosto il tuo suggerimento a «%(title)s». Motivo: %(reason)s. %(note)s"),
    "amendment.restored": N_("Chi modera ha mostrato di nuovo il tuo suggerimento a «%(title)s». %(note)s"),
    "comment.hidden": N_("Chi modera ha nascosto il tuo commento a «%(title)s». Motivo: %(reason)s. %(note)s"),
    "comment.restored": N_("Chi modera ha mostrato di nuovo il tuo commento a «%(title)s». %(note)s"),
    "enclosure.hidden": N_("Chi modera ha nascosto un allegato di «%(title)s». Motivo: %(reason)s. %(note)s"),
    "enclosure.restored": N_("Chi modera ha mostrato di nuovo un allegato di «%(title)s». %(note)s"),
    "option.hidden": N_(
        "L'ufficio ha nascosto il testo della tua proposta «%(title)s», che resta sulla scheda. "
        "Motivo: %(reason)s. %(note)s"
    ),
    "option.restored": N_("L'ufficio mostra di nuovo il testo della tua proposta «%(title)s», che è sulla scheda."),
    "report.waiting": N_("Un testo segnalato aspetta una tua decisione: «%(title)s»."),
    "answer.taken": N_("%(office)s ha preso in carico la proposta «%(title)s»: risponde entro il %(day)s."),
    "answer.given": N_("%(office)s ha risposto alla proposta «%(title)s»."),
    "answer.due": N_("Il %(day)s scade la risposta n. %(number)s alla proposta «%(title)s»."),
    "answer.late": N_("La risposta n. %(number)s alla proposta «%(title)s» è in ritardo dal %(day)s."),
    "consultation.voting": N_("È aperto il voto di «%(title)s»."),
    "vote.opened": N_("Si vota: «%(title)s»."),
    "vote.result": N_("C'è il risultato di «%(title)s»."),
    "consultation.closed": N_("«%(title)s» è chiusa. Ti avvisiamo quando c'è il risultato."),
    "result.annulled": N_("L'ufficio ha annullato il risultato di «%(title)s»: %(reason)s"),
    "consultation.cancelled": N_("L'ufficio ha annullato «%(title)s»: %(reason)s"),
}
OTHER = N_("C'è una novità che ti riguarda.")
# What is told of a vote: its name, and when and to whom; and the ways to hear it.
EVENTS: dict[Told, tuple[str, str]] = {
    Event.OPENING: (N_("Si apre il voto"), N_("Quando comincia il voto, a chi può votare.")),
    Event.REMINDER: (
        N_("Il voto finisce fra poco"),
        N_("Tre giorni prima della fine, solo a chi non ha ancora votato."),
    ),
    Event.RESULT: (N_("C'è il risultato"), N_("Quando esce il risultato, a chi poteva votare.")),
    Followed.NEWS: (
        N_("C'è una novità su una proposta"),
        N_("Quando un ufficio risponde o un lavoro va avanti, per le proposte tue, che sostieni o che segui."),
    ),
}
WAYS: dict[Way, str] = {
    Way.MAIL: N_("Per mail e sul sito"),
    Way.SITE: N_("Solo sul sito"),
    Way.NONE: N_("Niente"),
}
