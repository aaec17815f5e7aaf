# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exact numbers as text, and canonical JSON (RFC 8785) with its SHA-256."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction

_PLAIN = (str, int, bool, type(None))


def exact(number: int | Fraction) -> str:
    """The number as text without loss: ``"12"``, ``"12.5"`` when the decimals end, else ``"p/q"``."""
    if isinstance(number, int) or number.denominator == 1:
        return str(int(number))
    twos = fives = 0
    rest = number.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    places = max(twos, fives)
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def plural(number: int, noun: str) -> str:
    """``1 ballot``, ``2 ballots``: for a value that shows itself in English."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _ordered(value: object) -> object:
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return [_ordered(item) for item in value]
    if isinstance(value, int) and abs(value) >= 2**53:
        raise ValueError("integers beyond 2**53 are written as text in canonical JSON")
    if not isinstance(value, _PLAIN):
        raise TypeError(f"no canonical JSON for {type(value).__name__}")
    return value


def canonical_json(value: object) -> str:
    """RFC 8785 text of a value made of dicts, sequences, strings, whole numbers, booleans and None.

    Floats are refused: nothing that binds is a float. Keys are sorted by UTF-16 code units.
    """
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sha256(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
