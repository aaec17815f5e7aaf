# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Public identifiers, slugs and normal forms of text."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable
from typing import Literal

from rapidfuzz.distance import Indel
from rapidfuzz.process import extractOne

from deliberation.errors import Invalid

# No vowels and no look-alikes: an identifier is read aloud at the desk and never spells a word.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
MOST_MARKS = 30
_UNTIDY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # controls but tab and line end, half pairs


def public_id(length: int = 10) -> str:
    """A random public identifier; 10 characters carry 47 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def normal(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    """A Unicode normal form in linear time.

    Sorting the marks of one letter takes the square of their number (sixty thousand: 18 s), so that no letter keeps
    more than thirty: the limit of Unicode's Stream-Safe Text Format, which no language comes near.
    """
    if text.isascii():
        return text
    run, kept = 0, []
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= MOST_MARKS:
            kept.append(character)
    return unicodedata.normalize(form, "".join(kept))


def plain(text: str) -> str:
    """Lower case, without accents, one space between words: the form in which names are searched."""
    bare = "".join(c for c in normal("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


def slug(text: str, length: int = 80) -> str:
    """The text as part of an address."""
    return plain(text).replace(" ", "-")[:length].strip("-") or public_id()


def most_alike(word: str, known: Iterable[str], least: float) -> str:
    """The known word that is most like one with a letter or two wrong, '' where none shares `least` of it (0 to 1)."""
    near = [one for one in known if abs(len(one) - len(word)) <= 2]
    found = extractOne(word, near, scorer=Indel.normalized_similarity, score_cutoff=least)
    return found[0] if found else ""


def tidy(text: str) -> str:
    """Typed text in normal form: NFC, no control characters but line ends, no blanks at either end."""
    return _UNTIDY.sub("", normal("NFC", text).replace("\r\n", "\n").replace("\r", "\n")).strip()


def check_storable(values: Iterable[object]) -> None:
    """Raises Invalid(value.unstorable) for what no database column holds, before either engine meets it.

    PostgreSQL takes no NUL and neither takes half a surrogate pair; neither has integers beyond 64 bits.
    """
    for value in values:
        if isinstance(value, str):
            if "\x00" in value or (not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value)):
                raise Invalid("value.unstorable")
        elif isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise Invalid("value.unstorable")
