# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a screen reader finds in a PDF: language, title, tags in order, words of figures, scopes of headings."""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader


@dataclass(slots=True)
class Tagged:
    """The structure of a PDF. `tags`: how many of each, `figures`: their words, `scopes`: of the cells of headings."""

    language: str
    title: str
    shows_title: bool
    marked: bool
    metadata: str
    text: str
    tags: Counter[str] = field(default_factory=Counter)
    figures: list[str] = field(default_factory=list)
    scopes: set[str] = field(default_factory=set)


def tagged(pdf: bytes) -> Tagged:
    """Reads the structure of a PDF."""
    read = PdfReader(io.BytesIO(pdf))
    root: Any = read.trailer["/Root"]
    found = Tagged(
        str(root["/Lang"]),
        str(read.metadata.title if read.metadata else ""),
        bool(root["/ViewerPreferences"]["/DisplayDocTitle"]),
        bool(root["/MarkInfo"]["/Marked"]),
        root["/Metadata"].get_object().get_data().decode(),
        "\n".join(page.extract_text() for page in read.pages),
    )
    for element in _elements(root["/StructTreeRoot"]["/K"]):
        tag = str(element["/S"]).removeprefix("/")
        found.tags[tag] += 1
        if tag == "Figure":
            found.figures.append(str(element.get("/Alt", "")))
        if tag == "TH":
            found.scopes |= {str(part.get("/Scope", "")) for part in _listed(element.get("/A", []))}
    return found


def _elements(node: Any) -> Iterator[Any]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for part in node:
            yield from _elements(part)
    elif isinstance(node, dict) and "/S" in node:
        yield node
        if "/K" in node:
            yield from _elements(node["/K"])


def _listed(attributes: Any) -> list[Any]:
    attributes = attributes.get_object()
    return [part.get_object() for part in attributes] if isinstance(attributes, list) else [attributes]
