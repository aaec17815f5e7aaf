# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A birth date is typed in three fields, day, month and year: a field of forms, and what is said of each part.

Nobody scrolls a calendar back seventy years. A month may be a number or its name in the reader's language.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from babel import dates
from wtforms import Field

from deliberation.clock import in_rome, now
from deliberation.people.rules import OLDEST, birth_date_fault
from deliberation.text import plain
from web.words.i18n import translate
from web.words.messages import MESSAGES
from web.words.messages.marks import N_

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
        raise WrongBirthday(translate(language, MESSAGES[fault], oldest=OLDEST), ["year"])
    return born


def _number(text: str, most: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most else 0


def _month_named(text: str, language: str) -> int:
    """The month with this name, whole or cut after three letters or more; 0 for none."""
    names = dates.get_month_names("wide", locale=language)
    begun = plain(text)
    found = [number for number, name in names.items() if len(begun) > 2 and plain(name).startswith(begun)]
    return found[0] if len(found) == 1 else 0


class BirthdayField(Field):
    """A birth date, sent as NAME-day, NAME-month and NAME-year; `needed` is what is said of an empty one.

    `parts` are the texts of the three, `wrong` the parts that the error is about.
    """

    data: Any  # a date, or None

    def __init__(self, needed: str, **options: Any) -> None:
        super().__init__(**options)
        self.needed = needed
        self.parts = dict.fromkeys(PARTS, "")
        self.wrong: frozenset[str] = frozenset()

    def process(self, formdata: Any, data: Any = None, **_: Any) -> None:
        """From three texts, or from the date that is stored."""
        self.process_errors, self.data = [], None
        if formdata is None:
            self.data = data if isinstance(data, date) else None
            if self.data:
                self.parts = {part: str(getattr(self.data, part)) for part in PARTS}
            return
        sent = dict(formdata.after(f"{self.name}-"))
        self.parts = {part: sent.get(part, "").strip() for part in PARTS}
        try:
            self.data = birthday_of(self.parts, in_rome(now()).date(), self.meta.locales[0])
        except WrongBirthday as error:
            self.process_errors, self.wrong = [str(error)], error.parts
            return
        if self.data is None:
            self.process_errors, self.wrong = [self.needed], frozenset(PARTS)
