# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The city's tables: what is read, and which line is blamed when something is wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.errors import Invalid
from deliberation.places.loads import residents, streets
from deliberation.places.loads.differences import Findings
from deliberation.places.loads.options import ResidentOptions, StreetOptions
from deliberation.places.registers import of_voting_age
from deliberation.places.street_names import readable

DAY = date(2026, 1, 1)
LONG = ResidentOptions("zona", DAY, "anagrafe", "residenti", sex="sesso", age="fascia_eta")
WIDE = ResidentOptions("Zona", DAY, "ISTAT", age="Età", women="Totale femmine", men="Totale maschi")
SIDES = StreetOptions("via", "zona", "codvia", "pari_da", "pari_a", "dispari_da", "dispari_a")
STRETCH = StreetOptions("via", "zona", first="da", last="a", parity="lato")
POPULATION = "zona;sesso;fascia_eta;residenti\n"
STREETS = "codvia;via;zona;pari_da;pari_a;dispari_da;dispari_a\n"


def faults(found: Findings) -> list[tuple[str, int | None, object]]:
    return [(finding.code, finding.line, finding.values.get("field")) for finding in found.kept]


def test_a_population_row_is_read() -> None:
    (row,) = residents.read((POPULATION + "Barca;f;015-019;12\n").encode(), LONG).rows
    assert (row.place, row.sex, row.band, row.residents) == ("Barca", "F", (15, 19), 12)


@pytest.mark.parametrize(
    ("written", "band"),
    [("110 e oltre", (110, None)), ("85+", (85, None)), ("0", (0, 0)), ("15 - 19", (15, 19))],
)
def test_ages_are_read_as_they_are_written(written: str, band: tuple[int, int | None]) -> None:
    (row,) = residents.read((POPULATION + f"Barca;Maschi;{written};0\n").encode(), LONG).rows
    assert (row.sex, row.band) == ("M", band)


def test_istats_layout_has_a_title_a_column_a_sex_and_rows_of_totals() -> None:
    table = (
        "Popolazione residente al 1 gennaio 2026\n"
        "Zona;Età;Totale maschi;Totale femmine\nBarca;0;5;6\nBarca;1;7;8\nBarca;999;12;14\n"
    )
    read = residents.read(table.encode("cp1252"), WIDE).rows
    assert [(row.line, row.sex, row.band, row.residents) for row in read] == [
        (3, "F", (0, 0), 6),
        (3, "M", (0, 0), 5),
        (4, "F", (1, 1), 8),
        (4, "M", (1, 1), 7),
    ]


@pytest.mark.parametrize("written", ["20.300", "20 300", "20300", "20300,0", "20'300"])
def test_thousands_are_read_as_people_write_them(written: str) -> None:
    table = f"zona;residenti\nBarca;{written}\nColli;1\n".encode()
    assert residents.read(table, ResidentOptions("zona", DAY, "x", "residenti")).rows[0].residents == 20_300


@pytest.mark.parametrize(
    ("rows", "code", "line", "field"),
    [
        ("Barca;F;015-019;12\nBarca;X;015-019;12\n", "register.unknown_sex", 3, "sesso"),
        ("Barca;F;15 anni;12\n", "register.bad_age", 2, "fascia_eta"),
        ("Barca;F;19-15;12\n", "register.bad_age", 2, "fascia_eta"),
        ("Barca;F;15-19;dodici\n", "register.not_a_number", 2, "residenti"),
        ("Barca;F;15-19;-1\n", "register.not_a_number", 2, "residenti"),
        ("Barca;F;15-19;31,4\n", "register.not_a_number", 2, "residenti"),
        ("Barca;F;15-19;١٢\n", "register.not_a_number", 2, "residenti"),
        ("Barca;F;15-19;1;2\n", "table.uneven", 2, None),
    ],
)
def test_a_malformed_population_row_says_line_and_field(rows: str, code: str, line: int, field: str) -> None:
    good = "Barca;F;20-24;1\nBarca;M;20-24;1\n"
    found = residents.read((POPULATION + rows + good).encode(), LONG).found
    assert faults(found) == [(code, line, field)]


