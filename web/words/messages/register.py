# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register of entitled people: what is wrong with a row of the file, and what is refused."""

from deliberation.people.register.reading import Fault
from deliberation.regulations.profile import Basis
from web.words.messages.marks import N_

# Why a row is left out, or is used with a doubt; `found` is what stands in the file.
FAULTS: dict[Fault, str] = {
    Fault.WIDTH: N_("la riga ha più o meno celle dell'intestazione"),
    Fault.NO_CODE: N_("manca il codice fiscale"),
    Fault.CODE: N_("il codice fiscale non è possibile"),
    Fault.CODE_CHECK: N_("l'ultimo carattere del codice fiscale non torna"),
    Fault.DATE: N_("la data di nascita non esiste"),
    Fault.FUTURE: N_("la data di nascita deve ancora venire"),
    Fault.TOO_OLD: N_("la persona avrebbe più di 120 anni"),
    Fault.NO_PLACE: N_("mancano la via e il quartiere"),
    Fault.ZONE: N_("questo quartiere non c'è"),
    Fault.STREET: N_("questa via non è nello stradario"),
    Fault.SEVERAL_STREETS: N_("più vie hanno questo nome"),
    Fault.NUMBER: N_("in questa via non c'è questo numero"),
    Fault.BORDER: N_("due quartieri hanno questo numero"),
    Fault.TWICE: N_("lo stesso codice fiscale è in due righe diverse"),
    Fault.REPEATED: N_("la riga è ripetuta: conta una volta"),
    Fault.PROVISIONAL: N_("il codice fiscale è provvisorio"),
    Fault.OTHER_DATE: N_("il codice fiscale dice un'altra data di nascita"),
    Fault.OTHER_NAME: N_("il codice fiscale dice un altro nome"),
    Fault.CITIZENSHIP: N_("la cittadinanza non si capisce: la riga vale senza"),
    Fault.SINCE: N_("il giorno da cui abita qui non esiste: la riga vale senza"),
    Fault.SINCE_FUTURE: N_("il giorno da cui abita qui deve ancora venire: la riga vale senza"),
    Fault.SINCE_UNBORN: N_("abiterebbe qui da prima di nascere: la riga vale senza quel giorno"),
    Fault.TWO_DAYS: N_("la stessa persona abiterebbe qui da due giorni diversi: la riga vale senza"),
}

# A tie to a zone other than living there, in the first person and as the office reads it.
BASES: dict[Basis, tuple[str, str]] = {
    Basis.WORKER: (N_("Ci lavoro"), N_("lavora")),
    Basis.STUDENT: (N_("Ci studio"), N_("studia")),
    Basis.VOLUNTEER: (N_("Ci faccio volontariato"), N_("fa volontariato")),
    Basis.DOMICILED: (N_("Ci ho il domicilio"), N_("ha il domicilio")),
    Basis.BUSINESS_OWNER: (N_("Ci ho un'attività"), N_("ha un'attività")),
}

