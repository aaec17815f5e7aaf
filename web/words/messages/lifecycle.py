# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals of the office's work: texts, dates, votes, assessments, lists, results."""

from web.words.messages.marks import N_

MESSAGES: dict[str, str] = {
    "template.unknown": N_("Scegli un modello."),
    "consultation.unknown": N_("Questa consultazione non c'è."),
    "consultation.incomplete": N_("Manca ancora qualcosa."),
    "consultation.changed_meanwhile": N_(
        "Qualcuno ha cambiato questa consultazione mentre scrivevi. Qui vedi il tuo testo: "
        "apri la pagina in un'altra scheda, confronta e salva di nuovo."
    ),
    "consultation.over": N_("La consultazione è finita: questo non si può più cambiare."),
    "consultation.not_draft": N_("La consultazione è già pubblicata: puoi annullarla, ma non eliminarla."),
    "consultation.not_published": N_("La consultazione è già pubblicata."),
    "consultation.not_closed": N_("La consultazione non si può chiudere adesso."),
    "consultation.not_cancelled": N_("La consultazione non si può più annullare: è già finita o non è pubblicata."),
    "consultation.not_annulled": N_("Si annulla un risultato contato e non ancora pubblicato: qui non c'è."),
    "cancel.counted": N_(
        "Le schede sono contate: la consultazione non si ferma più in silenzio. "
        "Pubblica il risultato, oppure annullalo: motivi e conteggio saranno pubblici."
    ),
    "consultation.not_results": N_("Prima di pubblicare il risultato serve il conteggio."),
    "cancel.reason_missing": N_("Scrivi perché la annulli: lo leggeranno tutti."),
    "missing.title": N_("Scrivi un titolo."),
    "missing.summary": N_("Scrivi il riassunto: è la prima cosa che si legge."),
    "missing.purpose": N_("Scrivi che cosa farete con il risultato."),
    "missing.decided_by": N_("Scrivi chi decide."),
    "missing.out_of_scope": N_("Scrivi che cosa non si chiede."),
    "missing.privacy_notice": N_("Scrivi l'informativa sulla privacy."),
    "missing.neighbourhoods": N_("Scegli almeno un quartiere, oppure tutta la città."),
    "missing.phases": N_("Scrivi le date delle fasi."),
    "missing.voting": N_("Manca la fase del voto."),
    "missing.rule": N_("Scegli come si conta."),
    "missing.budget": N_("Scrivi quanti soldi ci sono."),
    "missing.pots": N_("Dividi la somma fra i quartieri: adesso le parti non corrispondono ai quartieri o al totale."),
    "pots.whole": N_("Questa consultazione ha una somma sola: non c'è nulla da dividere."),
    "pots.no_budget": N_("Solo una votazione con un bilancio si divide per quartieri."),
    "pots.no_weights": N_("Con questo criterio non c'è nulla in base a cui dividere. Scegline un altro."),
    "pots.unknown_weight": N_(
        "Questo numero manca per: %(places)s. Caricalo nel territorio, oppure scegli un altro criterio."
    ),
    "pots.too_small": N_("La somma è troppo piccola: qualche quartiere resterebbe senza un centesimo."),
    "pots.city_part": N_("Scrivi quanto va a tutta la città: più di zero e meno del totale."),
    "pots.wrong": N_("Controlla le somme segnate qui sotto."),
    "pots.amount_missing": N_("Scrivi la somma di questo quartiere."),
    "pots.sum_low": N_("Ai quartieri mancano %(over)s per arrivare al totale. Correggi le somme o il totale."),
    "pots.sum_high": N_("I quartieri hanno %(over)s di troppo rispetto al totale. Correggi le somme o il totale."),
    "pots.file_place": N_("Riga %(line)s: «%(name)s» non è un quartiere di questa consultazione."),
    "pots.file_twice": N_("Riga %(line)s: «%(name)s» c'è già in una riga prima."),
    "pots.file_amount": N_("Riga %(line)s: «%(found)s» non è una somma in euro."),
    "limits.unreadable": N_("Scrivi una percentuale, oppure una somma in euro, come 50.000."),
    "limits.not_with_rule": N_(
        "Questa regola non sa contare con dei limiti di spesa. Togli i limiti, oppure scegli un'altra regola."
    ),
    "missing.lot_source": N_("Scrivi quale estrazione pubblica decide una parità."),
    "long.title": N_("Il titolo è troppo lungo: al massimo 160 caratteri."),
    "long.summary": N_("Il riassunto è troppo lungo: al massimo 400 caratteri."),
    "long.text": N_("Il testo è troppo lungo: al massimo 20.000 caratteri."),
    "phases.wrong": N_("Ci sono date da sistemare."),
    "phase.unknown": N_("Le fasi di una consultazione pubblicata non cambiano."),
    "phase.overlaps": N_("«%(phase)s» comincia prima che finisca la fase precedente."),
    "phase.ends_before_it_opens": N_("«%(phase)s» finisce prima di cominciare."),
    "phase.past": N_("«%(phase)s» finirebbe nel passato: sposta in avanti la fine."),
    "phase.already_open": N_("«%(phase)s» è già cominciata: l'inizio non si cambia."),
    "phase.already_closed": N_("«%(phase)s» è già finita: la fine non si cambia."),
    "phase.only_later": N_("«%(phase)s»: una data pubblicata si può solo spostare più avanti."),
    "date.missing": N_("Scrivi giorno e ora."),
    "date.unreadable": N_("Scrivi giorno e ora così: 2026-11-30T23:59."),
    "date.no_such_day": N_("Questo giorno non esiste nel calendario."),
    "date.far": N_("Questo anno è troppo lontano."),
    "date.skipped_hour": N_("Quest'ora non esiste: in quella notte le lancette saltano dalle 2 alle 3."),
    "date.repeated_hour": N_(
        "Quest'ora c'è due volte: in quella notte le lancette tornano dalle 3 alle 2. Scegli quale."
    ),
    "rule.unknown": N_("Scegli come si conta."),
    "rule.bad_parameter": N_("Questo valore non va bene per la regola."),
    "rule.too_small": N_("È troppo piccolo per questa somma: le prove potrebbero essere più di cento milioni."),
    "vote.wrong": N_("C'è qualcosa da sistemare nel voto."),
    "vote.picks": N_("Il numero di scelte non va bene: il massimo non può essere sotto il minimo."),
    "vote.seats": N_("Scrivi quanti progetti vincono: da 1 a 99."),
    "vote.below_regulation": N_("Il regolamento chiede un'età più alta: scrivi almeno quella."),
    "vote.min_age": N_("Scrivi un'età da 0 a 99 anni."),
    "number.unreadable": N_("Scrivi un numero intero."),
    "assessment.wrong": N_("Manca qualcosa nella valutazione."),
    "assessment.verdict_missing": N_("Scegli: ammessa o non ammessa."),
    "assessment.reasons_missing": N_("Scrivi i motivi: li leggeranno l'autore e tutti."),
    "assessment.cost_missing": N_("Scrivi il costo: senza, la proposta non può stare sulla scheda."),
    "assessment.own": N_("La proposta è tua: la valuta un'altra persona dell'ufficio."),
    "assessment.not_now": N_(
        "Si valuta da quando comincia l'esame delle proposte, finché l'elenco sulla scheda non è fissato."
    ),
    "assessment.not_open": N_("Questa proposta non si può valutare: è ritirata, o è già sulla scheda."),
    "assessment.nothing_to_undo": N_("Questa proposta non è ancora valutata."),
    "proposal.changed_meanwhile": N_("La proposta è cambiata mentre la leggevi. Rileggila e decidi di nuovo."),
    "ballot.already_frozen": N_("L'elenco sulla scheda è già pubblicato: questo non si cambia più."),
    "ballot.no_vote": N_("Qui non c'è un voto da preparare, o il voto è già finito."),
    "ballot.proposals_still_open": N_("Si può ancora proporre: l'elenco si fissa quando la raccolta è chiusa."),
    "ballot.too_few_options": N_("Sulla scheda servono almeno due proposte ammesse; ora sono %(found)s."),
    "assessment.cofinanced_all": N_("Quello che pagano altri deve essere meno del costo."),
    "assessment.cofinanced_by": N_("Scrivi chi paga quella parte, in meno di 160 lettere."),
    "assessment.zone_unknown": N_("Scegli un quartiere dell'elenco."),
    "ballot.without_pot": N_(
        "Nessuna somma per: %(titles)s. Nella valutazione scrivi il quartiere, o mettile sulla somma di tutta la città."
    ),
    "ballot.gender_unknown": N_(
        "Manca il genere di: %(titles)s. Scrivilo nella valutazione: la scheda deve mescolare i generi."
    ),
    "assessment.gender_unknown": N_("Scegli una voce dell'elenco."),
    "ballot.cost_unknown": N_("Una proposta ammessa non ha il costo: valutala prima di fissare l'elenco."),
    "lot.bad_secret": N_("Il sorteggio non è preparato. Riprova."),
    "lot.not_now": N_("L'estrazione si scrive quando il voto è chiuso, prima del conteggio."),
    "lot.value_missing": N_("Scrivi il risultato dell'estrazione."),
    "lot.value_written": N_("L'estrazione è già scritta e non cambia."),
}
