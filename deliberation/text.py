# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Public identifiers, slugs and normal forms of text."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable

from deliberation.errors import Invalid

# No vowels and no look-alikes: an identifier is read aloud at the desk and never spells a word.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


def public_id(length: int = 10) -> str:
    """A random public identifier; 10 characters carry 47 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def plain(text: str) -> str:
    """Lower case, without accents, one space between words: the form in which names are searched."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


def slug(text: str, length: int = 80) -> str:
    """The text as part of an address."""
    return plain(text).replace(" ", "-")[:length].strip("-") or public_id()


def tidy(text: str) -> str:
    """Typed text in normal form: NFC, no control characters but line ends, no blanks at either end."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


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
