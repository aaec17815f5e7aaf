# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody typed in search of an address: its words, the kind of street, the number at its end. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from deliberation.text import plain

KINDS: dict[str, str] = {
    "via": "via",
    "v": "via",
    "viale": "viale",
    "vle": "viale",
    "v le": "viale",
    "piazza": "piazza",
    "pza": "piazza",
    "pzza": "piazza",
    "p zza": "piazza",
    "p za": "piazza",
    "piazzale": "piazzale",
    "ple": "piazzale",
    "p le": "piazzale",
    "piazzetta": "piazzetta",
    "vicolo": "vicolo",
    "vic": "vicolo",
    "vlo": "vicolo",
    "v lo": "vicolo",
    "largo": "largo",
    "lgo": "largo",
    "l go": "largo",
    "corso": "corso",
    "cso": "corso",
    "c so": "corso",
    "strada": "strada",
    "str": "strada",
    "galleria": "galleria",
    "gall": "galleria",
}
SAINTS = frozenset({"s", "ss", "san", "sant", "santa", "santo", "santi"})
_PARTICLES = (
    "a ad ai al all alla alle con d da dai dal dall dalla de degli dei del dell della delle dello di e ed i il in l la "
    "le lo nel nell nella per su sul sull sulla"
)
PARTICLES = frozenset(_PARTICLES.split())
_WHOLE_KINDS = frozenset(KINDS.values())
_MOST_MENDED = 4  # words: more take long, and are no street's name
_LONGEST = 120  # characters of what was typed that are looked at
_END = re.compile(
    r"^(.*?\D)[\s,]*?\b(\d{1,5})(?:\s*[/.-]\s*([0-9a-z]{1,6})|\s*([a-z]|bis|ter|quater))?\s*$",
    re.DOTALL | re.IGNORECASE,
)
_ROMAN = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


@dataclass(frozen=True, slots=True)
class Asked:
    """One reading of what was typed. Each of `words` is wanted in one of its forms; particles only for the order.

    `text` is what was typed without the house number.
    """

    text: str
    kind: str
    bare: str
    words: tuple[tuple[str, ...], ...]
    squeezed: str
    particles: tuple[str, ...]
    number: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A street's name as it is searched: its words, what is left without its kind, the letters in a row."""

    text: str
    kind: str
    bare: str
    known: frozenset[str]
    squeezed: str


def is_kind(asked: Asked) -> bool:
    """Whether nothing but a kind of street was typed: 'via' is the beginning of a search, and hardly ever a name."""
    return not asked.kind and asked.bare in KINDS


def ask(text: str) -> list[Asked]:
    """The readings of a text: all of it as a name, and a name with a house number at its end where there is one."""
    typed = text[:_LONGEST]
    whole = _asked(typed, None)
    found = _END.match(typed)
    if found is None:
        return [whole]
    return [whole, _asked(found[1].rstrip(" ,"), (int(found[2]), (found[3] or found[4] or "").upper()))]


def mend(asked: Asked, spelled: Callable[[str], str]) -> Asked | None:
    """A reading with each word `spelled` as it is known; None where a word is like none, or nothing changes."""
    if len(asked.words) > _MOST_MENDED:
        return None
    better: dict[str, str] = {}
    for forms in asked.words:
        if not (known := spelled(forms[0])):
            return None
        better[forms[0]] = known
    if all(word == known for word, known in better.items()):
        return None
    bare = " ".join(better.get(word, word) for word in asked.bare.split())
    return replace(asked, bare=bare, words=tuple((better[forms[0]],) for forms in asked.words), squeezed="")


def house_number(number: int, suffix: str) -> str:
    """'12', '12/A': as registers write them."""
    return f"{number}/{suffix.upper()}" if suffix else str(number)


def split_kind(text: str) -> tuple[str, str]:
    """The kind of street that somebody wrote ('v.le' → 'viale') and the plain rest of its name."""
    words = plain(text).split()
    for length in (2, 1):
        kind = KINDS.get(" ".join(words[:length]))
        if kind and len(words) > length:
            return kind, " ".join(words[length:])
    return "", " ".join(words)


def name_of(text: str) -> Name:
    """A street of the register as it is searched."""
    kind, rest = split_kind(text)
    words = [*([kind] if kind else []), *rest.split()]
    return Name(text, kind, f" {without_saints(rest)} ", frozenset(words), "".join(words))


def without_saints(text: str) -> str:
    """'santo stefano', 's. stefano' and 'san stefano' are one name."""
    return " ".join("s" if word in SAINTS else word for word in text.split())


def order(asked: Asked, name: Name) -> tuple[bool, bool, bool, bool, int, int]:
    """How far a name is from what was asked: the same name first, then its words in a row, then whole words, then the
    kind of street, then the particles, then the shortest."""
    wanted = f" {asked.bare} "
    return (
        wanted != name.bare,
        wanted not in name.bare,
        not all(any(form in name.known for form in forms) for forms in asked.words),
        bool(asked.kind) and asked.kind != name.kind,
        sum(particle not in name.known for particle in asked.particles),
        len(name.squeezed),
    )


def _asked(text: str, number: tuple[int, str] | None) -> Asked:
    kind, rest = split_kind(text)
    words = rest.split()
    if len(words) > 1 and not kind and words[-1] in _WHOLE_KINDS:  # "saragozza viale"
        kind, words = words[-1], words[:-1]
    elif kind and rest in _WHOLE_KINDS:  # "corso via" begins "Via del Corso"
        kind, words = rest, [kind]
    told = [word for word in words if word not in SAINTS and word not in PARTICLES]
    told = told or [word for word in words if word not in SAINTS] or words
    return Asked(
        text,
        kind,
        without_saints(" ".join(words)),
        tuple(_forms(word) for word in told),
        "".join(words) if len(words) > 1 or len("".join(words)) > 3 else "",
        tuple(word for word in words if word in PARTICLES),
        number,
    )


def _forms(word: str) -> tuple[str, ...]:
    """As it was typed; a number also in Roman figures, as a whole word: 'via 4 novembre', 'Via IV Novembre'."""
    if not word.isdigit() or not 0 < int(word) < 40:
        return (word,)
    left, roman = int(word), ""
    for figure, value in _ROMAN:
        roman += figure * (left // value)
        left %= value
    return word, roman
