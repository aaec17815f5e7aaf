# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The roles, and the refusals of accounts, residence, the desk and roles."""

from deliberation.actor import Role
from web.words.messages.marks import N_

# A role's name and what it is for, in the order of the form that gives one.
ROLES: dict[Role, tuple[str, str]] = {
    Role.MODERATOR: (N_("Moderazione"), N_("nasconde e ripristina i testi: nei quartieri scelti, o in tutta la città")),
    Role.COUNCILLOR: (N_("Consiglio"), N_("vede i cruscotti")),
    Role.OFFICE: (N_("Ufficio"), N_("gestisce consultazioni, persone e incarichi")),
}

MESSAGES: dict[str, str] = {
    "rate.limited": N_("Troppi tentativi in poco tempo. Aspetta un momento e riprova: non è andato perso nulla."),
    "sign_in.wait": N_(
        "Troppi tentativi sbagliati: riprova tra %(wait)s. Se l'account è tuo e hai fretta, premi «Ho dimenticato la "
        "password»: con il link che ti mandiamo entri subito."
    ),
    "registration.wait": N_("Da questa rete arrivano molte registrazioni: riprova tra %(wait)s."),
    "password.wait": N_("Troppe password sbagliate: riprova tra %(wait)s. Non è cambiato nulla."),
    "email.taken": N_("Questo indirizzo ha già un account."),
    "email.same": N_("È l'indirizzo che usi già. Scrivine un altro."),
    "password.short": N_("La password è troppo corta: servono almeno 10 caratteri."),
    "password.long": N_("La password è troppo lunga: al massimo 200 caratteri."),
    "password.common": N_("Questa password è tra le più usate e si indovina subito. Scegline un'altra."),
    "password.is_email": N_("La password non può essere il tuo indirizzo e-mail. Scegline un'altra."),
    "password.wrong": N_("La password che usi adesso non è questa. Riprova."),
    "sign_in.wrong": N_(
        "E-mail o password non corrispondono. Se la registrazione è di poco fa, apri prima il link che ti abbiamo "
        "mandato."
    ),
    "sign_in.disabled": N_("Questo account è sospeso. Chiedi all'ufficio."),
    "sign_in.demo_elsewhere": N_("Questo è un account dimostrativo: entra solo dal computer su cui gira il programma."),
    "link.spent": N_("Questo link è già stato usato oppure è scaduto. Puoi chiederne un altro."),
    "account.exists": N_("Questo indirizzo ha già un account. Per dargli un incarico: rione account grant."),
    "account.suspended_already": N_("Questo account è già sospeso."),
    "account.not_suspended": N_("Questo account non è sospeso."),
    "account.gone": N_("Questo account non c'è più."),
    "account.unknown": N_("Non troviamo questa persona."),
    "account.last_office": N_(
        "Sei l'ultima persona dell'ufficio: nomina prima qualcun altro, poi potrai eliminare il tuo account."
    ),
    "session.unknown": N_("Questo accesso non c'è più: forse era già stato chiuso."),
    "birth_date.future": N_("Questa data di nascita deve ancora venire. Controlla l'anno."),
    "birth_date.too_young": N_("Per partecipare servono almeno %(youngest)s anni."),
    "birth_date.too_old": N_("Con questa data avresti più di %(oldest)s anni. Controlla l'anno."),
    "residence.street_needed": N_("Scrivi la via in cui abiti."),
    "residence.street_missing": N_("Scegli la tua via dall'elenco."),
    "residence.street_unknown": N_("Non abbiamo trovato questa via. Controlla il nome o chiedi all'ufficio."),
    "residence.number_unknown": N_(
        "In questa via non abbiamo trovato questo numero. Controllalo o chiedi all'ufficio."
    ),
    "residence.no_places": N_(
        "Questo sito non ha ancora i quartieri. Chiedi all'ufficio: quello che hai scritto non è perso."
    ),
    "residence.choose": N_("Scegli il tuo quartiere."),
    "desk.own_account": N_("Non puoi farlo sul tuo account: chiedi a un'altra persona dell'ufficio."),
    "desk.not_declared": N_("Questa persona non ha ancora dichiarato dove abita."),
    "desk.already_verified": N_("Questa residenza è già verificata."),
    "desk.not_verified": N_("Questa residenza non è verificata."),
    "desk.changed": N_("La dichiarazione è cambiata mentre guardavi. Ricontrolla i dati e verifica di nuovo."),
    "roles.no_neighbourhood": N_("Scegli tutta la città, o almeno un quartiere da moderare."),
    "roles.no_such_account": N_("Nessun account confermato usa questo indirizzo. La persona deve prima registrarsi."),
    "roles.not_held": N_("Questo incarico non c'è più: forse qualcuno l'ha già revocato."),
    "roles.own_last_office": N_("Non puoi togliere a te l'incarico d'ufficio: chiedi a un'altra persona dell'ufficio."),
    "roles.last_office": N_("È l'ultima persona dell'ufficio: nominane prima un'altra."),
}
