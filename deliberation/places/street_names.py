# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names of streets as people write them: registers shout ("VIA NICOLO' DELL'ABATE")."""

from __future__ import annotations

import re

_SMALL = frozenset(
    {
        "a",
        "ad",
        "ai",
        "agli",
        "al",
        "alla",
        "alle",
        "allo",
        "con",
        "da",
        "dagli",
        "dai",
        "dal",
        "dalla",
        "de",
        "degli",
        "dei",
        "del",
        "della",
        "delle",
        "dello",
        "di",
        "e",
        "ed",
        "fra",
        "il",
        "in",
        "la",
        "le",
        "lo",
        "nel",
        "nella",
        "per",
        "su",
        "sul",
        "sulla",
        "tra",
        "un",
        "una",
    }
)
_ELIDED = frozenset({"all", "d", "dall", "dell", "l", "nell", "sant", "sull", "un"})
_CUT = frozenset({"ca", "de", "fra", "mo", "po", "to", "be"})
_ACCENTS = {"a": "à", "e": "è", "i": "ì", "o": "ò", "u": "ù"}
_ROMAN = re.compile(r"(?=[IVXLC])(?:X{0,3})(?:IX|IV|V?I{0,3})", re.IGNORECASE)
_ABBREVIATIONS = {"P.ZZA": "Piazza", "P.LE": "Piazzale", "V.LE": "Viale"}


def readable(name: str) -> str:
    """A name in capitals as it stands on the street: 'Via Nicolò dell'Abate'. Other names stay as they are."""
    if name != name.upper():
        return name
    words = re.sub(r"(?<=[A-Z])\.(?=[A-Z]{2})(?!ZZA\b|LE\b)", ". ", name).split()
    return " ".join(_word(word, first=n == 0) for n, word in enumerate(words))


def _word(word: str, first: bool) -> str:
    if word in _ABBREVIATIONS:
        return _ABBREVIATIONS[word]
    low = word.lower()
    if not first and low in _SMALL:
        return low
    if not first and len(word) > 1 and _ROMAN.fullmatch(word) and low not in {"di", "li"}:
        return word
    if low.endswith("'"):
        bare = low[:-1]
        if bare in _CUT:
            return (bare if bare == "de" and not first else bare.capitalize()) + "'"
        low = bare[:-1] + _ACCENTS[bare[-1]] if bare[-1:] in _ACCENTS else low
    head, apostrophe, tail = low.partition("'")
    if apostrophe:
        small = head in _ELIDED and head not in {"d", "sant", "l"} and not first
        return (head if small else head.capitalize()) + "'" + _capitals(tail)
    return _capitals(low)


def _capitals(word: str) -> str:
    return re.sub(r"(^|[-.])(\w)", lambda found: found[1] + found[2].upper(), word)
