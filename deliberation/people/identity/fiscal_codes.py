# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fiscal codes: read as they are typed, brought to one form, kept only as a keyed hash.

What is certainly a slip of the pen is a fault: characters, control character, a day that no year has. What may well be
right although it looks odd (a comune that the library does not know yet, a name that does not give these letters) is a
doubt, and a doubt refuses nobody: the office goes on and says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from codicefiscale import codicefiscale as library
from codicefiscale import data

from deliberation import keys, text

_LETTERS_FOR_DIGITS = "LMNPQRSTUV"  # omocodia: the letter that stands for 0, 1, 2 …
_DIGITS = str.maketrans(_LETTERS_FOR_DIGITS, "0123456789")
_MONTHS = "ABCDEHLMPRST"
_DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)
_SHAPE = re.compile(r"[A-Z]{6}[0-9]{2}[ABCDEHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]")
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something typed is no fiscal code: `code` has its sentence."""

    code: str


@dataclass(frozen=True, slots=True)
class Mac:
    """A keyed hash, and which key made it."""

    key: str
    value: str


def canonical(code: str) -> str | Fault:
    """The code in the one form that all its variants share: capitals, digits where omocodia put letters.

    Sixteen characters, or the eleven digits of a provisional code. Raises nothing: what is wrong comes back as a Fault.
    """
    bare = compact(code)
    if not bare:
        return Fault("fiscal_code.missing")
    if re.fullmatch(r"[0-9]{11}", bare):
        return bare if _luhn(bare) else Fault("fiscal_code.control")
    plain = bare if _SHAPE.fullmatch(bare) else _with_digits(bare)
    if not bare.isascii() or not _SHAPE.fullmatch(plain):
        return Fault("fiscal_code.shape")
    if library.encode_cin(bare[:15]) != bare[15]:
        return Fault("fiscal_code.control")
    if not _has_day(plain):
        return Fault("fiscal_code.day")
    return plain if plain == bare else plain[:15] + str(library.encode_cin(plain[:15]))


def _with_digits(code: str) -> str:
    """Digits where omocodia put letters; the control character is not looked at."""
    return "".join(c.translate(_DIGITS) if n in _DIGIT_PLACES else c for n, c in enumerate(code))


def compact(code: str) -> str:
    """What was typed without blanks and marks between, in capitals; cut where no code goes on."""
    return re.sub(r"[\s.\-_/]+", "", text.normal("NFKC", code[:80])).upper()


def macs(code: str) -> list[Mac]:
    """The keyed hashes of a canonical code: under the key of today, then under those of before that are still known."""
    return [Mac(key, value) for key, value in keys.identity_macs("fiscal-code", code)]


def mac(code: str) -> Mac:
    """The keyed hash under which a canonical code is stored today."""
    return macs(code)[0]


def doubts(code: str, *, name: str, surname: str, born: date) -> tuple[str, ...]:
    """What does not fit between a canonical code and the person on the document: codes that have sentences.

    A provisional code says nothing of anybody.
    """
    if len(code) != 16:
        return ()
    found = []
    if (code[6:8], _MONTHS.index(code[8]) + 1, int(code[9:11]) % 40) != (f"{born.year % 100:02}", born.month, born.day):
        found.append("fiscal_code.other_birth_date")
    if _of_surname(surname) != code[:3] or _of_name(name) != code[3:6]:
        found.append("fiscal_code.other_name")
    if code[11:15] not in _places():
        found.append("fiscal_code.unknown_place")
    return tuple(found)


@lru_cache(maxsize=20_000)  # a register has the same names again and again
def _of_surname(surname: str) -> str:
    return str(library.encode_lastname(surname))


@lru_cache(maxsize=20_000)
def _of_name(name: str) -> str:
    return str(library.encode_firstname(name))


def _luhn(digits: str) -> bool:
    doubled = (int(d) * 2 if n % 2 else int(d) for n, d in enumerate(digits))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _has_day(code: str) -> bool:
    year, month, day = int(code[6:8]), _MONTHS.index(code[8]), int(code[9:11])
    day -= 40 if day > 40 else 0
    return 1 <= day <= _LONGEST_MONTHS[month] and ((month, day) != (1, 29) or year % 4 == 0)


@cache
def _places() -> frozenset[str]:
    """The codes of comuni and countries, past ones too, of the library's release (read once: a tenth of a second)."""
    return frozenset(place["code"] for place in (*data.get_municipalities_data(), *data.get_countries_data()))
