# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals and doubts about who somebody is; what is said of a birth date that is typed as day, month and year."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from babel import dates

from deliberation.people.rules import OLDEST, birth_date_fault
from deliberation.text import plain
from web.words.i18n import translate
from web.words.messages import people
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

PARTS = ("day", "month", "year")
DIGITS = {"day": 2, "month": 2, "year": 4}
_MISSING: Mapping[str, str] = MappingProxyType(
    {
        "day": N_("Nella data di nascita manca il giorno."),
        "month": N_("Nella data di nascita manca il mese."),
        "year": N_("Nella data di nascita manca l'anno."),
    }
)
_WRONG: Mapping[str, str] = MappingProxyType(
    {
        "day": N_("Il giorno di nascita è un numero da 1 a 31."),
        "month": N_("Il mese di nascita è un numero da 1 a 12."),
        "year": N_("Scrivi l'anno di nascita con quattro cifre, come 1956."),
    }
)
_NO_SUCH_DAY = N_("Questo giorno non esiste: %(month)s ha %(days)s giorni. Controlla la data di nascita.")
_SHORT_FEBRUARY = N_("Questo giorno non esiste: nel %(year)s febbraio ha 28 giorni. Controlla la data di nascita.")


class WrongBirthday(ValueError):
    """Why three texts are no birth date: a sentence, and the parts to look at."""

    def __init__(self, sentence: str, parts: Iterable[str]) -> None:
        super().__init__(sentence)
        self.parts = frozenset(parts)


def birthday_of(typed: Mapping[str, str], today: date, language: str) -> date | None:
    """The date that three texts mean; None for three empty ones. Raises WrongBirthday."""
    if not any(typed.values()):
        return None
    if missing := [part for part in PARTS if not typed[part]]:
        raise WrongBirthday(translate(language, _MISSING[missing[0]]), missing)
    read = {part: _number(typed[part], DIGITS[part]) for part in PARTS}
    read["month"] = read["month"] or _month_named(typed["month"], language)
    day, month, year = (read[part] for part in PARTS)
    fits = {"day": 1 <= day <= 31, "month": 1 <= month <= 12, "year": len(str(year)) == DIGITS["year"]}
    if wrong := [part for part in PARTS if not fits[part]]:
        raise WrongBirthday(translate(language, _WRONG[wrong[0]]), wrong)
    days = monthrange(year, month)[1]
    if day > days:
        sentence = _SHORT_FEBRUARY if (day, month) == (29, 2) else _NO_SUCH_DAY
        name = dates.get_month_names("wide", locale=language)[month]
        raise WrongBirthday(translate(language, sentence, month=name, days=days, year=year), ["day"])
    born = date(year, month, day)
    if (fault := birth_date_fault(born, today)) in {"birth_date.future", "birth_date.too_old"}:
        raise WrongBirthday(translate(language, people.MESSAGES[fault], oldest=OLDEST), ["year"])
    return born


def _number(text: str, most: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most else 0


def _month_named(text: str, language: str) -> int:
    """The month with this name, whole or cut after three letters or more, which no two begin with; 0 for none."""
    names = dates.get_month_names("wide", locale=language)
    begun = plain(text)
    return next((number for number, name in names.items() if len(begun) > 2 and plain(name).startswith(begun)), 0)
