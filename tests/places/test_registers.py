# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The city's tables: what is read, and which line is blamed when something is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.errors import Invalid
from deliberation.places.registers import of_voting_age, read_population, read_streets
from deliberation.places.street_names import readable

POPULATION = "zona,sesso,fascia_eta,residenti\n"
STREETS = "codvia,via,zona,pari_da,pari_a,dispari_da,dispari_a\n"


def test_a_population_row_is_read() -> None:
    (row,) = read_population(POPULATION + "Barca,f,015-019,12\n")
    assert (row.place, row.sex, row.age_from, row.age_to, row.residents) == ("Barca", "F", 15, 19, 12)


def test_the_open_age_class_has_no_end() -> None:
    (row,) = read_population(POPULATION + "Barca,M,110 e oltre,0\n")
    assert (row.age_from, row.age_to) == (110, None)


@pytest.mark.parametrize(
    ("rows", "code", "line", "field"),
    [
        ("Barca,F,015-019,12\nBarca,X,015-019,12\n", "register.unknown_sex", 3, "sesso"),
        ("Barca,F,15 anni,12\n", "register.bad_age", 2, "fascia_eta"),
        ("Barca,F,19-15,12\n", "register.bad_age", 2, "fascia_eta"),
        ("Barca,F,15-19,dodici\n", "register.not_a_number", 2, "residenti"),
        ("Barca,F,15-19,-1\n", "register.not_a_number", 2, "residenti"),
        ("Barca,F,15-19,١٢\n", "register.not_a_number", 2, "residenti"),
        ("Barca,F,15-19\n", "register.wrong_width", 2, ""),
        ("Barca,F,15-19,1,2\n", "register.wrong_width", 2, ""),
        ('Barca,F,15-19,"1\n', "register.unreadable", 2, ""),
    ],
)
def test_a_malformed_population_row_says_line_and_field(rows: str, code: str, line: int, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_population(POPULATION + rows)
    assert (caught.value.code, caught.value.parameters["line"], caught.value.parameters["field"]) == (code, line, field)


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ("1,,Barca,2,4,1,3\n", "register.empty_field", "via"),
        ("1,VIA ROMA,Barca,2,,1,3\n", "register.not_a_number", "pari_a"),
        ("1,VIA ROMA,Barca,8,4,1,3\n", "register.reversed_range", "pari_a"),
    ],
)
def test_a_malformed_street_row_says_line_and_field(row: str, code: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_streets(STREETS + row)
    assert (caught.value.code, caught.value.parameters["line"], caught.value.parameters["field"]) == (code, 2, field)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(Invalid) as caught:
        read_streets("codvia,via\n")
    assert (caught.value.code, caught.value.parameters["field"]) == ("register.missing_column", "zona")


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