def test_a_count_without_a_column_of_people_is_refused() -> None:
    with pytest.raises(Invalid, match=r"residents\.no_column"):
        residents.read(POPULATION.encode(), ResidentOptions("zona", DAY, "x", women="sesso"))


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ("1;;Barca;2;4;1;3\n", "register.empty_field", "via"),
        ("1;VIA ROMA;;2;4;1;3\n", "register.empty_field", "zona"),
        ("1;VIA ROMA;Barca;due;4;1;3\n", "register.not_a_number", "pari_da"),
        ("1;VIA ROMA;Barca;8;4;1;3\n", "register.reversed_range", "pari_a"),
    ],
)
def test_a_malformed_street_row_says_line_and_field(row: str, code: str, field: str) -> None:
    assert faults(streets.read((STREETS + row).encode(), SIDES).found) == [(code, 2, field)]


@pytest.mark.parametrize(
    ("row", "even", "odd"),
    [
        ("VIA ROMA;2;20;pari;Barca", (2, 20), None),
        ("VIA ROMA;1;19;D;Barca", None, (1, 19)),
        ("VIA ROMA;1;20;tutti;Barca", (1, 20), (1, 20)),
        ("VIA ROMA;;;;Barca", streets.ALL_EVEN, streets.ALL_ODD),
        ("VIA ROMA;;;pari;Barca", streets.ALL_EVEN, None),
    ],
)
def test_a_stretch_with_its_parity_becomes_sides(row: str, even: streets.Span, odd: streets.Span) -> None:
    (read,) = streets.read(f"via;da;a;lato;zona\n{row}\n".encode(), STRETCH).rows
    assert (read.even, read.odd, read.place) == (even, odd, "Barca")


def test_a_parity_that_is_none_says_its_line() -> None:
    found = streets.read(b"via;da;a;lato;zona\nVIA ROMA;1;3;rossi;Barca\n", STRETCH).found
    assert faults(found) == [("register.bad_parity", 2, "lato")]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(Invalid) as caught:
        streets.read(b"codvia;via\n1;VIA ROMA\n", SIDES)
    assert (caught.value.code, caught.value.parameters["field"]) == ("table.no_column", "zona")


def test_four_fifths_of_15_to_19_and_all_older_may_vote_at_16() -> None:
    assert of_voting_age([(10, 14, 100), (15, 19, 689), (20, 24, 50), (110, None, 1)], 16) == (551 + 51, True)


def test_no_band_is_cut_when_the_age_is_at_its_start() -> None:
    assert of_voting_age([(0, 14, 9), (15, 19, 5), (20, None, 7)], 15) == (12, False)


@given(st.lists(st.integers(0, 5000), min_size=20, max_size=20), st.integers(0, 99))
def test_people_of_voting_age_grow_as_the_age_falls(counts: list[int], age: int) -> None:
    bands: list[tuple[int, int | None, int]] = [(5 * n, 5 * n + 4, count) for n, count in enumerate(counts)]
    at_age, _ = of_voting_age(bands, age)
    assert of_voting_age(bands, age + 1)[0] <= at_age <= sum(counts)


@pytest.mark.parametrize(
    ("shouted", "written"),
    [
        ("VIA NICOLO' DELL'ABATE", "Via Nicolò dell'Abate"),
        ("PIAZZA DELL'UNITA'", "Piazza dell'Unità"),
        ("VIA S.AGNESE", "Via S. Agnese"),
        ("VIA DELLA CA' BIANCA", "Via della Ca' Bianca"),
        ("VIA DE' CARRACCI", "Via de' Carracci"),
        ("VIA XXI APRILE 1945", "Via XXI Aprile 1945"),
        ("P.ZZA MAGGIORE", "Piazza Maggiore"),
        ("Rue d'Alsace", "Rue d'Alsace"),
    ],
)
def test_a_register_that_shouts_is_made_readable(shouted: str, written: str) -> None:
    assert readable(shouted) == written
