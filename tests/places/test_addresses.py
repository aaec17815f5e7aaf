# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An address is found as people write it, and a point says which door it is at."""

import pytest

from deliberation.places.addresses.index import Index

STREETS = [
    (1, "Via S. Stefano"),
    (2, "Via Nicolò dell'Abate"),
    (3, "Via Nicolò Pisano"),
    (4, "Viale Giosuè Carducci"),
    (5, "Piazza Giosuè Carducci"),
    (6, "Via XXI Aprile 1945"),
    (7, "Via Emilia Levante"),
    (8, "Via Emilia Ponente"),
    (9, "Via D'Azeglio"),
    (10, "Via del Corso"),
    (11, "Via IV Novembre"),
]
NUMBERS = [
    (1, 12, "", 11.3500, 44.4900),
    (1, 14, "", 11.3504, 44.4900),
    (6, 5, "", 11.3600, 44.4900),
    (7, 9, "", 11.3700, 44.4800),
    (7, 10, "", 11.3701, 44.4800),
    (7, 10, "A", 11.3702, 44.4800),
    (7, 11, "", 11.3703, 44.4800),
    (7, 18, "", 11.3704, 44.4800),
    (7, 60, "", 11.3705, 44.4800),
    (99, 1, "", 11.3, 44.4),
]
CITY = Index(STREETS, NUMBERS)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("stefano santo 12", "Via S. Stefano 12"),
        ("VIA SANTO STEFANO, 12", "Via S. Stefano 12"),
        ("s. stefano 12", "Via S. Stefano 12"),
        ("via nicolo dell", "Via Nicolò dell'Abate"),
        ("nicolò l'abate", "Via Nicolò dell'Abate"),
        ("pisano nicolo", "Via Nicolò Pisano"),
        ("v.le carducci", "Viale Giosuè Carducci"),
        ("carducci piazza", "Piazza Giosuè Carducci"),
        ("p.zza carducci", "Piazza Giosuè Carducci"),
        ("via xxi aprile 1945", "Via XXI Aprile 1945"),
        ("via xxi aprile 1945 5", "Via XXI Aprile 1945 5"),
        ("levante emilia 10/a", "Via Emilia Levante 10/A"),
        ("emilia lev 10 a", "Via Emilia Levante 10/A"),
        ("dazeglio", "Via D'Azeglio"),
        ("corso via", "Via del Corso"),
        ("4 novembre", "Via IV Novembre"),
        ("Via Emilia Ponnente", "Via Emilia Ponente"),
        ("emila levannte 10", "Via Emilia Levante 10"),
        ("viale carduci", "Viale Giosuè Carducci"),
    ],
)
def test_an_address_is_found_as_people_write_it(typed: str, first: str) -> None:
    assert CITY.search(typed)[0].text == first


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "%",
        "'; DROP TABLE street; --",
        "qwertyuiop",
        "\u0000",
        "via",
        "12",
        "1" * 9999,
        "via emilia qwertyuiop",
        "via emi lova",
    ],
)
def test_nonsense_and_the_bare_kind_of_a_street_find_nothing(typed: str) -> None:
    assert CITY.search(typed) == []


def test_what_is_spelled_right_is_no_guess_and_never_another_street() -> None:
    assert not CITY.is_guess("via emilia pon")
    assert CITY.is_guess("Via Emilia Ponnente")
    assert [name for _, name in Index([(1, "Via Porta"), (2, "Via Corta")]).streets("via porta")] == ["Via Porta"]


def test_short_words_the_beginnings_of_words_and_long_texts_are_no_misspellings() -> None:
    assert Index([(1, "Via Romea")]).streets("via roma") == []
    assert Index([(1, "Viale della Repubblica Popolare")]).streets("repub popollare")
    five = Index([(1, "Via Alfieri Bassani Carducci Deledda Foscolo")])
    assert five.streets("alfieri bassani carducci delledda")
    assert not five.streets("alfieri bassani carducci delledda foscolo")


def test_a_street_that_is_spelled_wrong_still_takes_a_number() -> None:
    assert CITY.split("emilia levannte 10/A") == ("emilia levannte", "10/A")


@pytest.mark.parametrize(
    ("typed", "split"),
    [
        ("Via Emilia Levante, 12", ("Via Emilia Levante", "12")),
        ("emilia levante 12 bis", ("emilia levante", "12/BIS")),
        ("Via XXI Aprile 1945", ("Via XXI Aprile 1945", "")),
        ("Via XXI Aprile 1945 5", ("Via XXI Aprile 1945", "5")),
        ("via ignota 3", ("via ignota 3", "")),
        ("", ("", "")),
    ],
)
def test_one_field_is_a_street_and_a_number(typed: str, split: tuple[str, str]) -> None:
    assert CITY.split(typed) == split


def test_a_number_without_its_letter_shows_the_doors_that_bear_it() -> None:
    assert [found.text for found in CITY.search("emilia levante 10")] == ["Via Emilia Levante 10"]
    assert [
        found.number for found in Index(STREETS, [(7, 3, "B", 11.0, 44.0), (7, 3, "A", 11.1, 44.0)]).search("levante 3")
    ] == [
        "3/A",
        "3/B",
    ]


def test_a_number_that_is_missing_gives_the_closest_on_its_side_and_says_so() -> None:
    found = CITY.search("via Emilia Levante 12")[0]
    assert (found.number, found.instead_of, found.longitude) == ("10", "12", 11.3701)
    assert CITY.search("via Emilia Levante 13")[0].number == "11"
    far = CITY.search("via Emilia Levante 300")[0]
    assert (far.number, far.instead_of) == ("", "")


def test_a_street_has_the_point_of_its_middle_and_none_without_numbers() -> None:
    assert CITY.search("emilia levante")[0].longitude == 11.3703
    assert CITY.search("emilia ponente 3")[0].latitude is None


def test_a_point_is_at_a_door_near_one_or_nowhere() -> None:
    at, near, nowhere = (CITY.nearest(longitude, 44.4900) for longitude in (11.35001, 11.3512, 11.3535))
    assert at is not None
    assert near is not None
    assert (at.address.text, at.metres, at.is_there) == ("Via S. Stefano 12", 1, True)
    assert (near.address.text, near.metres, near.is_there) == ("Via S. Stefano 14", 63, False)
    assert nowhere is None


def test_no_register_and_no_number_are_no_fault() -> None:
    assert Index(STREETS).nearest(11.35, 44.49) is None
    assert CITY.nearest(float("nan"), 44.49) is None
    assert Index(()).search("via roma") == []
