# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals of rolls, ballots and counts."""

from web.words.messages.marks import N_

MESSAGES: dict[str, str] = {
    "roll.frozen_already": N_("La lista di chi può votare è già chiusa e non si riscrive."),
    "roll.not_frozen": N_("La lista di chi può votare non è ancora fissata: non c'è niente da correggere."),
    "roll.vote_closed": N_("La votazione è chiusa: da allora la lista di chi poteva votare non si corregge più."),
    "roll.on_it_already": N_("Questa persona è già nella lista di chi può votare."),
    "roll.struck_before": N_("Questa persona era nella lista ed è stata tolta: puoi riammetterla."),
    "roll.would_not_hold": N_(
        "Con i dati che abbiamo questa persona non può votare qui: servono la verifica, la residenza e l'età. "
        "Correggi prima i dati, se sono sbagliati."
    ),
    "roll.not_on_it": N_("Questa persona non è nella lista di chi può votare."),
    "roll.struck_already": N_("Questa persona è già stata tolta dalla lista."),
    "roll.not_struck": N_("Questa persona non è stata tolta dalla lista: non c'è niente da riammettere."),
    "roll.reason_missing": N_("Scrivi il motivo: resta nel registro degli atti."),
    "roll.reason_long": N_("Il motivo è troppo lungo: al massimo %(longest)s caratteri."),
    "vote.unknown": N_("Qui non c'è una votazione. Forse l'indirizzo è cambiato."),
    "vote.closed": N_("Il voto è chiuso."),
    "vote.too_early": N_("Il voto non è ancora aperto."),
    "vote.not_ready": N_("Il voto sta per aprirsi: l'ufficio non ha ancora chiuso la lista di chi può votare."),
    "vote.not_verified": N_(
        "Per votare serve la verifica allo sportello, fatta prima che si chiuda la lista di chi può votare."
    ),
    "vote.not_on_roll": N_("Non sei nella lista di chi vota qui."),
    "vote.suspended": N_("Il tuo diritto di voto è sospeso: la tua residenza non è più verificata."),
    "vote.pot_missing": N_("Scegli prima per quale quartiere voti."),
    "vote.pot_unknown": N_("Questo quartiere non fa parte della votazione. Scegli dall'elenco."),
    "vote.not_your_pot": N_("La somma di %(pot)s la decide chi abita lì. Tu voti per il tuo quartiere."),
    "vote.no_pot": N_("Per il tuo quartiere non c'è nessun progetto in votazione."),
    "ballot.wrong_shape": N_("Non riusciamo a leggere le tue scelte. Controllale e riprova."),
    "ballot.unknown_option": N_("Una delle scelte non è più sulla scheda. Controlla e riprova."),
    "ballot.repeated_option": N_("Hai segnato due volte la stessa scelta. Lasciala una volta sola."),
    "ballot.too_few": N_("Servono almeno %(min)s scelte: ne hai segnate %(found)s."),
    "ballot.too_many": N_("Puoi fare al massimo %(max)s scelte: ne hai segnate %(found)s."),
    "ballot.over_budget": N_("Hai superato di %(over)s la somma disponibile. Togli un progetto."),
    "ballot.not_a_number": N_("Il posto si scrive con un numero: «%(found)s» accanto a «%(title)s» non lo è."),
    "ballot.negative": N_("Il posto parte da 1: «%(found)s» accanto a «%(title)s» non va bene."),
    "ballot.place_too_high": N_("I posti sono %(max)s: «%(place)s» accanto a «%(title)s» non c'è."),
    "ballot.too_often": N_(
        "In un'ora hai già registrato %(limit)s voti. Puoi votare di nuovo dalle %(again)s. "
        "Le scelte qui sotto sono ancora da registrare. Se avevi già votato qui, vale il voto di prima."
    ),
    "ballot.rank_repeated": N_("Il posto %(place)s è scritto due volte, anche accanto a «%(title)s». Usalo una volta."),
    "ballot.too_many_points": N_("Hai dato più punti di quelli che hai: %(found)s su %(points)s. Togline qualcuno."),
    "ballot.too_many_credits": N_(
        "Questi voti costano %(found)s crediti e ne hai %(credits)s: ogni voto in più alla stessa opzione costa di più."
    ),
    "ballot.too_high": N_("«%(found)s» accanto a «%(title)s» è troppo: il massimo è %(top)s."),
    "ballot.one_gender": N_(
        "Hai dato %(found)s preferenze a persone dello stesso genere. La regola vuole generi diversi: cambiane una, o "
        "lasciane una sola."
    ),
    "ballot.value_not_a_number": N_("Serve un numero intero: «%(found)s» accanto a «%(title)s» non lo è."),
    "ballot.value_negative": N_("Il numero parte da 0: «%(found)s» accanto a «%(title)s» non va bene."),
    "ballot.too_few_marked": N_("Segna almeno %(min)s opzioni: ne hai segnate %(found)s."),
    "ballot.too_many_marked": N_("Puoi segnare al massimo %(max)s opzioni: ne hai segnate %(found)s."),
    "tally.not_closed": N_("Si conta solo dopo la chiusura della votazione."),
    "tally.lot_needed": N_("C'è una parità che decide il sorteggio. Scrivi il valore della fonte pubblica e riconta."),
    "tally.impossible": N_("Queste schede non si possono contare con la regola scelta (%(reason)s)."),
    "tally.differs": N_("Il nuovo conteggio non è uguale al risultato pubblicato. Il risultato resta com'era."),
    "result.not_counted": N_("Il voto non è stato ancora contato."),
    "result.published_already": N_("Il risultato è già pubblicato."),
    "result.not_published": N_("Il risultato non è ancora pubblicato."),
    "import.another_city": N_("Qui c'è già un altro comune: %(name)s. L'importazione vuole un archivio vuoto."),
    "import.changed": N_("Il file %(file)s è già importato, ma con un altro contenuto. Nulla è cambiato."),
    "import.unknown_district": N_("Il file %(file)s parla del quartiere %(number)s, che non è tra i poligoni."),
    "import.unknown_rule": N_("Il file %(file)s si conta con la regola «%(rule)s», che qui non c'è."),
    "import.not_cents": N_("Nel file %(file)s c'è una somma più fine del centesimo: %(found)s."),
    "import.repeated_voter": N_("Nel file %(file)s l'identificativo «%(voter)s» manca, è troppo lungo o è ripetuto."),
}
