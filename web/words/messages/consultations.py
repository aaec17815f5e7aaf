# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consultations in words: refusals, ways out of them, states, categories, orders of lists."""

from deliberation.consultations.phases import PhaseKind
from deliberation.consultations.states import Gender, ProposalState
from deliberation.proposals.amendments.states import AmendmentState
from web.words.messages.marks import N_

# One name a phase, on every page: templates know them as `phase_names`.
PHASE_NAMES: dict[PhaseKind, str] = {
    PhaseKind.INFORMING: N_("Informazione"),
    PhaseKind.PROPOSING: N_("Raccolta delle proposte"),
    PhaseKind.REVIEWING: N_("Esame delle proposte"),
    PhaseKind.VOTING: N_("Voto"),
    PhaseKind.PUBLISHING: N_("Risultato"),
}

# What the office reads when it chooses a template of deliberation.consultations.templates.
TEMPLATE_WORDS: dict[str, tuple[str, str]] = {
    "yes-or-no": (
        N_("Rispondere sì o no"),
        N_("Una domanda sola, scritta dall'ufficio. Si può chiedere un numero minimo di votanti."),
    ),
    "choice-of-one": (
        N_("Scegliere uno"),
        N_("Ognuno sceglie un progetto solo. Vince il più scelto."),
    ),
    "choice-of-projects": (
        N_("Scegliere alcuni"),
        N_("Ognuno segna i progetti che gli vanno bene, fino a un massimo. Vince il più scelto."),
    ),
    "order-of-priority": (
        N_("Mettere in ordine"),
        N_("Ognuno mette in ordine i progetti. Il conteggio confronta i progetti a coppie."),
    ),
    "judgement": (
        N_("Dare un giudizio"),
        N_("Ognuno giudica ogni progetto, a parole o con un punteggio. Vince quello giudicato meglio."),
    ),
    "points-to-give": (
        N_("Distribuire punti"),
        N_("Ognuno ha dei punti e li divide tra i progetti. Si vede anche quanto una cosa preme."),
    ),
    "neighbourhood-budget": (
        N_("Dividere un bilancio"),
        N_("I residenti propongono e riempiono un paniere di progetti fino alla somma disponibile."),
    ),
    "group-of-people": (
        N_("Eleggere un gruppo"),
        N_("Un comitato o dei portavoce: ci si candida, l'ufficio controlla, i residenti eleggono."),
    ),
    "gathering-ideas": (
        N_("Raccogliere idee, senza voto"),
        N_("Si raccolgono idee e commenti. Non si vota."),
    ),
}

