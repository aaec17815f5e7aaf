# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Languages: gettext catalogues (Italian is the source), numbers, money and dates the way each language writes them."""

import gettext
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale, dates, lists, negotiate_locale, numbers, units

from deliberation.clock import in_rome
from deliberation.installation.parts import Part, spoken, told

LOCALES = {"it": "Italiano", "en": "English"}
CATALOGUES = Path(__file__).parents[1] / "locale"


@cache
def catalogue(locale: str) -> gettext.NullTranslations:
    """The catalogue of a language. Italian is the text in the source."""
    return gettext.translation("rione", localedir=CATALOGUES, languages=[locale], fallback=True)


class _InItsWord(gettext.NullTranslations):
    """A catalogue whose texts say the comune's word for its parts."""

    def __init__(self, locale: str, part: Part) -> None:
        super().__init__()
        self._locale, self._part, self._held = locale, part, catalogue(locale)

    def gettext(self, message: str) -> str:
        return told(self._held.gettext(message), self._part, self._locale)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return told(self._held.ngettext(msgid1, msgid2, n), self._part, self._locale)

    def pgettext(self, context: str, message: str) -> str:
        return told(self._held.pgettext(context, message), self._part, self._locale)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return told(self._held.npgettext(context, msgid1, msgid2, n), self._part, self._locale)


def translations(locale: str) -> gettext.NullTranslations:
    """The one door of texts: the catalogue of a language, in the comune's word for its parts."""
    return catalogue(locale) if spoken() is Part.QUARTIERE else _translations(locale, spoken())


@cache
def _translations(locale: str, part: Part) -> gettext.NullTranslations:
    return _InItsWord(locale, part)


def best_locale(accept_language: str) -> str:
    """The first language that the browser asks for and that we speak; Italian otherwise."""
    wanted = [part.split(";")[0].strip().replace("-", "_") for part in accept_language.split(",") if part.strip()]
    return negotiate_locale(wanted, list(LOCALES), sep="_") or "it"


def translate(locale: str, message: str, **parameters: object) -> str:
    """A message in the language, with %(name)s filled in."""
    text = translations(locale).gettext(message)
    return text % parameters if parameters else text


@lru_cache(maxsize=4096)
def euro(cents: int | None, locale: str) -> str:
    """Money: '48.000 €' on one line (a space that does not break), with cents only where there are any."""
    if cents is None:
        return ""
    whole = cents % 100 == 0
    return numbers.format_currency(
        cents / 100 if not whole else cents // 100,
        "EUR",
        locale=Locale.parse(locale),
        format="#,##0\u00a0¤" if whole else "#,##0.00\u00a0¤",
        currency_digits=False,
    )


@lru_cache(maxsize=4096, typed=True)
def number(value: float | int, locale: str) -> str:
    return numbers.format_decimal(value, locale=Locale.parse(locale))


@lru_cache(maxsize=4096, typed=True)
def tenths(value: float, locale: str) -> str:
    """A number with one decimal, also when it is zero: '4,0'."""
    return numbers.format_decimal(value, format="#,##0.0", locale=Locale.parse(locale))


@lru_cache(maxsize=4096, typed=True)
def percent(share: float, locale: str, digits: int = 1) -> str:
    """A share of one: '18,4 %'."""
    return numbers.format_decimal(round(share * 100, digits), locale=Locale.parse(locale)) + " %"


def duration(seconds: int, locale: str) -> str:
    """A time to wait in words: '40 secondi', '1 minuto e 20 secondi', '13 minuti', '2 ore e 5 minuti'."""
    minutes = -(-seconds // 60) if seconds >= 600 else seconds // 60
    hours, minutes, rest = minutes // 60, minutes % 60, 0 if seconds >= 600 else seconds % 60
    parts = [
        units.format_unit(amount, unit, locale=locale)
        for amount, unit in ((hours, "duration-hour"), (minutes, "duration-minute"), (rest, "duration-second"))
        if amount
    ]
    return lists.format_list(parts or [units.format_unit(0, "duration-second", locale=locale)], locale=locale)


def day(value: date | datetime, locale: str) -> str:
    """'domenica 30 novembre 2026', in Rome."""
    return _format(in_rome(value).date() if isinstance(value, datetime) else value, "EEEE d MMMM y", locale)


def birthday(value: date, locale: str) -> str:
    """'12 aprile 1990': nobody needs the day of the week on which they were born."""
    return _format(value, "d MMMM y", locale)


@lru_cache(maxsize=4096)
def _format(value: date, pattern: str, locale: str) -> str:
    return dates.format_date(value, pattern, locale=Locale.parse(locale))


def since(value: datetime, locale: str) -> str:
    """'dal 3 dicembre', "dall'8 dicembre", 'dal 1° dicembre', in Rome; 'from 3 December' in English."""
    date_there = in_rome(value).date()
    if locale != "it":
        return "from " + _format(date_there, "d MMMM", locale)
    month = _format(date_there, "MMMM", locale)
    article = "dall'" if date_there.day in (8, 11) else "dal "
    return f"{article}{date_there.day}{'°' if date_there.day == 1 else ''} {month}"


@lru_cache(maxsize=4096)
def moment(value: datetime, locale: str) -> str:
    """'domenica 30 novembre 2026, ore 23:59', in Rome."""
    local = in_rome(value)
    joint = ", ore " if locale == "it" else ", "
    return day(local.date(), locale) + joint + f"{local:%H:%M}"


def short_moment(value: datetime, locale: str) -> str:
    """'30 nov 2026, 18:42', in Rome."""
    local = in_rome(value)
    return _format(local.date(), "d MMM y", locale) + f", {local:%H:%M}"
