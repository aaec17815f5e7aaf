# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cells of the city's tables: ages, numbers. Pure; a bad one says its line and its column."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from deliberation.errors import Invalid

_BAND = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})")
_OPEN_BAND = re.compile(r"(\d{1,3})\s*(?:\+|e oltre|and over|>)", re.IGNORECASE)
_YEAR = re.compile(r"[0-9]{1,3}")


def ages(line: int, column: str, text: str) -> tuple[int, int | None]:
    """A band of ages: '15-19', '100 e oltre', or one year of age. Raises Invalid(register.bad_age)."""
    if found := _BAND.fullmatch(text.strip()):
        if int(found[1]) > int(found[2]):
            raise _bad("register.bad_age", line, column, text)
        return int(found[1]), int(found[2])
    if found := _OPEN_BAND.fullmatch(text.strip()):
        return int(found[1]), None
    if _YEAR.fullmatch(text.strip()):
        return int(text), int(text)
    raise _bad("register.bad_age", line, column, text)


def number(line: int, column: str, text: str) -> int:
    """A whole number of at most nine digits. Raises Invalid(register.not_a_number)."""
    bare = text.strip()
    if not (bare.isascii() and bare.isdigit()) or len(bare) > 9:
        raise _bad("register.not_a_number", line, column, text)
    return int(bare)


def _bad(code: str, line: int, field: str, found: str) -> Invalid:
    return Invalid(code, line=line, field=field, found=found[:60])


def of_voting_age(bands: list[tuple[int, int | None, int]], age: int) -> tuple[int, bool]:
    """Residents of at least `age` from (from, to, residents) bands, and whether a band had to be split.

    A band that the age cuts counts in proportion of its years: of 15-19, four fifths are taken to be 16 or over.
    """
    whole, cut = 0, Fraction(0)
    estimated = False
    for age_from, age_to, residents in bands:
        if age_from >= age:
            whole += residents
        elif age_to is not None and age_to >= age:
            cut += Fraction(residents * (age_to - age + 1), age_to - age_from + 1)
            estimated = True
    return whole + math.floor(cut + Fraction(1, 2)), estimated
