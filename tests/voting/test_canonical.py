# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exact numbers and canonical JSON."""

from fractions import Fraction

import pytest
import rfc8785

from voting.canonical import canonical_json, exact


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (12, "12"),
        (Fraction(25, 2), "12.5"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 3), "1/3"),
        (Fraction(70, 17), "70/17"),
        (Fraction(1, 100000), "0.00001"),
        (Fraction(4, 2), "2"),
        (0, "0"),
    ],
)
def test_numbers_are_written_without_loss(number: int | Fraction, text: str) -> None:
    assert exact(number) == text
    assert Fraction(text) == number


def test_the_text_is_that_of_an_independent_canonicaliser() -> None:
    value = {"é": [1, True, None, 'a\u0001\n"\\'], "\U0001f600": {"b": 2, "a": -1}, "\ufb33": "", "z": []}
    assert canonical_json(value).encode() == rfc8785.dumps(value)


def test_a_float_never_enters_what_binds() -> None:
    with pytest.raises(TypeError):
        canonical_json({"share": 0.5})
    with pytest.raises(ValueError, match="written as text"):
        canonical_json({"votes": 2**53})
