# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a text holds what somebody looks for, where, and what they may have meant. Pure.

Words are compared as proposals' are (deliberation.proposals.search): by their Italian stems, without accents, each at
the beginning of a word, in any order.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from deliberation.proposals.search import MOST_TOKENS, searchable, stems
from deliberation.text import most_alike, plain

_WORD = re.compile(r"\w+")
SHORTEST_MEANT = 4  # letters of a word that is worth a guess
ALIKE = 0.75
_written = lru_cache(maxsize=4096)(lambda title, text: f" {plain(f'{title} {text}')} ")
_spelt = lru_cache(maxsize=16_384)(lambda text: tuple(plain(text).split()))  # every street of a large city
_stored = lru_cache(maxsize=4096)(searchable)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed, and the stems that must all be found; none where there is nothing to look for.

    `as_written`: nothing but small words was typed ('perché'), which are looked for as they are.
    """

    text: str
    stems: tuple[str, ...]
    as_written: bool = False

    def is_in(self, title: str, text: str = "") -> bool:
        """Whether all stems begin a word of the title or of the text."""
        stored = _written(title, text) if self.as_written else _stored(title, text)
        return bool(self.stems) and all(f" {stem}" in stored for stem in self.stems)

    def marked(self, text: str) -> Markup:
        """The text with the words that were looked for as `mark`."""
        made, at = [], 0
        for word in _WORD.finditer(text):
            if self._is_meant(word[0]):
                made += [escape(text[at : word.start()]), Markup("<mark>{}</mark>").format(word[0])]
                at = word.end()
        return Markup("").join([*made, escape(text[at:])])

    def _is_meant(self, word: str) -> bool:
        found = plain(word).split() if self.as_written else stems(word)
        return bool(found) and any(found[0].startswith(stem) for stem in self.stems)


def ask(text: str) -> Asked:
    """What is looked for."""
    found = stems(text)
    return Asked(text, tuple(dict.fromkeys(found or plain(text).split()))[:MOST_TOKENS], as_written=not found)


def meant(asked: Asked, known: Iterable[str]) -> str:
    """The query with each word that begins no known one as the known word that is most like it; '' where none is."""
    words = sorted({word for text in known for word in _spelt(text) if len(word) >= SHORTEST_MEANT})
    made, is_other = [], False
    for word in plain(asked.text).split()[:MOST_TOKENS]:
        better = _nearest(word, words)
        is_other = is_other or better != word
        made.append(better)
    return " ".join(made) if is_other else ""


def _nearest(word: str, words: Sequence[str]) -> str:
    stem = next(iter(stems(word)), "")
    if len(word) < SHORTEST_MEANT or not stem or _begins_one(stem, words):
        return word
    return most_alike(word, words, ALIKE) or word


def _begins_one(stem: str, words: Sequence[str]) -> bool:
    """Whether a stem of a known word begins so; only an ending differs between a word and its stem."""
    alike = (word for word in words if word.startswith(stem[:3]))
    return any(one.startswith(stem) for word in alike for one in stems(word))
