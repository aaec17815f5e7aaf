# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Minutes as a tagged PDF (PDF/UA-1 and PDF/A-2a): the same blocks, set by Typst."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from web.figures import Table
from web.pages.ballots.minutes.document import Block, Minutes, Picture
from web.printing.sheets import framed
from web.printing.typesetting import typeset

TEMPLATE = "minutes.typ"
MOST_COLUMNS = 11  # of a table on one sheet
ARROW = {"→": "›"}  # no typeface of ours has the first


async def as_pdf(minutes: Minutes, coat: bytes, colour: str, dated: datetime, words: dict[str, str]) -> bytes:
    """The document. `coat`: the comune's coat of arms as PNG, if any; `words`: of the foot of each page. The same
    document gives the same bytes.
    """
    pictures = {"coat": framed(coat)}
    sections = []
    for section in minutes.sections:
        blocks = [_block(part, pictures) for block in section.blocks for part in _fitting(block)]
        sections.append({"title": section.title, "level": section.level, "blocks": blocks})
    said = {
        "language": minutes.language,
        "title": minutes.title,
        "owner": minutes.owner,
        "subject": minutes.subject,
        "notes": list(minutes.notes),
        "sections": sections,
        "colour": colour,
        "words": words,
    }
    return await typeset(TEMPLATE, _drawable(said), pictures, dated)


def _fitting(block: Block) -> list[Block]:
    """The block; a table that is wider than a sheet in parts, each with the names of its rows."""
    if not isinstance(block, Table) or len(block.columns) <= MOST_COLUMNS:
        return [block]
    starts = range(1, len(block.columns), MOST_COLUMNS - 1)
    parts: list[Block] = []
    for n, start in enumerate(starts, 1):
        held = (0, *range(start, min(start + MOST_COLUMNS - 1, len(block.columns))))
        columns = [block.columns[at] for at in held]
        rows = [tuple(row[at] for at in held) for row in block.rows]
        parts.append(Table(f"{block.caption} ({n}/{len(starts)})", columns, rows))
    return parts


def _block(block: Block, pictures: dict[str, str]) -> dict[str, Any]:
    """The block with its kind; a picture leaves its SVG among the pictures."""
    if isinstance(block, Picture):
        name = f"picture-{len(pictures)}"
        pictures[name] = _drawable(block.svg)
        return {"kind": "Picture", "name": name, "words": block.words}
    return {"kind": type(block).__name__, **asdict(block)}


def _drawable(value: Any) -> Any:
    """The same with stand-ins for signs that no typeface has and that have one."""
    if isinstance(value, str):
        return "".join(ARROW.get(sign, sign) for sign in value)
    if isinstance(value, dict):
        return {name: _drawable(part) for name, part in value.items()}
    return [_drawable(part) for part in value] if isinstance(value, list | tuple) else value