MESSAGES: dict[str, str] = {
    "entitled.no_such_field": N_("Non conosciamo il dato «%(field)s»."),
    "entitled.no_such_column": N_("Nel file non c'è la colonna «%(column)s»."),
    "entitled.columns_missing": N_("Di' quale colonna contiene questi dati: il file resta qui."),
    "entitled.code_missing": N_("Scegli la colonna del codice fiscale."),
    "entitled.born_missing": N_("Scegli la colonna della data di nascita."),
    "entitled.place_missing": N_("Scegli la colonna del quartiere, oppure quella della via."),
    "entitled.column_twice": N_("La colonna «%(column)s» è scelta due volte."),
    "entitled.date_future": N_("Questa data deve ancora venire. Scrivi il giorno in cui l'anagrafe ha fatto l'elenco."),
    "entitled.nobody": N_(
        "Nessuna delle %(rows)s righe si può usare, quindi l'elenco di prima resta com'è. Controlla le colonne scelte."
    ),
    "entitled.cut_off": N_(
        "Il file finisce a metà di una riga, quindi l'elenco di prima resta com'è. Carica di nuovo il file intero. "
        "Se l'ultima riga è solo una nota, toglila."
    ),
    "entitled.moved": N_(
        "Intanto un'altra persona dell'ufficio ha caricato un elenco. Guarda di nuovo le differenze e conferma."
    ),
    "entitled.older": N_(
        "L'elenco che c'è è più recente (%(held)s). Se vuoi davvero tornare a quello vecchio, spunta la casella."
    ),
    "entitled.many_gone": N_(
        "Con questo file escono %(gone)s persone su %(held)s: forse il file è tagliato o riguarda un quartiere solo. "
        "Se è giusto così, spunta la casella."
    ),
    "entitled.not_last": N_("Si può annullare solo l'ultimo caricamento."),
    "entitled.cannot_undo": N_("Questo caricamento non si può più annullare. Carica di nuovo l'elenco giusto."),
    "entitled.roll_made": N_(
        "Dopo questo caricamento è stato fissato chi può votare in «%(title)s»: non si può più annullare. "
        "Carica l'elenco giusto: vale dalle prossime votazioni."
    ),
    "entitled.no_draft": N_("Questo file non c'è più: è già stato caricato o eliminato, oppure è passato un giorno."),
    "entitled.no_such_zone": N_("Questo quartiere non c'è. Scegli dall'elenco."),
    "entitled.no_load": N_("Questo caricamento non c'è."),
    "entitled.needs_date": N_("Scrivi la data a cui si riferisce l'elenco."),
    "entitled.needs_file": N_("Scegli il file dell'anagrafe."),
    "residence.zone_closed": N_(
        "Questo quartiere non c'è più: i confini sono cambiati. Serve una nuova dichiarazione."
    ),
    "match.verified": N_("La verifica è già fatta: non serve altro."),
    "match.wait": N_("Troppi tentativi: riprova tra %(wait)s, oppure passa allo sportello con un documento."),
    "match.none": N_("Non c'è una richiesta in corso, oppure è passata una settimana. Scrivi di nuovo i tuoi dati."),
    "match.expired": N_("Questo codice è scaduto. Chiedine un altro: i tuoi dati sono ancora qui."),
    "match.spent": N_("Troppi codici sbagliati. Chiedine un altro: i tuoi dati sono ancora qui."),
    "match.again": N_("Abbiamo già mandato quattro codici. Scrivi di nuovo i tuoi dati, oppure passa allo sportello."),
    "match.wrong": N_("Il codice non è questo. Puoi provare ancora: tentativi rimasti %(left)s."),
    "match.at_desk": N_(
        "Da qui non possiamo andare avanti. Passa allo sportello con un documento: l'ufficio lo sa già."
    ),
    "match.no_register": N_("Qui ci si verifica solo allo sportello, con un documento."),
    "basis.regulated": N_("I legami ammessi li dice il regolamento: si cambiano con una nuova versione."),
    "basis.months": N_("Scrivi quanti mesi può durare una dichiarazione: da 1 a %(longest)s."),
    "declaration.basis": N_("Scegli che cosa ti lega al quartiere."),
    "declaration.venue_missing": N_("Scrivi dove: la ditta, la scuola o l'associazione."),
    "declaration.venue_long": N_("È troppo lungo: al massimo 160 caratteri."),
    "declaration.until_past": N_("Scegli un giorno che deve ancora venire."),
    "declaration.until_far": N_("Una dichiarazione può valere al massimo fino al %(until)s. Poi la rinnovi."),
    "declaration.zone": N_("Scegli il quartiere."),
    "declaration.open": N_("Hai già una dichiarazione che aspetta l'ufficio. Se è sbagliata, ritirala e rifalla."),
    "declaration.holds": N_("La tua dichiarazione vale ancora: puoi rinnovarla nell'ultimo mese."),
    "declaration.verified": N_("Risulti già residente: non serve una dichiarazione."),
    "declaration.none": N_("Non hai una dichiarazione che aspetta l'ufficio."),
    "declaration.unknown": N_("Questa dichiarazione non c'è."),
    "declaration.decided": N_("Qualcuno ha già deciso su questa dichiarazione, oppure la persona l'ha ritirata."),
    "declaration.reason_missing": N_("Scrivi il motivo: la persona lo legge."),
    "declaration.reason_long": N_("Il motivo è troppo lungo: al massimo 500 caratteri."),
}
