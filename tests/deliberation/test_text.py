# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Normal forms of text."""

from hypothesis import given
from hypothesis import strategies as st

from deliberation.text import plain, public_id, slug, tidy


def test_names_are_searched_without_accents_and_punctuation() -> None:
    assert plain("Via Nicolò dell'Abate ") == "via nicolo dell abate"


def test_a_slug_is_made_of_words() -> None:
    assert slug("San Donato - San Vitale") == "san-donato-san-vitale"


def test_control_characters_do_not_survive() -> None:
    assert tidy(" ciao\x00\r\nmondo\x1b ") == "ciao\nmondo"


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text())
def test_a_slug_is_never_empty_and_always_fits_an_address(text: str) -> None:
    assert slug(text)
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_public_ids_do_not_repeat() -> None:
    assert len({public_id() for _ in range(10_000)}) == 10_000
