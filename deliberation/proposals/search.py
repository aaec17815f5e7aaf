# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words in common: Italian stems of a text, as stored in `proposal.plain_text` and as looked for. Pure.

The stored form is one blank, then every stem followed by a blank; a search asks for each of its stems at the beginning
of a word. Both engines answer `LIKE` over it alike, since only a-z and 0-9 are left.
"""

from __future__ import annotations

from functools import lru_cache

import snowballstemmer

from deliberation.text import plain

_STEMMER = snowballstemmer.stemmer("italian")
MOST_TOKENS = 12
LONGEST_WORD = 40

# Words that say nothing of a subject, without accents.
_COMMON = (
    "a ad ai agli al alla alle allo all anche c che chi ci come con cui d da dagli dai dal dall dalla dalle dallo degli"
    " dei del dell della delle dello di dove e ed fra gli ha hanno i il in io l la le lo loro ma mi ne nei negli nel"
    " nell nella nelle nello no noi non o ogni per perche piu qui quale quando questo questa questi queste se si sia"
    " sono su sui sugli sul sull sulla sulle sullo suo sua tra tutti tutto un una uno vi"
)
STOP_WORDS = frozenset(_COMMON.split())


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word[:LONGEST_WORD]))


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text in its order, without stop words."""
    return tuple(_stem(word) for word in plain(text).split() if word not in STOP_WORDS)


def searchable(title: str, body: str = "", place: str = "") -> str:
    """What `proposal.plain_text` holds."""
    return " " + "".join(f"{stem} " for stem in stems(f"{title} {body} {place}"))


def patterns(query: str) -> tuple[str, ...]:
    """LIKE patterns that must all match; empty when the query has nothing to look for."""
    found = stems(query) or tuple(_stem(word) for word in plain(query).split())
    return tuple(f"% {stem}%" for stem in dict.fromkeys(found[:MOST_TOKENS]))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the smaller text's stems that both have; 0 under two stems in common."""
    common = len(one & other)
    return common / min(len(one), len(other)) if common >= 2 else 0.0
