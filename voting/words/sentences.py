# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sentence for people, not yet in their language: an Italian text with named parameters, and what goes into them.

Extractors of texts (deploy/messages.sh) know ``N_``, ``tell`` and ``tell_many`` by name; nothing is translated here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in whole cents."""

    cents: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number that each language writes in its own way; a bare ``int`` in a sentence stays as it is."""

    value: int | float


@dataclass(frozen=True, slots=True)
class Named:
    """An option, or what a cap is for (a category, a neighbourhood), by its id; whoever shows it knows the name."""

    option: str


@dataclass(frozen=True, slots=True)
class Worded:
    """A word of ours in Italian, marked for translation, as that of a grade."""

    text: str


Value = int | str | Money | Number | Named | Worded


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` with ``%(name)s`` for each value; where ``many`` is given, ``number`` (``%(num)s``) decides which."""

    text: str
    many: str = ""
    number: int = 1
    values: Mapping[str, Value] = field(default_factory=dict)


def N_(text: str) -> str:
    """The text as it is, marked for translation."""
    return text


def tell(text: str, /, **values: Value) -> Sentence:
    """A sentence."""
    return Sentence(text, values=values)


def tell_many(one: str, many: str, number: int, /, **values: Value) -> Sentence:
    """A sentence with a singular and a plural."""
    return Sentence(one, many, number, values)


def shown(number: object) -> int | float:
    """An exact number (text or fraction) as one to be shown: whole, or to two decimals."""
    exact = Fraction(str(number))
    return int(exact) if exact.denominator == 1 else round(float(exact), 2)


def cents(text: object) -> int:
    """An exact sum as whole cents, to be shown."""
    return round(Fraction(str(text)))
