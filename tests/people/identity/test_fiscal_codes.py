# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fiscal codes: slips are refused, variants are one, and what is odd but possible refuses nobody."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pytest
from codicefiscale import codicefiscale as library
from hypothesis import given
from hypothesis import strategies as st

from deliberation import keys
from deliberation.people.identity.fiscal_codes import Fault, Mac, canonical, doubts, mac, macs

BOLOGNA = "RSSMRA85E57A944R"
BORN = date(1985, 5, 17)


@pytest.fixture(autouse=True)
def two_keys() -> Iterator[None]:
    before = list(keys._identity)
    keys.use_identity("k" * 40)
    yield
    keys._identity[:] = before


def omocodes(code: str) -> set[str]:
    """The 127 variants of a code, by the table of the tax office."""
    places, letters = (6, 7, 9, 10, 12, 13, 14), "LMNPQRSTUV"
    found = set()
    for size in range(1, 8):
        for chosen in combinations(places, size):
            bare = "".join(letters[int(c)] if n in chosen else c for n, c in enumerate(code[:15]))
            found.add(bare + library.encode_cin(bare))
    return found


def test_every_variant_of_a_code_is_the_same_person() -> None:
    variants = omocodes(BOLOGNA)
    assert len(variants) == 127
    assert {canonical(code) for code in variants} == {BOLOGNA}
    assert {mac(str(canonical(code))) for code in variants} == {mac(BOLOGNA)}


@pytest.mark.parametrize(
    "typed", ["rssmra85e57a944r", " RSS MRA 85E57 A944R ", "RSS-MRA-85E57-A944-R", "RSSMRA85E57A944Ｒ"]
)
def test_capitals_blanks_and_dashes_do_not_matter(typed: str) -> None:
    assert canonical(typed) == BOLOGNA


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "fiscal_code.missing"),
        (" - ", "fiscal_code.missing"),
        ("RSSMRA85E57A944", "fiscal_code.shape"),
        ("RSSMRA85E57A944RX", "fiscal_code.shape"),
        ("RSSMRA85F57A944R", "fiscal_code.shape"),
        ("ÀSSMRA85E57A944R", "fiscal_code.shape"),
        ("1234567890", "fiscal_code.shape"),
        ("RSSMRA85E57A944S", "fiscal_code.control"),
        ("RSSMRA58E57A944R", "fiscal_code.control"),
        ("83001530099", "fiscal_code.control"),
    ],
)
def test_a_slip_of_the_pen_is_named(typed: str, fault: str) -> None:
    assert canonical(typed) == Fault(fault)


@pytest.mark.parametrize(
    ("year", "month", "day", "exists"),
    [
        ("85", "B", "29", False),
        ("84", "B", "29", True),
        ("00", "B", "69", True),
        ("85", "B", "71", False),
        ("85", "D", "31", False),
        ("85", "A", "31", True),
        ("85", "A", "72", False),
        ("85", "A", "00", False),
        ("85", "A", "40", False),
    ],
)
def test_a_day_that_no_calendar_has_is_no_code(year: str, month: str, day: str, exists: bool) -> None:
    bare = f"RSSMRA{year}{month}{day}A944"
    code = bare + library.encode_cin(bare)
    assert canonical(code) == (code if exists else Fault("fiscal_code.day"))


def test_a_provisional_code_of_eleven_digits_is_a_code_and_says_nothing_of_its_bearer() -> None:
    code = canonical("83001530092")
    assert code == "83001530092"
    assert doubts(code, name="Li", surname="Wang", born=BORN) == ()


@pytest.mark.parametrize(
    ("name", "surname", "born", "place", "found"),
    [
        ("Maria", "Rossi", BORN, "A944", ()),
        ("Ion", "Popescu", BORN, "Z129", ()),
        ("", "Suharto", BORN, "Z226", ()),
        ("Nicolò", "D'Amico", date(1925, 5, 17), "A944", ()),
        ("Maria", "Rossi", BORN, "Z999", ("fiscal_code.unknown_place",)),
        ("Maria", "Bianchi", BORN, "A944", ("fiscal_code.other_name",)),
        ("Maria", "Rossi", date(1985, 5, 18), "A944", ("fiscal_code.other_birth_date",)),
        ("Maria", "Rossi", date(1985, 12, 17), "A944", ("fiscal_code.other_birth_date",)),
        ("Rosa", "Bianchi", date(1999, 1, 1), "Z999", (
            "fiscal_code.other_birth_date", "fiscal_code.other_name", "fiscal_code.unknown_place",
        )),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_a_doubt(name: str, surname: str, born: date, place: str, found: tuple[str, ...]) -> None:
    of = (name, surname, born) if not found or found == ("fiscal_code.unknown_place",) else ("Maria", "Rossi", BORN)
    bare = f"{library.encode_lastname(of[1])}{library.encode_firstname(of[0])}{of[2]:%y}E57{place}"
    code = canonical(bare + library.encode_cin(bare))
    assert isinstance(code, str), code
    assert doubts(code, name=name, surname=surname, born=born) == found


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_the_reading(typed: str) -> None:
    found = canonical(typed)
    assert isinstance(found, Fault) or len(found) in (11, 16)


@given(st.integers(0, 15), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
def test_one_wrong_character_is_always_noticed_or_is_another_code(place: int, character: str) -> None:
    typed = BOLOGNA[:place] + character + BOLOGNA[place + 1 :]
    found = canonical(typed)
    assert typed == BOLOGNA or found != BOLOGNA


def test_a_hash_names_its_key_and_both_known_keys_are_tried() -> None:
    old = mac(BOLOGNA)
    keys.use_identity("n" * 40, "k" * 40)
    assert macs(BOLOGNA) == [Mac(keys.key_name("n" * 40), mac(BOLOGNA).value), old]
    assert mac(BOLOGNA).value != old.value
    assert BOLOGNA not in old.value
    assert len(old.value) == 64
