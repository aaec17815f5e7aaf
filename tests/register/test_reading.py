# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of the registry office's file: what can be used, and what is said of the others, by line."""

from collections.abc import Sequence
from datetime import date

import pytest

from deliberation.errors import Invalid
from deliberation.people.register import columns
from deliberation.people.register.reading import Fault, Reading, question_key, read
from deliberation.places.address_books import AddressBook, split_number
from deliberation.spreadsheets import day, read_table
from tests.register.files import HEADER, TODAY, Resident, code_of, csv_of, resident

NAVILE, SAVENA = 1, 2
BOOK = AddressBook(
    {"navile": NAVILE, "savena": SAVENA, "s": SAVENA},
    {"emilia levante": (("via", 10),), "roma": (("via", 11), ("piazza", 12)), "donato": (("via", 13), ("via", 14))},
    {},
    {10: ((0, 2, 10, SAVENA), (1, 1, 9, SAVENA), (0, 10, 60, NAVILE)), 11: ((0, 2, 8, NAVILE), (1, 1, 9, SAVENA))},
)


def read_these(*people: Resident, content: bytes = b"", choices: dict[str, int] | None = None) -> Reading:
    table = read_table(content or csv_of(people))
    return read(table, columns.guessed(table.header), BOOK, choices or {}, today=TODAY)


def zones(reading: Reading) -> list[int]:
    return [entry.zone for entry in reading.entries.values()]


def faults(reading: Reading) -> list[tuple[int, Fault]]:
    return [(told.line, told.fault) for told in reading.told]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("31/12/1980", date(1980, 12, 31)),
        ("1.2.1980", date(1980, 2, 1)),
        ("01-02-1980", date(1980, 2, 1)),
        ("1980-02-01", date(1980, 2, 1)),
        ("19800201", date(1980, 2, 1)),
        ("01/02/1980 00:00:00", date(1980, 2, 1)),
        ("29/02/1980", date(1980, 2, 29)),
        ("31/02/1980", None),
        ("29/02/1981", None),
        ("1/2/80", None),
        ("", None),
        ("ieri", None),
    ],
)
def test_days_are_read_as_registry_offices_write_them(text: str, meant: date | None) -> None:
    assert day(text) == meant


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_file_is_the_same_in_every_charset_and_with_every_separator(charset: str, separator: str) -> None:
    person = resident("D'Alò", "Niccolò", street='"Via Emilia Levante, interno ""B"""' if separator == "," else "Roma")
    reading = read_these(content=csv_of([person], separator=separator).decode().encode(charset))
    assert (len(reading.entries), reading.left_out, dict(reading.counts)) == (1, 0, {})


def test_what_cannot_be_right_is_left_out_and_told_by_its_line() -> None:
    good = resident()
    wrong_check = good.code[:15] + ("A" if good.code[15] != "A" else "B")
    people = (
        good,
        resident().at(code=wrong_check),
        resident().at(code="ROSSI MARIA"),
        resident().at(code=""),
        resident().at(born="31/02/1980"),
        resident(born=date(2026, 11, 11)),
        resident(born=date(1899, 1, 1)),
        resident().at(zone="Atlantide"),
        resident().at(zone=""),
    )
    reading = read_these(*people)
    assert faults(reading) == [
        (3, Fault.CODE_CHECK),
        (4, Fault.CODE),
        (5, Fault.NO_CODE),
        (6, Fault.DATE),
        (7, Fault.FUTURE),
        (8, Fault.TOO_OLD),
        (9, Fault.ZONE),
        (10, Fault.NO_PLACE),
    ]
    assert (reading.rows, len(reading.entries), reading.left_out) == (9, 1, 8)


def test_twins_are_two_people() -> None:
    born = date(2000, 5, 6)
    anna = Resident("Neri", "Anna", code_of("Neri", "Anna", born, place=944), "06/05/2000")
    anita = Resident("Neri", "Anita", code_of("Neri", "Anita", born, place=944), "06/05/2000")
    reading = read_these(anna, anita)
    assert (len(reading.entries), dict(reading.counts)) == (2, {})


def test_one_word_is_a_name_and_a_birth_abroad_is_no_fault() -> None:
    code = "X" * 3 + code_of("Singh", "Singh", date(1990, 1, 2))[3:11] + "Z222"
    from codicefiscale import codicefiscale

    person = Resident("Singh", "", code + str(codicefiscale.encode_cin(code)), "02/01/1990")
    reading = read_these(person)
    assert (len(reading.entries), dict(reading.counts)) == (1, {})


def test_a_provisional_code_is_used_and_told() -> None:
    reading = read_these(resident().at(code="12345678903"))
    assert (len(reading.entries), faults(reading), reading.left_out) == (1, [(2, Fault.PROVISIONAL)], 0)


def test_a_code_that_says_another_date_or_name_is_used_and_told() -> None:
    reading = read_these(resident().at(born="04/02/1980"), resident().at(surname="Bianchi"))
    assert faults(reading) == [(2, Fault.OTHER_DATE), (3, Fault.OTHER_NAME)]
    assert (len(reading.entries), reading.left_out) == (2, 0)


