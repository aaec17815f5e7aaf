# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The city's tables as text: residents by age and sex, house numbers by street. Pure; a bad row says its line."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from deliberation.errors import Invalid

_BAND = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})")
_OPEN_BAND = re.compile(r"(\d{1,3})\s*(?:\+|e oltre|and over|>)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PopulationColumns:
    """Names of the columns of a population table."""

    place: str = "zona"
    sex: str = "sesso"
    age: str = "fascia_eta"
    residents: str = "residenti"


@dataclass(frozen=True, slots=True)
class StreetColumns:
    """Names of the columns of a street register."""

    code: str = "codvia"
    name: str = "via"
    place: str = "zona"
    even_from: str = "pari_da"
    even_to: str = "pari_a"
    odd_from: str = "dispari_da"
    odd_to: str = "dispari_a"


@dataclass(frozen=True, slots=True)
class PopulationRow:
    """Residents of one place, sex and age band; `place` is '' for people without a fixed home."""

    line: int
    place: str
    sex: str
    age_from: int
    age_to: int | None
    residents: int


@dataclass(frozen=True, slots=True)
class StreetRow:
    """The numbers of a street in one place, by side."""

    line: int
    code: str
    name: str
    place: str
    even: tuple[int, int] | None
    odd: tuple[int, int] | None


def read_population(text: str, columns: PopulationColumns | None = None) -> list[PopulationRow]:
    """Every row, or Invalid with the line and the column of the first bad one."""
    names = columns or PopulationColumns()
    found = []
    for line, row in _rows(text, (names.place, names.sex, names.age, names.residents)):
        sex = row[names.sex].strip().upper()
        if sex not in {"F", "M"}:
            raise _bad("register.unknown_sex", line, names.sex, row[names.sex])
        age_from, age_to = _ages(line, names.age, row[names.age])
        residents = _number(line, names.residents, row[names.residents])
        found.append(PopulationRow(line, row[names.place].strip(), sex, age_from, age_to, residents))
    return found


def read_streets(text: str, columns: StreetColumns | None = None) -> list[StreetRow]:
    """Every row, or Invalid with the line and the column of the first bad one."""
    names = columns or StreetColumns()
    sides = (names.even_from, names.even_to, names.odd_from, names.odd_to)
    found = []
    for line, row in _rows(text, (names.code, names.name, names.place, *sides)):
        for column in (names.code, names.name, names.place):
            if not row[column].strip():
                raise _bad("register.empty_field", line, column, "")
        even = _span(line, names.even_from, names.even_to, row)
        odd = _span(line, names.odd_from, names.odd_to, row)
        code, name, place = (row[column].strip() for column in (names.code, names.name, names.place))
        found.append(StreetRow(line, code, name, place, even, odd))
    return found


def _rows(text: str, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        for column in needed:
            if column not in (reader.fieldnames or ()):
                raise _bad("register.missing_column", 1, column, "")
        for row in reader:
            if None in row or None in row.values():
                raise _bad("register.wrong_width", reader.line_num, "", "")
            yield reader.line_num, row
    except csv.Error as error:
        raise _bad("register.unreadable", reader.reader.line_num, "", str(error)) from error


def _span(line: int, first: str, last: str, row: dict[str, str]) -> tuple[int, int] | None:
    if not row[first].strip() and not row[last].strip():
        return None
    low, high = _number(line, first, row[first]), _number(line, last, row[last])
    if low > high:
        raise _bad("register.reversed_range", line, last, row[last])
    return low, high


def _ages(line: int, column: str, text: str) -> tuple[int, int | None]:
    if found := _BAND.fullmatch(text.strip()):
        if int(found[1]) > int(found[2]):
            raise _bad("register.bad_age", line, column, text)
        return int(found[1]), int(found[2])
    if found := _OPEN_BAND.fullmatch(text.strip()):
        return int(found[1]), None
    raise _bad("register.bad_age", line, column, text)


def _number(line: int, column: str, text: str) -> int:
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
