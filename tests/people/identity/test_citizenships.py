# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Citizenships as registry offices write them; what is not known is not guessed at."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from deliberation.people.identity import citizenships
from deliberation.people.identity.citizenships import citizenship
from deliberation.regulations.eligibility import Citizenship

ITALIAN, EU, OTHER = Citizenship
# The members of the Union of today, Italy apart, by their ISO codes.
UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE LT LU LV MT NL PL PT RO SE SI SK"
STATES = [
    (line.split(" ", 3), said)
    for lines, said in ((citizenships._ITALY, ITALIAN), (citizenships._UNION, EU), (citizenships._OTHERS, OTHER))
    for line in lines.strip().splitlines()
]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ITALIA", ITALIAN),
        ("SI", None),
        ("Sì", None),
        ("no", None),
        ("NOR", OTHER),
        ("SVN", EU),
        ("italiana", ITALIAN),
        ("Cittadino italiano", ITALIAN),
        ("ITALIANO/A", ITALIAN),
        ("ITA", ITALIAN),
        ("it", ITALIAN),
        ("100", ITALIAN),
        ("100.0", ITALIAN),
        ("100 - ITALIA", ITALIAN),
        ("ITALIA (100)", ITALIAN),
        ("italiana e albanese", ITALIAN),
        ("Argentina/Italia", ITALIAN),
        ("ROMANIA", EU),
        ("romena", EU),
        ("rumeno", EU),
        ("235", EU),
        ("235 ROMANIA", EU),
        ("ROU", EU),
        ("Repubblica Slovacca", EU),
        ("Regno dei Paesi Bassi", EU),
        ("REPUBBLICA FEDERALE DI GERMANIA", EU),
        ("Portogallo e Brasile", EU),
        ("comunitaria", EU),
        ("MAROCCO", OTHER),
        ("MOLDOVA, REPUBBLICA DI", OTHER),
        ("COREA, REPUBBLICA DI (COREA DEL SUD)", OTHER),
        ("BOSNIA-ERZEGOVINA", OTHER),
        ("Trinidad e Tobago", OTHER),
        ("COSTA D'AVORIO", OTHER),
        ("PERU'", OTHER),
        ("Perù", OTHER),
        ("Svizzera", OTHER),
        ("Regno Unito", OTHER),
        ("436", OTHER),
        ("apolide", OTHER),
        ("extracomunitaria", OTHER),
        ("235 ITALIA", None),
        ("100 / 235", None),
        ("ITALIA (235)", None),
        ("235/ITALIA", None),
        ("itaiana", None),
        ("straniera", None),
        ("380", None),
        ("S", None),
        ("-", None),
        ("", None),
        ("Italia" * 30, None),
    ],
)
def test_what_an_office_writes_is_understood_or_left_alone(text: str, said: Citizenship | None) -> None:
    assert citizenship(text) is said


def test_the_union_is_that_of_today_and_no_code_or_name_means_two_things() -> None:
    assert " ".join(sorted(parts[1] for parts, said in STATES if said is EU)) == UNION
    meant: dict[str, str] = {}
    for (number, two, three, names), _ in STATES:
        for name in {number, two.lower(), three.lower(), *citizenships._both(names)}:
            assert meant.setdefault(name, three) == three, name


def test_every_state_is_known_by_the_name_that_others_give_it_too() -> None:
    named = Locale("it").territories
    for (_, two, _, _), said in STATES:
        if two in named and two not in {"CD", "CG"}:  # the two Congos are told apart by their capitals there
            assert citizenship(named[two]) is said, named[two]


@given(
    st.sampled_from(STATES),
    st.integers(0, 20),
    st.sampled_from(["{}", " {} ", "cittadinanza {}", "Citt. {}", "{} ({n})", "{n} - {}", "{n} {}", "{}/{}"]),
    st.sampled_from([str.upper, str.lower, str.title]),
)
def test_a_state_is_the_same_in_every_spelling(
    state: tuple[list[str], Citizenship], which: int, form: str, case: object
) -> None:
    (number, two, three, names), said = state
    known = citizenships._both(names)
    if "itt" not in form:
        known = [*({two} - {"SI", "NO"}), three, *known]  # these two are answers
    name = case(known[which % len(known)])  # type: ignore[operator]
    assert citizenship(form.format(name, name, n=number)) is said


@given(st.text(max_size=200))
def test_whatever_a_cell_holds_it_is_one_of_three_or_nothing(text: str) -> None:
    assert citizenship(text) in {None, *Citizenship}


@given(st.sampled_from(STATES), st.sampled_from(STATES))
def test_of_two_citizenships_the_one_with_more_rights_holds_in_either_order(
    one: tuple[list[str], Citizenship], other: tuple[list[str], Citizenship]
) -> None:
    said = min(one[1], other[1], key=list(Citizenship).index)
    names = [state[0][3].split("|")[0] for state in (one, other)]
    assert citizenship("; ".join(names)) is citizenship("; ".join(reversed(names))) is said