def test_the_same_row_twice_counts_once_and_two_that_differ_count_for_nobody() -> None:
    once, unsure = resident(), resident("Verdi")
    reading = read_these(once, once, unsure, unsure.at(zone="Savena"), unsure.at(zone="S"))
    assert zones(reading) == [NAVILE]
    assert faults(reading)[:2] == [(3, Fault.REPEATED), (5, Fault.TWICE)]
    assert reading.left_out == 3
    assert len(reading.set_aside) == 1


def test_variants_of_a_code_are_one_person() -> None:
    from codicefiscale import codicefiscale

    person = resident()
    variant = person.code[:14] + "LMNPQRSTUV"[int(person.code[14])]
    variant += str(codicefiscale.encode_cin(variant))
    reading = read_these(person, person.at(code=variant.lower()))
    assert faults(reading) == [(3, Fault.REPEATED)]


@pytest.mark.parametrize(
    ("street", "number", "zone"),
    [
        ("VIA EMILIA LEVANTE", "3/A", SAVENA),
        ("v. Emilia Levante", "12", NAVILE),
        ("Via Emilia Levante 12/A", "", NAVILE),
        ("Via Emilia Levante, n. 3 bis", "", SAVENA),
        ("via roma", "4", NAVILE),
        ("via roma", "5", SAVENA),
    ],
)
def test_an_address_gives_the_zone(street: str, number: str, zone: int) -> None:
    assert zones(read_these(resident().at(zone="", street=street, number=number))) == [zone]


@pytest.mark.parametrize(
    ("street", "number", "fault", "key"),
    [
        ("Via Inventata", "3", Fault.STREET, "street:via inventata"),
        ("Via Inventata 3/B", "", Fault.STREET, "street:via inventata"),
        ("via Donato", "3", Fault.SEVERAL_STREETS, "street:via donato"),
        ("via Emilia Levante", "900", Fault.NUMBER, "number:via emilia levante 900"),
        ("via Emilia Levante", "snc", Fault.NUMBER, "number:via emilia levante snc"),
        ("via Emilia Levante", "10", Fault.BORDER, "number:via emilia levante 10"),
    ],
)
def test_an_address_in_no_known_zone_is_asked_once_and_the_answer_places_all_its_rows(
    street: str, number: str, fault: Fault, key: str
) -> None:
    people = [resident().at(zone="", street=street, number=number) for _ in range(3)]
    reading = read_these(*people)
    (question,) = reading.questions
    assert (question.fault, question.key, question.rows, question.lines) == (fault, key, 3, (2, 3, 4))
    assert (reading.left_out, len(reading.set_aside)) == (3, 3)
    assert zones(read_these(*people, choices={key: SAVENA})) == [SAVENA] * 3


def test_a_zone_that_is_not_known_gives_way_to_the_street_and_is_asked_without_one() -> None:
    assert zones(read_these(resident().at(zone="Z9", street="via Roma", number="4"))) == [NAVILE]
    assert zones(read_these(resident().at(zone="Z9"), choices={question_key(Fault.ZONE, "Z9"): SAVENA})) == [SAVENA]


def test_a_row_of_another_width_and_a_file_that_is_cut_off_are_told() -> None:
    content = csv_of([resident(), resident("Verdi")]).rstrip()[:-20]
    reading = read_these(content=content)
    assert reading.is_cut_off
    assert (faults(reading), len(reading.entries), reading.rows) == ([(3, Fault.WIDTH)], 1, 2)


def test_columns_are_found_by_their_usual_names_and_each_is_taken_once() -> None:
    assert columns.guessed(HEADER).as_dict() == {
        "code": "Codice fiscale",
        "born": "Data di nascita",
        "surname": "Cognome",
        "name": "Nome",
        "sex": "Sesso",
        "zone": "Zona",
        "street": "Via",
        "number": "Civico",
        "suffix": "",
        "citizenship": "",
        "resident_since": "",
    }
    assert columns.guessed(["CF", "NATO_IL", "QUARTIERE"]).as_dict() == {
        **dict.fromkeys(columns.FIELDS, ""),
        "code": "CF",
        "born": "NATO_IL",
        "zone": "QUARTIERE",
    }


@pytest.mark.parametrize(
    ("given", "code", "fields"),
    [
        ({}, "entitled.columns_missing", {"code", "born", "street"}),
        ({"code": "Via", "born": "Civico", "zone": "Via"}, "entitled.column_twice", {"code"}),
        ({"code": "Altro"}, "entitled.no_such_column", {"code"}),
        ({"cap": "Via"}, "entitled.no_such_field", set()),
    ],
)
def test_columns_that_do_not_do_are_refused_by_field(given: dict[str, str], code: str, fields: Sequence[str]) -> None:
    with pytest.raises(Invalid) as refused:
        columns.check(columns.chosen(HEADER, given))
    assert (refused.value.code, set(refused.value.fields)) == (code, fields)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Via Roma 12", ("Via Roma", "12")),
        ("Via Roma, 12/A int. 3", ("Via Roma", "12/A")),
        ("Via 4 Novembre 7", ("Via 4 Novembre", "7")),
        ("Via 4 Novembre", ("Via 4 Novembre", "")),
        ("Via Roma", ("Via Roma", "")),
    ],
)
def test_a_number_in_the_street_s_text_is_found(text: str, parts: tuple[str, str]) -> None:
    assert split_number(text) == parts
