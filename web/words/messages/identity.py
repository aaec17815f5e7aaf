# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals and doubts about who somebody is."""

from web.words.messages.marks import N_

MESSAGES: dict[str, str] = {
    "fiscal_code.missing": N_("Manca il codice fiscale."),
    "fiscal_code.shape": N_(
        "Il codice fiscale ha 16 lettere e numeri, o 11 cifre se è provvisorio. Ricontrollalo sulla tessera. Se non si "
        "legge, lascia vuoto: ti chiediamo il motivo."
    ),
    "fiscal_code.control": N_(
        "L'ultimo carattere del codice fiscale non torna: c'è uno scambio o un errore di battitura. Ricontrollalo."
    ),
    "fiscal_code.day": N_("Nel codice fiscale c'è un giorno di nascita che non esiste. Ricontrollalo."),
    "fiscal_code.other_birth_date": N_("La data di nascita non è quella del codice fiscale."),
    "fiscal_code.other_name": N_("Nome e cognome non danno le lettere del codice fiscale."),
    "fiscal_code.unknown_place": N_("Il codice fiscale nomina un comune o un Paese che non conosciamo."),
    "person.surname_missing": N_("Scrivi il cognome, o l'unico nome che c'è sul documento."),
    "person.name_long": N_("È troppo lungo: al massimo %(longest)s caratteri."),
    "person.reason_long": N_("Il motivo è troppo lungo: al massimo 200 caratteri."),
    "person.reason_missing": N_("Scrivi perché va bene così: resta accanto alla verifica."),
    "person.doubts": N_(
        "Qualcosa non torna. Ricontrolla il documento; se dice proprio così, scrivi perché e vai avanti."
    ),
    "person.other_birth_date": N_("La persona ha dichiarato un'altra data di nascita: varrà quella del documento."),
    "person.other_before": N_("Questo account era di un'altra persona: quello che ne sapevamo verrà cancellato."),
    "person.namesake": N_("C'è già una persona con lo stesso nome e la stessa data di nascita."),
    "person.twin": N_("Dici che sono due persone con lo stesso codice fiscale."),
    "person.has_account": N_("Questa persona ha già un account verificato: ognuno ne ha uno solo."),
    "name.unknown": N_("Scegli uno dei nomi proposti."),
    "name.not_seen": N_("Puoi mostrare il tuo nome dopo che l'ufficio ha visto un tuo documento."),
    "name.too_soon": N_(
        "Hai cambiato nome da poco: potrai cambiarlo di nuovo fra %(days)s giorni. Così chi legge sa con chi parla."
    ),
    "name.taken": N_("Questo nome è di qualcun altro, o lo è stato da poco. Prendine uno dei nuovi qui sotto."),
    "merge.same_account": N_("È lo stesso account: non c'è niente da unire."),
    "merge.demo": N_("Un account dimostrativo si unisce solo con un altro dimostrativo."),
    "merge.has_roles": N_(
        "L'account che se ne va ha un incarico. Togliglielo prima in «Incarichi», oppure tieni quell'account."
    ),
    "merge.two_people": N_(
        "I due account sono di due persone diverse, con due codici fiscali. Se una verifica era sbagliata, ritirala "
        "«per errore» e poi unisci."
    ),
    "merge.two_ballots": N_(
        "Con tutti e due gli account c'è già una scheda in «%(title)s», e di una persona ne vale una. Chiedi alla "
        "persona quale vale, ritira la verifica dell'altro account (la sua scheda è messa da parte) e poi unisci. "
        "Oppure aspetta la chiusura."
    ),
    "merge.both_voted": N_(
        "Con ognuno dei due account la persona ha votato in una votazione ancora aperta, come «%(title)s». Una scheda "
        "non passa da un account all'altro: aspetta la chiusura, oppure ritira la verifica di uno dei due (la sua "
        "scheda è messa da parte) e poi unisci."
    ),
    "merge.keep_the_other": N_(
        "L'account che se ne va ha già votato in «%(title)s», e una scheda non cambia account. Tieni quello: puoi "
        "scegliere lo stesso quale indirizzo e-mail resta."
    ),
    "merge.unknown": N_("Non troviamo questa unione di account."),
    "merge.too_old": N_("È passato un mese, o è già stato fatto: questa unione non si annulla più."),
    "merge.changed_since": N_(
        "Dopo l'unione sono cambiati i dati o la verifica di questo account: annullarla li perderebbe. L'altra "
        "persona può iscriversi di nuovo."
    ),
    "merge.address_taken": N_(
        "Uno dei due indirizzi e-mail nel frattempo è di un altro account: non possiamo rimetterlo com'era."
    ),
}
