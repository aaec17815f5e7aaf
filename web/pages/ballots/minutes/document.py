# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What minutes are made of: sections of a few kinds of blocks, the same for text and for PDF."""

from collections.abc import Sequence
from dataclasses import dataclass

from web.figures import Table


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences; `strong`: the one that a reader must not miss."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names of things with what they are."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences one below the other; one that begins with blanks belongs to the one above it."""

    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Commands:
    """What a reader types as it stands here, to find the same."""

    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure as SVG, with the words for who does not see it; plain text has none, its tables say the same."""

    svg: str
    words: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Room to sign, a line for each of these."""

    labels: Sequence[str]


Block = Paragraph | Facts | Lines | Commands | Picture | Signatures | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its blocks; `level` 2 is a part of the level 1 before it."""

    title: str
    blocks: Sequence[Block]
    level: int = 1


@dataclass(frozen=True, slots=True)
class Minutes:
    """The whole document. `notes`: what must be known before reading (a draft, an annulment, a comparison)."""

    language: str
    title: str
    owner: str
    subject: str
    notes: Sequence[str]
    sections: Sequence[Section]