MESSAGES: dict[str, str] = {
    "consultation.is_cancelled": N_("Questa consultazione è stata annullata."),
    "consultation.is_annulled": N_("Il risultato di questa consultazione è stato annullato."),
    "consultation.is_over": N_("Questa consultazione è chiusa."),
    "participation.residence_needed": N_("Prima di partecipare, scrivi dove abiti."),
    "participation.birth_date_needed": N_("Prima di partecipare, scrivi la tua data di nascita."),
    "participation.other_neighbourhood": N_("Questa consultazione riguarda chi abita in un altro quartiere."),
    "participation.too_young": N_("Per partecipare qui servono almeno %(age)s anni."),
    "participation.no_tie": N_("Per il regolamento qui partecipa chi è legato al comune in un altro modo."),
    "participation.too_few_days": N_("Per partecipare qui bisogna abitare nel comune da almeno %(days)s giorni."),
    "participation.too_few_years": N_("Per partecipare qui bisogna abitare nel comune da almeno %(years)s anni."),
    "participation.verification_needed": N_(
        "Per votare serve che l'ufficio ti riconosca una volta allo sportello. Porta un documento."
    ),
    "propose.not_yet": N_("Non si può ancora proporre: questa fase deve aprirsi."),
    "propose.closed": N_("La raccolta delle proposte è chiusa."),
    "propose.closed_while_writing": N_("Questa fase si è chiusa mentre scrivevi. Il testo è nelle tue bozze."),
    "support.not_yet": N_("Non si può ancora sostenere: la raccolta delle proposte deve aprirsi."),
    "support.closed": N_("La raccolta dei sostegni è chiusa."),
    "comment.not_yet": N_("La discussione non è ancora aperta."),
    "comment.closed": N_("La discussione è chiusa."),
    "vote.not_yet": N_("Il voto non è ancora aperto."),
    "proposal.unknown": N_("Questa proposta non c'è, oppure non è più pubblica."),
    "proposal.not_public": N_("Questa proposta non è pubblica."),
    "proposal.not_open": N_("Questa proposta non si può più cambiare: è già stata esaminata, ritirata o nascosta."),
    "proposal.not_yours": N_("Solo chi ha scritto la proposta può farlo."),
    "proposal.reason_long": N_("In una riga: al massimo 200 caratteri."),
    "proposal.is_withdrawn": N_("Hai già ritirato questa proposta."),
    "proposal.on_the_ballot": N_("La proposta è già sulla scheda: non si può più ritirare."),
    "proposal.changed_since": N_("La proposta è cambiata mentre la leggevi: leggi il testo nuovo."),
    "proposal.conflict": N_("Il testo è cambiato in un'altra scheda del browser. Qui sotto vedi le due versioni."),
    "proposal.title_short": N_("Scrivi un titolo: almeno 5 caratteri."),
    "proposal.title_long": N_("Il titolo è troppo lungo: al massimo 120 caratteri."),
    "proposal.body_short": N_("Spiega la tua idea: almeno 20 caratteri."),
    "proposal.body_long": N_("Il testo è troppo lungo: al massimo 10.000 caratteri."),
    "proposal.category_unknown": N_("Scegli un argomento dell'elenco."),
    "proposal.place_long": N_("Il luogo è troppo lungo: al massimo 200 caratteri."),
    "proposal.neighbourhood_missing": N_("Scegli il quartiere."),
    "proposal.neighbourhood_unknown": N_("Questo quartiere non fa parte della consultazione. Scegline un altro."),
    "proposal.point_half": N_("Servono tutti e due i numeri del punto, oppure nessuno."),
    "proposal.point_unreadable": N_("Le coordinate non si leggono. Scrivile come 44,4949 e 11,3426."),
    "proposal.point_outside": N_("Il punto è fuori dal quartiere che hai scelto. Cambia il punto o il quartiere."),
    "proposal.point_outside_all": N_(
        "Il punto è fuori dai quartieri di questa consultazione. Scegline un altro, o toglilo e descrivi il luogo."
    ),
    "address.missing": N_("Scrivi la via, e se lo sai il numero: per esempio «via Roma 12»."),
    "address.unknown": N_(
        "Non troviamo questo indirizzo. Controlla il nome, oppure segna il punto sulla mappa o descrivi il luogo."
    ),
    "proposal.cost_missing": N_("Scrivi quanto costa, anche a occhio: l'ufficio farà i conti."),
    "proposal.cost_over_budget": N_("Il costo supera tutto il bilancio di questa consultazione."),
    "cost.unreadable": N_("Scrivi la somma in euro, con al massimo due decimali: 48.000 oppure 48.000,50."),
    "draft.unknown": N_("Questa bozza non c'è più."),
    "draft.empty": N_("Scrivi qui la tua idea: finché non c'è niente, non salviamo nessuna bozza."),
    "draft.unfinished": N_("Manca ancora qualcosa. Quello che hai scritto è salvato."),
    "draft.conflict": N_("Hai cambiato questo passo in un'altra scheda del browser. Qui sotto vedi le due versioni."),
    "draft.changed": N_("La bozza è cambiata in un'altra scheda. Rileggila prima di mandarla."),
    "amendment.unknown": N_("Questo suggerimento non c'è, oppure non è più pubblico."),
    "amendment.own": N_("La proposta è tua: puoi cambiarla senza suggerimenti."),
    "amendment.not_yours": N_("Solo chi ha scritto il suggerimento può farlo."),
    "amendment.is_hidden": N_("Chi modera ha nascosto questo suggerimento."),
    "amendment.decided": N_("Questo suggerimento ha già una risposta, oppure è stato ritirato."),
    "amendment.words_gone": N_(
        "Le parole che questo suggerimento cambia non ci sono più. Chi l'ha scritto può riproporlo sul testo di adesso."
    ),
    "amendment.text_changed": N_(
        "La proposta è cambiata mentre leggevi. Guarda che cosa cambierebbe adesso, poi decidi."
    ),
    "amendment.rest_unfit": N_(
        "Il luogo, il costo o l'argomento della proposta non vanno più bene. Sistemali con «Modifica», poi accetta."
    ),
    "amendment.has_draft": N_("In questa consultazione hai già una bozza. Mandala o eliminala, poi torna qui."),
    "amendment.wrong": N_("Manca ancora qualcosa."),
    "amendment.same": N_("Il testo è uguale a quello della proposta: cambia qualche parola."),
    "amendment.reason_missing": N_("Scrivi in una riga perché è meglio così."),
    "amendment.answer_missing": N_("Scrivi perché non lo accetti: lo leggono tutti."),
    "amendment.answer_long": N_("La risposta è troppo lunga: al massimo 1.000 caratteri."),
    "amendment.many_open": N_(
        "Su questa proposta hai già %(most)s suggerimenti senza risposta. Aspetta la risposta, oppure ritirane uno."
    ),
    "comment.unknown": N_("Il commento a cui rispondi non c'è più."),
    "comment.is_hidden": N_("Il commento a cui rispondi è stato nascosto."),
    "comment.wrong": N_("Il commento non è ancora pronto."),
    "comment.empty": N_("Scrivi qualcosa."),
    "comment.long": N_("Il commento è troppo lungo: al massimo 2.000 caratteri."),
    "comment.stance_unknown": N_("Scegli una delle posizioni, oppure nessuna."),
}

