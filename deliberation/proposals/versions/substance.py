# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a changed proposal is another proposal, so that who supports it is asked again. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberation.proposals.contents import IN_WORDS, WRITTEN
from deliberation.records.comparisons import changed_words, words
from voting.canonical import canonical_json, sha256

WORDS_AT_LEAST, WORDS_IN_A_HUNDRED = 5, 5
TURNING = frozenset({"non", "né", "senza", "mai", "solo", "no"})  # one of them alone turns a sentence round
_EXACT = (*(name for name in WRITTEN if name not in IN_WORDS), "neighbourhood")


def digest(row: Mapping[str, Any]) -> str:
    """SHA-256 of a proposal's text as canonical JSON: the columns contents.WRITTEN, the point in micro-degrees.

    The neighbourhood is left out: the comune may draw its zones anew, and the author's words are still the same.
    """
    return sha256(canonical_json({name: row[name] for name in WRITTEN}))


def changes_substance(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether people who supported `before` must be asked again about `after`; both with the columns of a proposal.

    Yes: another place, category or cost; a number or a word such as "non" that came or went; or more words that came or
    went than 5 and than 5 in a hundred of the earlier text. Not: marks, capital letters, fewer words.
    """
    if any(before[name] != after[name] for name in _EXACT):
        return True
    old, new = ("\n".join(row[name] for name in IN_WORDS) for row in (before, after))
    gone, come = changed_words(old, new)
    touched = [*gone, *come]
    if any(word in TURNING or any(letter.isdigit() for letter in word) for word in touched):
        return True
    return len(touched) > max(WORDS_AT_LEAST, len(words(old)) * WORDS_IN_A_HUNDRED // 100)
