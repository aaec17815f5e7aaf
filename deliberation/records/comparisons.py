# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two texts side by side, word by word: what stayed, what went, what came, and one change carried over to another
text. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from rapidfuzz.distance import Indel

_PIECES = re.compile(r"\w+|\s+|[^\w\s]")


class Fate(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words with the same fate, blanks between them included."""

    fate: Fate
    text: str


def words(text: str) -> list[str]:
    """The words of a text, marks and blanks left out."""
    return re.findall(r"\w+", text)


def compare(before: str, after: str) -> tuple[Run, ...]:
    """The fewest words to take out and put in (a longest common subsequence of words, marks and blanks).

    Kept and removed runs together are `before`, kept and added ones `after`, to the letter. A blank that alone stayed
    between two changes is told as part of them: one reads "bianco gatto → cane nero", not four pieces.
    """
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    steps: list[tuple[bool, str, str]] = []  # whether it stayed, what it was, what it is
    for step in Indel.opcodes(old, new):
        gone, come = old[step.src_start : step.src_end], new[step.dest_start : step.dest_end]
        steps.append((step.tag == "equal", "".join(gone), "".join(come)))
    for at in range(1, len(steps) - 1):
        stayed, blank, _ = steps[at]
        if stayed and blank.isspace() and "\n" not in blank and not steps[at - 1][0] and not steps[at + 1][0]:
            steps[at] = (False, blank, blank)
    runs: list[Run] = []
    for stayed, group in groupby(steps, key=lambda step: step[0]):
        held = list(group)
        removed, added = "".join(step[1] for step in held), "".join(step[2] for step in held)
        told = [(Fate.KEPT, removed)] if stayed else [(Fate.REMOVED, removed), (Fate.ADDED, added)]
        runs += [Run(fate, text) for fate, text in told if text]
    return tuple(runs)


def changed_words(before: str, after: str) -> tuple[list[str], list[str]]:
    """The words that went and those that came, in order; marks, blanks and capital letters are no change."""
    old, new = words(before.casefold()), words(after.casefold())
    gone: list[str] = []
    come: list[str] = []
    for step in Indel.opcodes(old, new):
        if step.tag != "equal":
            gone += old[step.src_start : step.src_end]
            come += new[step.dest_start : step.dest_end]
    return gone, come


def carried(base: str, changed: str, now: str) -> str | None:
    """What became `changed` of `base`, done to `now`, which became of it too; None where both touch the same words.

    Two changes are apart when at least a word of `base` stays between them; the same change twice is one.
    """
    old = _PIECES.findall(base)
    one, other = (frozenset(_edits(old, _PIECES.findall(text))) for text in (changed, now))
    made: list[str] = []
    at, before = 0, frozenset({0, 1})
    for edit in sorted(one | other):
        start, end, come = edit
        sides = frozenset({side for side, edits in enumerate((one, other)) if edit in edits})
        between = old[at:start] if start >= at else []
        if not sides & before and not any(piece[0].isalnum() for piece in between):
            return None
        made += [*between, come]
        at, before = end, sides
    return "".join([*made, *old[at:]])


def _edits(old: list[str], new: list[str]) -> list[tuple[int, int, str]]:
    """From where to where of `old` something else stands in `new`, and what."""
    edits: list[tuple[int, int, str]] = []
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            continue
        come = "".join(new[step.dest_start : step.dest_end])
        if edits and edits[-1][1] == step.src_start:
            start, _, before = edits.pop()
            edits.append((start, step.src_end, before + come))
        else:
            edits.append((step.src_start, step.src_end, come))
    return edits