# From a refusal to what the person can do about it: text of the link and path; {next} is the page they are on.
WAYS_OUT: dict[str, tuple[str, str]] = {
    "sign_in.needed": (N_("Accedi"), "/accesso?next={next}"),
    "participation.residence_needed": (N_("Dichiara dove abiti"), "/residenza?next={next}"),
    "participation.birth_date_needed": (N_("Scrivi la tua data di nascita"), "/residenza?next={next}"),
    "participation.verification_needed": (N_("Orari e indirizzo dello sportello"), "/ufficio"),
    "participation.no_tie": (N_("Leggi le regole"), "/posso-votare"),
    "participation.too_few_days": (N_("Leggi le regole"), "/posso-votare"),
    "participation.too_few_years": (N_("Leggi le regole"), "/posso-votare"),
    "participation.other_neighbourhood": (N_("Vedi tutte le consultazioni"), "/consultazioni"),
}

# State of a proposal: what a chip says, and its tone.
STATES: dict[str, tuple[str, str]] = {
    ProposalState.DRAFT: (N_("Bozza"), "neutral"),
    ProposalState.PUBLISHED: (N_("Pubblicata"), "open"),
    ProposalState.ADMISSIBLE: (N_("Ammessa"), "ok"),
    ProposalState.INADMISSIBLE: (N_("Non ammessa"), "stop"),
    ProposalState.ON_BALLOT: (N_("Sulla scheda"), "open"),
    ProposalState.SELECTED: (N_("Scelta"), "ok"),
    ProposalState.NOT_SELECTED: (N_("Non scelta"), "neutral"),
    ProposalState.WITHDRAWN: (N_("Ritirata"), "stop"),
}

CATEGORIES: dict[str, str] = {
    "ambiente": N_("Verde e ambiente"),
    "mobilita": N_("Strade e mobilità"),
    "spazi-pubblici": N_("Piazze e spazi pubblici"),
    "cultura": N_("Cultura"),
    "sport": N_("Sport e gioco"),
    "scuola": N_("Scuola e giovani"),
    "sociale": N_("Aiuto e comunità"),
    "sicurezza": N_("Luce e sicurezza"),
    "altro": N_("Altro"),
}

# Of a candidate, where a ballot must mix genders.
GENDERS: dict[Gender, str] = {
    Gender.WOMAN: N_("donna"),
    Gender.MAN: N_("uomo"),
    Gender.OTHER: N_("altro"),
}

# Of an amendment: its state in words, and the tone of its chip.
AMENDMENT_STATES: dict[str, tuple[str, str]] = {
    AmendmentState.OPEN: (N_("Aspetta risposta"), "open"),
    AmendmentState.ACCEPTED: (N_("Accettato"), "ok"),
    AmendmentState.REJECTED: (N_("Non accettato"), "neutral"),
    AmendmentState.WITHDRAWN: (N_("Ritirato"), "neutral"),
    AmendmentState.ALONE: (N_("Non accettato"), "neutral"),
}
STANCES: dict[str, str] = {
    "": N_("Nessuna posizione"),
    "for": N_("A favore"),
    "against": N_("Contro"),
    "question": N_("Domanda"),
}

# Orders of lists: value in the address → words.
SORTS: dict[str, str] = {
    "sostenute": N_("Più sostenute"),
    "recenti": N_("Più recenti"),
    "caso": N_("A caso (cambia ogni giorno)"),
}
COMMENT_SORTS: dict[str, str] = {
    "recenti": N_("Più recenti"),
    "vecchi": N_("Dal primo"),
    "risposte": N_("Con più risposte"),
}
STEPS: dict[str, str] = {
    "text": N_("Testo"),
    "place": N_("Luogo"),
    "cost": N_("Costo"),
    "enclosures": N_("Immagini"),
    "summary": N_("Riepilogo"),
}
