# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a comune calls its parts: texts say "quartiere", and are told with another word by a small grammar.

Of the six words the masculine ones take the same articles as "quartiere" (they begin with one consonant), so that only
the word changes. With a feminine one, what stands before and just after it changes too, and a short list of turns in
which the word is meant farther on ("chi lo rappresenta"). Pure; tests/goldens/parts.txt shows every text so told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Part(StrEnum):
    """A word for the parts of a comune."""

    QUARTIERE = "quartiere"
    ZONA = "zona"
    RIONE = "rione"
    CIRCOSCRIZIONE = "circoscrizione"
    FRAZIONE = "frazione"
    MUNICIPIO = "municipio"


@dataclass(frozen=True, slots=True)
class Noun:
    """One word and its plural, whether it is feminine, and the nearest English words."""

    one: str
    many: str
    is_feminine: bool
    english: str
    english_many: str

    def __str__(self) -> str:
        return f"{self.one}, {self.many}"


NOUNS: dict[Part, Noun] = {
    Part.QUARTIERE: Noun("quartiere", "quartieri", False, "neighbourhood", "neighbourhoods"),
    Part.ZONA: Noun("zona", "zone", True, "area", "areas"),
    Part.RIONE: Noun("rione", "rioni", False, "district", "districts"),
    Part.CIRCOSCRIZIONE: Noun("circoscrizione", "circoscrizioni", True, "district", "districts"),
    Part.FRAZIONE: Noun("frazione", "frazioni", True, "village", "villages"),
    Part.MUNICIPIO: Noun("municipio", "municipi", False, "borough", "boroughs"),
}
# What agrees with the word and stands before it.
_BEFORE = {
    "il": "la", "un": "una", "del": "della", "al": "alla", "dal": "dalla", "nel": "nella", "sul": "sulla",
    "i": "le", "dei": "delle", "ai": "alle", "dai": "dalle", "nei": "nelle", "sui": "sulle",
    "questo": "questa", "questi": "queste", "quel": "quella", "quei": "quelle", "tuo": "tua", "tuoi": "tue",
    "suo": "sua", "suoi": "sue", "vostro": "vostra", "vostri": "vostre", "nostro": "nostra", "nostri": "nostre",
    "loro": "loro", "due": "due", "altro": "altra", "altri": "altre", "stesso": "stessa", "stessi": "stesse",
    "primo": "prima", "primi": "prime",
    "ultimo": "ultima", "nuovo": "nuova", "nuovi": "nuove", "vecchio": "vecchia", "vecchi": "vecchie",
    "nessun": "nessuna", "ciascun": "ciascuna", "alcuni": "alcune", "tutti": "tutte", "molti": "molte",
    "pochi": "poche", "quanti": "quante", "singolo": "singola", "singoli": "singole", "intero": "intera",
}  # fmt: skip
# What agrees with it and stands just after it: any participle or adjective of this list.
_AFTER = {
    "solo": "sola", "soli": "sole", "scelto": "scelta", "scelti": "scelte", "chiamato": "chiamata",
    "chiamati": "chiamate", "caricato": "caricata", "caricati": "caricate", "diverso": "diversa", "diversi": "diverse",
    "interessato": "interessata", "interessati": "interessate", "coinvolto": "coinvolta", "coinvolti": "coinvolte",
    "unito": "unita", "uniti": "unite", "chiuso": "chiusa", "chiusi": "chiuse", "nuovo": "nuova", "nuovi": "nuove",
    "escluso": "esclusa", "esclusi": "escluse", "vicino": "vicina", "vicini": "vicine", "segnato": "segnata",
    "segnati": "segnate", "sconosciuto": "sconosciuta", "sconosciuti": "sconosciute", "indicato": "indicata",
}  # fmt: skip
# Turns in which the word is meant and not said, in texts that say it elsewhere.
_MEANT = (
    ("chi lo rappresenta", "chi la rappresenta"),
    ("scegli il tuo", "scegli la tua"),
    ("Trova il tuo e", "Trova la tua e"),
    ("scegli quello giusto", "scegli quella giusta"),
    ("segnane almeno uno", "segnane almeno una"),
    ("scegline almeno uno", "scegline almeno una"),
    ("non solo di questo.", "non solo di questa."),
    ("della consultazione. Scegline un altro", "della consultazione. Scegline un'altra"),
    ("del file, campo «%(field)s»: manca o non è valido", "del file, campo «%(field)s»: manca o non è valida"),
    ("uno o più quartieri", "una o più quartieri"),
)
_WORD = re.compile(
    rf"\b((?:(?:{'|'.join(sorted(_BEFORE, key=len, reverse=True))}) )*)(quartier[ei])\b( (?:{'|'.join(_AFTER)})\b)?",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\b(an? )?(neighbourhoods?)\b", re.IGNORECASE)


_spoken = [Part.QUARTIERE]


def speak(part: Part) -> None:
    """From here on this process tells its texts in this word (`profile.profile` says so whenever it is asked)."""
    _spoken[0] = part


def spoken() -> Part:
    """The word in which this process tells its texts."""
    return _spoken[0]


@lru_cache(maxsize=8192)
def told(text: str, part: Part, locale: str = "it") -> str:
    """A text of the program in the comune's own word."""
    if part is Part.QUARTIERE:
        return text
    noun = NOUNS[part]
    if locale != "it":
        return _ENGLISH.sub(lambda found: _in_english(found, noun), text)
    if not re.search("quartier[ei]", text, re.IGNORECASE):
        return text
    if noun.is_feminine:
        for meant, feminine in _MEANT:
            text = text.replace(meant, feminine)
    return _WORD.sub(lambda found: _in_italian(found, noun), text)


def _in_italian(found: re.Match[str], noun: Noun) -> str:
    before, word, after = found[1], found[2], found[3] or ""
    said = _as_written(word, noun.one if word.lower().endswith("e") else noun.many)
    if noun.is_feminine:
        before = "".join(_as_written(w, _BEFORE[w.lower()]) + " " for w in before.split())
        before = re.sub(r"\b([Uu])na altra\b", r"\1n'altra", before)
        after = after and " " + _AFTER[after.strip().lower()]
    return before + said + after


def _in_english(found: re.Match[str], noun: Noun) -> str:
    article, word = found[1] or "", found[2]
    said = _as_written(word, noun.english_many if word.lower().endswith("s") else noun.english)
    if article:
        article = _as_written(article, "an " if said[0] in "aA" else "a ")
    return article + said


def _as_written(old: str, new: str) -> str:
    """The new word with the old one's first letter large or small."""
    return new[0].upper() + new[1:] if old[0].isupper() else new
