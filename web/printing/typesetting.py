# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""From data to a PDF that screen readers read and archives keep (PDF/UA-1 and PDF/A-2a), by Typst.

Only our own templates are compiled, and they read what they say as JSON: no text of a person is ever source. The same
data give the same bytes.
"""

import asyncio
import hashlib
import json
import re
import unicodedata
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any

from deliberation.text import normal
from web.assets_build import FACES, PRINT

FOLDER = Path(__file__).parent
NOWHERE = "/nonexistent"  # no packages: none of our templates asks for one
REPLACEMENT = "?"
_TAG = re.compile("(<[^<>]*>)")  # of our own drawings: what people wrote stands in them escaped
_BEYOND_ASCII = re.compile("[^\t\n -~]")  # in a tag nothing of it is drawn
KEPT = 24  # sheets that are asked for again
_kept: OrderedDict[str, bytes] = OrderedDict()
_one_at_a_time, _one_picture = asyncio.Semaphore(1), asyncio.Semaphore(1)  # no minutes wait for many pictures


class Unset(Exception):
    """Typst refused a document; its words are the fault's, for the log."""


async def typeset(template: str, data: Mapping[str, Any], pictures: Mapping[str, str], dated: datetime) -> bytes:
    """The PDF of a template with its data and SVG pictures; made in a thread, one at a time, and kept for a while.

    Raises Unset.
    """
    inputs = await asyncio.to_thread(_inputs, data, pictures)  # the first reads all typefaces
    key = hashlib.sha256(json.dumps([template, inputs, dated.isoformat()], sort_keys=True).encode()).hexdigest()
    async with _one_at_a_time:
        if key not in _kept:
            _kept[key] = await asyncio.to_thread(compiled, template, inputs, dated)
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return _kept[key]


async def painted(template: str, data: Mapping[str, Any], pictures: Mapping[str, str]) -> bytes:
    """The one page of a template as a PNG, a pixel a point; made in a thread, one at a time, and not kept."""
    inputs = await asyncio.to_thread(_inputs, data, pictures)
    async with _one_picture:
        return await asyncio.to_thread(_png, template, inputs)


def _inputs(data: Mapping[str, Any], pictures: Mapping[str, str]) -> dict[str, str]:
    """What a template reads."""
    drawn = {name: drawable(picture) for name, picture in pictures.items()}
    return {"data": json.dumps(printable(dict(data)), ensure_ascii=False, sort_keys=True), **drawn}


def compiled(template: str, inputs: dict[str, str], dated: datetime) -> bytes:
    """One run of Typst. Raises Unset."""
    import typst

    standards, when = ["a-2a", "ua-1"], dated.replace(microsecond=0)  # Typst takes whole seconds
    try:
        made = _compiler(template).compile(format="pdf", sys_inputs=inputs, pdf_standards=standards, timestamp=when)
    except typst.TypstError as refusal:
        raise Unset(str(refusal)) from refusal
    assert isinstance(made, bytes)
    return made


def _png(template: str, inputs: dict[str, str]) -> bytes:
    made = _compiler(template).compile(format="png", ppi=72.0, sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made


def _compiler(template: str) -> Any:
    import typst

    return typst.Compiler(
        str(FOLDER / template),
        root=str(FOLDER),
        font_paths=_fonts(),
        package_path=NOWHERE,
        package_cache_path=NOWHERE,
    )


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(PRINT)])


@cache
def covered() -> frozenset[int]:
    """The characters that every typeface has."""
    from fontTools.ttLib import TTFont

    return frozenset.intersection(*(frozenset(TTFont(PRINT / f"{face}.ttf").getBestCmap()) for face in FACES))


def printable(value: Any) -> Any:
    """The same with only characters that there are: one that is missing would leave the whole sheet unmade.

    A letter with a mark that is missing becomes the letter, a letter of another script a question mark; pictures go,
    but where there is nothing else: a PDF without a title would not be made.
    """
    if isinstance(value, str):
        made = "".join(_drawn(c) for c in normal("NFC", value))
        return made if made.strip() or not value.strip() else REPLACEMENT
    if isinstance(value, Mapping):
        return {name: printable(text) for name, text in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    return value


def drawable(svg: str) -> str:
    """Our drawing with only characters that there are; words stay words: '＜' becomes '&lt;', no tag."""
    words_and_tags = _TAG.split(svg)
    return "".join(
        _BEYOND_ASCII.sub("", part) if at % 2 else escape(printable(unescape(part)), quote=False)
        for at, part in enumerate(words_and_tags)
    )


def _drawn(character: str) -> str:
    if character == "\n" or ord(character) in covered():
        return character
    if character.isspace():
        return " "
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if ord(c) in covered())
    if bare:
        return bare
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Mn", "Me", "Cs", "So", "Sk") else REPLACEMENT
