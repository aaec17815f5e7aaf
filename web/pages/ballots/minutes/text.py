# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Minutes as plain text: read aloud in order, a row of a table is a line that says what each number is."""

import re
from collections.abc import Iterator

from web.figures import Table
from web.pages.ballots.minutes.document import (
    Block,
    Commands,
    Facts,
    Lines,
    Minutes,
    Paragraph,
    Picture,
    Section,
    Signatures,
)

UNDERLINE = {1: "=", 2: "-"}
TO_SIGN = "_" * 40
NUMBERED = re.compile(r"\d+\. ")


def as_text(minutes: Minutes) -> str:
    """The document; ends with a line feed."""
    head = [minutes.title.upper(), minutes.owner, minutes.subject, *(f"! {note}" for note in minutes.notes)]
    lines = [line for line in head if line]
    for section in minutes.sections:
        lines += ["", *_section(section)]
    return "\n".join(line.rstrip(" ") for line in lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    title = section.title.upper() if section.level == 1 else section.title
    yield from (title, UNDERLINE[section.level] * len(title))
    for place, block in enumerate(b for b in section.blocks if not isinstance(b, Picture)):
        if place:
            yield ""
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text=text):
            yield text
        case Facts(rows=rows):
            yield from (f"{name}: {value}" for name, value in rows)
        case Lines(lines=lines):
            yield from (line if NUMBERED.match(line) or line.startswith(" ") else f"- {line}" for line in lines)
        case Commands(lines=lines):
            yield from (f"    {line}" for line in lines)
        case Signatures(labels=labels):
            yield "\n\n".join(f"{label}: {TO_SIGN}" for label in labels)
        case Table():
            yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    yield f"{table.caption}:"
    heads = [head for head, _kind in table.columns]
    for row in table.rows:
        yield f"- {row[0]}"
        yield from (f"  {head}: {cell}" for head, cell in zip(heads[1:], row[1:], strict=True) if cell)
