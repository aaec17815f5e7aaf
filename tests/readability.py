# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How easily Italian is read: the Gulpease index (GULP, Rome 1988), and what of a page is running text."""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "li", "dd", "h1", "h2", "h3", "h4", "summary", "figcaption", "legend", "label"}
APART = {"table", "nav", "svg", "script", "style", "code", "button", "select", "pre"}
VOID = {"br", "img", "input", "hr", "wbr", "meta", "link", "source"}


def gulpease(text: str) -> float:
    """89 + (300 × sentences − 10 × letters) / words: 60 is read with ease after middle school, 100 is the easiest."""
    words = re.findall(r"\w+", text)
    sentences = [part for part in re.split(r"[.!?\n]+", text) if re.search(r"\w", part)]
    return 89 + (300 * len(sentences) - 10 * sum(map(len, words))) / len(words)


class _Running(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.blocks.append("")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if "main" in self._open and BLOCKS & set(self._open) and not APART & set(self._open):
            self.blocks[-1] += data


def running_text(page: str) -> str:
    """The sentences of a page's main part, a line each block: not headings, labels, tables, menus and drawings."""
    running = _Running()
    running.feed(page)
    found = (" ".join(block.split()) for block in running.blocks)
    return "\n".join(block for block in found if block.endswith((".", "!", "?")))
