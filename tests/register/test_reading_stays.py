# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Citizenship and the beginning of residence in the rows of the registry office's file."""

from datetime import timedelta

import pytest

from deliberation.people.register import columns
from deliberation.people.register.reading import Fault, Reading, read
from deliberation.places.address_books import AddressBook
from deliberation.spreadsheets import read_table
from tests.register.files import TODAY, Resident, resident, with_stays


def read_these(*lines: tuple[Resident, str, str], asks_stay: bool = True) -> Reading:
    table = read_table(with_stays(lines))
    book = AddressBook({"navile": 1}, {}, {}, {})
    return read(table, columns.guessed(table.header), book, {}, today=TODAY, asks_stay=asks_stay)


def what(reading: Reading) -> list[tuple[str, str]]:
    return [(entry.citizenship, str(entry.since or "")) for entry in reading.entries.values()]


def faults(reading: Reading) -> list[tuple[int, Fault]]:
    return [(told.line, told.fault) for told in reading.told]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("CITTADINANZA", "citizenship"),
        ("Nazionalità", "citizenship"),
        ("Stato di cittadinanza", "citizenship"),
        ("cod_cittadinanza", "citizenship"),
        ("RESIDENTE DAL", "resident_since"),
        ("Data iscrizione", "resident_since"),
        ("DATA_IMMIGRAZIONE", "resident_since"),
        ("iscritto dal", "resident_since"),
    ],
)
def test_the_two_columns_are_found_by_their_usual_names(header: str, field: str) -> None:
    assert columns.guessed(["CF", "Nato il", header]).as_dict()[field] == header


def test_a_row_says_citizenship_and_since_when_as_offices_write_them() -> None:
    reading = read_these(
        (resident(), "ITALIA", "01/02/2010"),
        (resident(), "235", "2019-05-02"),
        (resident(), "marocchina", "20200103"),
        (resident(), "100 - ITALIANA", "dalla nascita"),
        (resident(), "", ""),
    )
    assert what(reading) == [
        ("italian", "2010-02-01"),
        ("eu", "2019-05-02"),
        ("other", "2020-01-03"),
        ("italian", "1980-02-03"),
        ("", ""),
    ]
    assert (faults(reading), reading.without_citizenship, reading.without_since) == ([], 1, 1)


def test_what_cannot_be_read_is_told_and_the_row_is_used_without_it() -> None:
    reading = read_these(
        (resident(), "atlantidea", "01/02/2010"),
        (resident(), "ITALIA", "31/02/2010"),
        (resident(), "ITALIA", f"{TODAY + timedelta(days=1):%d/%m/%Y}"),
        (resident(), "ITALIA", f"{TODAY:%d/%m/%Y}"),
        (resident(), "ITALIA", "02/02/1980"),
        (resident(), "ITALIA", "03/02/1980"),
    )
    assert faults(reading) == [
        (2, Fault.CITIZENSHIP),
        (3, Fault.SINCE),
        (4, Fault.SINCE_FUTURE),
        (6, Fault.SINCE_UNBORN),
    ]
    assert what(reading) == [
        ("", "2010-02-01"),
        ("italian", ""),
        ("italian", ""),
        ("italian", str(TODAY)),
        ("italian", ""),
        ("italian", "1980-02-03"),
    ]
    assert reading.left_out == 0


def test_who_has_a_row_for_each_citizenship_is_one_person_with_the_one_that_gives_more() -> None:
    two, unsure = resident(), resident("Verdi")
    reading = read_these(
        (two, "Argentina", "01/02/2010"),
        (two, "Italia", ""),
        (unsure, "Italia", "01/02/2010"),
        (unsure, "Italia", "01/02/2012"),
        (unsure, "Italia", "01/02/2010"),
    )
    assert what(reading) == [("italian", "2010-02-01"), ("italian", "")]
    assert faults(reading) == [
        (3, Fault.REPEATED),
        (5, Fault.REPEATED),
        (5, Fault.TWO_DAYS),
        (6, Fault.REPEATED),
    ]
    assert reading.left_out == 0


def test_where_no_regulation_asks_the_two_columns_are_not_even_read() -> None:
    reading = read_these((resident(), "atlantidea", "31/02/2010"), (resident(), "Italia", "1/1/2000"), asks_stay=False)
    assert (what(reading), faults(reading)) == ([("", "")] * 2, [])
